import { errors } from '@longshore/common/errors';
import { nameMatcher } from '../../index/expression.ts';
import { checkClusterBlocks, checkIndexBlocks } from '../../index/index-blocks.ts';
import { type IndexEntry, mappingOptions } from '../../index/index-entry.ts';
import {
  type IndexSettings,
  isStaticSetting,
  nestSettings,
  parseSettingChanges,
} from '../../index/index-settings.ts';
import { parseMapping } from '../../index/parse-mapping.ts';
import { ADMIN_PARAMETERS, requestedIndices } from '../expression-options.ts';
import { requireObject } from '../read-body.ts';
import { ok, type RestRoute, type Store } from '../route.ts';
import { byName } from './index-admin.ts';

/** `GET /{index}/_settings[/{name}]` */
export const getSettings: RestRoute = {
  methods: ['GET'],
  paths: ['/_settings', '/:index/_settings', '/:index/_settings/:name', '/_settings/:name'],
  parameters: [...ADMIN_PARAMETERS, 'flat_settings', 'include_defaults'],
  handle: async (request, store) => {
    const isFlat = request.parameters.boolean('flat_settings', false);
    const matchers = (request.part('name') ?? '*').split(',').map(nameMatcher);
    const describe = (entry: IndexEntry) => {
      const shown = Object.entries(entry.shownSettings()).filter(([name]) =>
        matchers.some((matches) => matches(name)),
      );
      const settings: IndexSettings = Object.fromEntries(shown);
      return { settings: isFlat ? settings : nestSettings(settings) };
    };
    return ok(byName(requestedIndices(request, store), describe));
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
    const entries = requestedIndices(request, store);
    refuseStatic(Object.keys(changes), entries);
    if (!Object.keys(changes).every((name) => name.startsWith('index.blocks.'))) {
      checkAll(entries, store);
    }
    const keepsExisting = request.parameters.boolean('preserve_existing', false);
    for (const entry of entries) {
      const before = keepsExisting ? entry.settings : {};
      const next = Object.entries({ ...entry.settings, ...changes, ...before });
      entry.settings = Object.fromEntries(
        next.filter((one): one is [string, string | readonly string[]] => one[1] !== null),
      );
      const { lists, isDataStream } = entry.mapping.options;
      const options = { ...mappingOptions(entry.settings, isDataStream), lists };
      entry.mapping = parseMapping(entry.mapping.json, options);
      store.catalog.save(entry);
    }
    await store.catalog.sync();
    return ok({ acknowledged: true });
  },
};

function checkAll(entries: readonly IndexEntry[], { catalog }: Store): void {
  checkClusterBlocks(catalog.clusterSettings, 'metadata_write');
  for (const entry of entries) {
    checkIndexBlocks(entry, 'metadata_write');
  }
}

function refuseStatic(names: readonly string[], entries: readonly IndexEntry[]): void {
  const fixed = names.filter(isStaticSetting);
  const open = entries.filter(({ isClosed }) => !isClosed);
  if (fixed.length > 0 && open.length > 0) {
    const shown = open.map(({ name, uuid }) => `[${name}/${uuid}]`).join(', ');
    throw errors.illegalArgument(
      `Can't update non dynamic settings [[${fixed.join(', ')}]] for open indices [${shown}]`,
    );
  }
}
