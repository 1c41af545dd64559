import { errors } from '@longshore/common/errors';
import { checkClusterBlocks, checkIndexBlocks } from '../../index/index-blocks.ts';
import {
  changeSettings,
  type IndexSettings,
  parseSettingChanges,
  type SettingChange,
} from '../../index/index-settings.ts';
import { readObject } from '../read-body.ts';
import type { RestAnswer, RestRequest, RestRoute, Store } from '../route.ts';
import { BACKGROUND_PARAMETERS, inBackground } from '../tasks/background.ts';

const WAITING = ['timeout', 'master_timeout', 'cluster_manager_timeout', 'wait_for_active_shards'];

type Kind = 'clone' | 'shrink' | 'split';

/** `PUT|POST /{index}/_clone/{target}`: a copy of an index that takes no writes. */
export const cloneIndex = resizeRoute('clone');
/** `PUT|POST /{index}/_shrink/{target}` */
export const shrinkIndex = resizeRoute('shrink');
/** `PUT|POST /{index}/_split/{target}` */
export const splitIndex = resizeRoute('split');

function resizeRoute(kind: Kind): RestRoute {
  return {
    methods: ['PUT', 'POST'],
    paths: [`/:index/_${kind}/:target`],
    parameters: [...WAITING, ...BACKGROUND_PARAMETERS, 'copy_settings'],
    ignored: [...WAITING, 'task_execution_timeout', 'copy_settings'],
    ...(kind === 'clone'
      ? {}
      : { partly: 'An index is one table whatever its number of shards: it is copied.' }),
    handle: (request, store) => resize(request, store, kind),
  };
}

async function resize(request: RestRequest, store: Store, kind: Kind): Promise<RestAnswer> {
  if (!request.parameters.boolean('copy_settings', true)) {
    throw errors.illegalArgument('parameter [copy_settings] can not be explicitly set to [false]');
  }
  const name = request.part('index') ?? '';
  const source = store.catalog.index(name);
  if (!source) {
    throw errors.indexNotFound(name);
  }
  const { settings, aliases } = readObject(request.body, ['settings', 'aliases', 'max_shard_size']);
  const wanted = parseSettingChanges(settings);
  checkClusterBlocks(store.catalog.clusterSettings, 'metadata_write');
  checkIndexBlocks(source, 'metadata_read');
  const shards = TARGET_SHARDS[kind](source.shards, Number(wanted['index.number_of_shards'] ?? 0));
  if (source.settings['index.blocks.write'] !== 'true') {
    throw errors.illegalState(
      `index ${name} must be read-only to resize index. use "index.blocks.write=true"`,
    );
  }
  refuseBlockedTarget(source.settings, wanted);
  const target = request.part('target') ?? '';
  return inBackground(store, request.parameters, {
    action: 'indices:admin/resize',
    description: `${kind} from [${name}] to [${target}]`,
    perform: async () => {
      const made = await store.indices.copy(source, target, {
        settings: { ...wanted, 'index.number_of_shards': String(shards) },
        ...(aliases === undefined ? {} : { aliases }),
      });
      return { acknowledged: true, shards_acknowledged: true, index: made.name };
    },
  });
}

/** A target whose metadata cannot be written could never come into being. */
function refuseBlockedTarget(
  source: IndexSettings,
  wanted: Readonly<Record<string, SettingChange>>,
): void {
  const settings = changeSettings(source, wanted);
  const block = ['metadata', 'read_only', 'read_only_allow_delete']
    .map((name) => `index.blocks.${name}`)
    .find((name) => settings[name] === 'true');
  if (block === undefined) {
    return;
  }
  const reason = `target index will be blocked by [${block}=true]`;
  const remedy = 'this will disable metadata writes and cause the shards to be unassigned';
  throw wanted[block] === 'true'
    ? errors.validation(`1: ${reason}, ${remedy};`)
    : errors.illegalArgument(
        `${reason} which is copied from the source index, ${remedy}, consider setting it to null`,
      );
}

/** How many shards the target has: only a number here, which has to fit all the same. */
const TARGET_SHARDS: Readonly<Record<Kind, (shards: number, wanted: number) => number>> = {
  clone: (shards, wanted) => {
    if (wanted !== 0 && wanted !== shards) {
      throw errors.illegalArgument(
        `cannot provide index.number_of_shards [${wanted}] for a clone of an index with [${shards}] shards`,
      );
    }
    return shards;
  },
  shrink: (shards, wanted) => {
    const fewer = wanted === 0 ? 1 : wanted;
    if (fewer > shards) {
      throw errors.illegalArgument(
        `the number of target shards [${fewer}] must be less that the number of source shards [${shards}]`,
      );
    }
    if (shards % fewer !== 0) {
      throw errors.illegalArgument(
        `the number of source shards [${shards}] must be a multiple of [${fewer}]`,
      );
    }
    return fewer;
  },
  split: (shards, wanted) => {
    if (wanted <= shards) {
      throw errors.illegalArgument(
        `the number of source shards [${shards}] must be less that the number of target shards [${wanted}]`,
      );
    }
    if (wanted % shards !== 0) {
      throw errors.illegalArgument(
        `the number of source shards [${shards}] must be a factor of [${wanted}]`,
      );
    }
    return wanted;
  },
};
