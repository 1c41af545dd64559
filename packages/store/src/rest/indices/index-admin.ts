import { errors } from '@longshore/common/errors';
import { isObject } from '@longshore/common/json';
import { parseAliases } from '../../index/aliases.ts';
import { isWildcard } from '../../index/expression.ts';
import { checkClusterBlocks, checkIndexBlocks } from '../../index/index-blocks.ts';
import type { IndexEntry } from '../../index/index-entry.ts';
import { ADMIN_PARAMETERS, requestedIndices } from '../expression-options.ts';
import { resolveOptions } from '../parameters.ts';
import { readObject } from '../read-body.ts';
import { ok, type RestRoute } from '../route.ts';
import { checkFilters } from './alias-filters.ts';
import { byName } from './by-name.ts';
import { refuseWildcards } from './open-close.ts';
import { type SettingsView, showSettings } from './show-settings.ts';

/** `PUT /{index}` */
export const createIndex: RestRoute = {
  methods: ['PUT'],
  paths: ['/:index'],
  parameters: [...ADMIN_PARAMETERS, 'wait_for_active_shards', 'include_type_name'],
  handle: async (request, store) => {
    const body = readObject(request.body, ['settings', 'mappings', 'aliases']);
    const { settings, aliases, mappings } = body;
    if (mappings !== undefined && !isObject(mappings)) {
      throw errors.mapperParsing('Failed to parse mapping: [mappings] must be an object');
    }
    checkFilters(parseAliases(aliases));
    const entry = await store.indices.create(request.part('index') ?? '', {
      ...(settings === undefined ? {} : { settings }),
      ...(aliases === undefined ? {} : { aliases }),
      ...(mappings === undefined ? {} : { mappings }),
    });
    return ok({ acknowledged: true, shards_acknowledged: true, index: entry.name });
  },
};

/** `GET|HEAD /{index}` */
export const getIndex: RestRoute = {
  methods: ['GET', 'HEAD'],
  paths: ['/:index'],
  parameters: [...ADMIN_PARAMETERS, 'flat_settings', 'include_defaults', 'features'],
  handle: async (request, store) => {
    const { parameters, method } = request;
    const view = {
      isFlat: parameters.boolean('flat_settings', false),
      hasDefaults: parameters.boolean('include_defaults', false),
      isHuman: parameters.boolean('human', false),
      names: ['*'],
    };
    const features = readFeatures(parameters.list('features'));
    const entries = requestedIndices(request, store);
    if (method === 'HEAD') {
      return { status: 200 };
    }
    for (const entry of entries) {
      checkIndexBlocks(entry, 'metadata_read');
    }
    return ok(byName(entries, (entry) => describe(entry, features, view)));
  },
};

/** `DELETE /{index}` */
export const deleteIndex: RestRoute = {
  methods: ['DELETE'],
  paths: ['/:index'],
  parameters: ADMIN_PARAMETERS,
  handle: async (request, store) => {
    const expression = request.part('index') ?? '';
    refuseWildcards(expression, store);
    checkClusterBlocks(store.catalog.clusterSettings, 'delete');
    const given = { ...resolveOptions(request.parameters), expandsToIndices: true };
    const options = request.parameters.has('expand_wildcards')
      ? given
      : { ...given, expandWildcards: new Set(['open', 'closed'] as const) };
    const names = store.catalog.expandNames(expression, options);
    const isOutright = !expression.split(',').some(isWildcard);
    const entries = names.flatMap(({ name, kind }) => {
      if (kind === 'index') {
        return store.catalog.index(name) ?? [];
      }
      if (isOutright && !options.ignoreUnavailable) {
        throw errors.illegalArgument(
          `The provided expression [${name}] matches ${kind === 'alias' ? 'an alias' : 'a data stream'}, specify the corresponding concrete indices instead.`,
        );
      }
      return [];
    });
    if (entries.length === 0 && !options.allowNoIndices) {
      throw errors.indexNotFound(expression);
    }
    for (const { name, dataStream } of entries) {
      if (store.catalog.dataStream(dataStream ?? '')?.indices.at(-1) === name) {
        throw errors.illegalArgument(
          `index [${name}] is the write index for data stream [${dataStream}] and cannot be deleted`,
        );
      }
    }
    for (const entry of entries) {
      checkIndexBlocks(entry, 'delete');
    }
    await store.indices.remove(entries);
    return ok({ acknowledged: true });
  },
};

const FEATURES = ['aliases', 'mappings', 'settings'];

function readFeatures(given: readonly string[] | undefined): readonly string[] {
  const features = (given ?? FEATURES).map((name) => name.replace(/^_/, ''));
  const plural = features.map((name) => (name.endsWith('s') ? name : `${name}s`));
  const unknown = plural.findIndex((name) => !FEATURES.includes(name));
  if (unknown >= 0) {
    throw errors.illegalArgument(`No feature for name [${given?.[unknown]}]`);
  }
  return plural;
}

function describe(entry: IndexEntry, features: readonly string[], view: SettingsView) {
  return {
    ...(features.includes('aliases') ? { aliases: entry.ownAliases } : {}),
    ...(features.includes('mappings') ? { mappings: entry.mapping.json } : {}),
    ...(features.includes('settings') ? showSettings(entry, view) : {}),
    ...(entry.dataStream === undefined ? {} : { data_stream: entry.dataStream }),
  };
}
