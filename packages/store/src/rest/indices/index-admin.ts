import { errors } from '@longshore/common/errors';
import { isObject, type JsonObject } from '@longshore/common/json';
import { isWildcard } from '../../index/expression.ts';
import { checkClusterBlocks, checkIndexBlocks } from '../../index/index-blocks.ts';
import type { IndexEntry } from '../../index/index-entry.ts';
import { nestSettings } from '../../index/index-settings.ts';
import { ADMIN_PARAMETERS, requestedIndices } from '../expression-options.ts';
import { resolveOptions } from '../parameters.ts';
import { readObject } from '../read-body.ts';
import { ok, type RestRoute } from '../route.ts';
import { refuseWildcards } from './open-close.ts';

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
    const isFlat = parameters.boolean('flat_settings', false);
    const entries = requestedIndices(request, store);
    if (method === 'HEAD') {
      return { status: 200 };
    }
    return ok(byName(entries, (entry) => describe(entry, isFlat)));
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
    const given = resolveOptions(request.parameters);
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
      if (dataStream !== undefined && store.catalog.dataStream(dataStream)) {
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

/** An object with a member for each index, in the order of their names. */
export function byName(
  entries: readonly IndexEntry[],
  describeOne: (entry: IndexEntry) => unknown,
): JsonObject {
  const sorted = [...entries].sort((a, b) => (a.name < b.name ? -1 : 1));
  return Object.fromEntries(sorted.map((entry) => [entry.name, describeOne(entry)])) as JsonObject;
}

function describe(entry: IndexEntry, isFlat: boolean) {
  const settings = entry.shownSettings();
  return {
    aliases: entry.aliases,
    mappings: entry.mapping.json,
    settings: isFlat ? settings : nestSettings(settings),
    ...(entry.dataStream === undefined ? {} : { data_stream: entry.dataStream }),
  };
}
