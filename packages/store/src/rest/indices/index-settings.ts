import { errors } from '@longshore/common/errors';
import { checkClusterBlocks, checkIndexBlocks } from '../../index/index-blocks.ts';
import type { IndexEntry } from '../../index/index-entry.ts';
import {
  changeSettings,
  parseSettingChanges,
  type SettingChange,
  scopeOf,
} from '../../index/index-settings.ts';
import { mappingOptions } from '../../index/mapping-options.ts';
import { restoreMapping } from '../../index/parse-mapping.ts';
import type { ResolveOptions } from '../../index/target.ts';
import { ADMIN_PARAMETERS, requestedIndices } from '../expression-options.ts';
import { requireObject } from '../read-body.ts';
import { ok, type RestRequest, type RestRoute, type Store } from '../route.ts';
import { byName } from './by-name.ts';
import { showSettings } from './show-settings.ts';

/** `GET /{index}/_settings[/{name}]` */
export const getSettings: RestRoute = {
  methods: ['GET'],
  paths: ['/_settings', '/:index/_settings', '/:index/_settings/:name', '/_settings/:name'],
  parameters: [...ADMIN_PARAMETERS, 'flat_settings', 'include_defaults'],
  handle: async (request, store) => {
    const { parameters } = request;
    const view = {
      isFlat: parameters.boolean('flat_settings', false),
      hasDefaults: parameters.boolean('include_defaults', false),
      isHuman: parameters.boolean('human', false),
      names: (request.part('name') ?? '*').split(','),
    };
    const entries = requestedIndices(request, store);
    for (const entry of entries) {
      checkIndexBlocks(entry, 'metadata_read');
    }
    return ok(byName(entries, (entry) => showSettings(entry, view)));
  },
};

/** `PUT /{index}/_settings`: dynamic ones only; null resets. */
export const putSettings: RestRoute = {
  methods: ['PUT'],
  paths: ['/:index/_settings', '/_settings'],
  parameters: [...ADMIN_PARAMETERS, 'flat_settings', 'preserve_existing'],
  handle: async (request, store) => {
    const body = requireObject(request.body);
    const changes = parseSettingChanges(body.settings ?? body);
    if (Object.keys(changes).length === 0) {
      throw errors.validation('1: no settings to update;');
    }
    const entries = requestedIndices(request, store, settingsOptions(request));
    refuseFixed(Object.keys(changes), entries);
    if (!Object.keys(changes).every((name) => name.startsWith('index.blocks.'))) {
      checkAll(entries, store);
    }
    const keepsExisting = request.parameters.boolean('preserve_existing', false);
    const changed = entries.map((entry) => changedSettings(entry, changes, keepsExisting));
    for (const { entry, settings, mapping } of changed) {
      entry.settings = settings;
      entry.mapping = mapping;
      store.catalog.save(entry);
    }
    await store.catalog.sync();
    return ok({ acknowledged: true });
  },
};

/** Wildcards stand for closed indices too, and have to find one. */
function settingsOptions({ parameters }: RestRequest): Partial<ResolveOptions> {
  return {
    ...(parameters.has('expand_wildcards')
      ? {}
      : { expandWildcards: new Set(['open', 'closed'] as const) }),
    ...(parameters.has('allow_no_indices') ? {} : { allowNoIndices: false }),
  };
}

/** What an index will have; nothing is changed yet, since another index may refuse. */
function changedSettings(
  entry: IndexEntry,
  changes: Readonly<Record<string, SettingChange>>,
  keepsExisting: boolean,
) {
  const wanted = keepsExisting
    ? Object.fromEntries(Object.entries(changes).filter(([name]) => !(name in entry.settings)))
    : changes;
  const settings = changeSettings(entry.settings, wanted);
  const { lists, choices, hasRouting, timeField } = entry.mapping.options;
  const options = { ...mappingOptions(settings, timeField), lists, choices, hasRouting };
  return { entry, settings, mapping: restoreMapping(entry.mapping.json, options) };
}

function checkAll(entries: readonly IndexEntry[], { catalog }: Store): void {
  checkClusterBlocks(catalog.clusterSettings, 'metadata_write');
  for (const entry of entries) {
    checkIndexBlocks(entry, 'metadata_write');
  }
}

/** Static settings change on closed indices only, final ones never. */
function refuseFixed(names: readonly string[], entries: readonly IndexEntry[]): void {
  const fixed = names.filter((name) => scopeOf(name) !== 'dynamic').sort();
  const open = entries.filter(({ isClosed }) => !isClosed);
  if (fixed.length > 0 && open.length > 0) {
    const shown = open.map(({ name, uuid }) => `[${name}/${uuid}]`).join(', ');
    throw errors.illegalArgument(
      `Can't update non dynamic settings [[${fixed.join(', ')}]] for open indices [${shown}]`,
    );
  }
  const final = fixed.find((name) => scopeOf(name) === 'final');
  const [first] = entries;
  if (final !== undefined && first !== undefined) {
    throw errors.illegalArgument(`final ${first.name} setting [${final}], not updateable`);
  }
}
