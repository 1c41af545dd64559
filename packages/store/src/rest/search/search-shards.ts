import type { JsonObject } from '@longshore/common/json';
import type { SearchIndex } from '../../index/target.ts';
import { nodeHead } from '../cluster/one-node.ts';
import { EXPRESSION_PARAMETERS, resolveOptions } from '../parameters.ts';
import { ok, type RestRoute, type Store } from '../route.ts';

const IGNORED = ['preference', 'routing', 'local', 'master_timeout'];

/** `GET|POST /{index}/_search_shards`: which shards a search of these indices would ask. */
export const searchShards: RestRoute = {
  methods: ['GET', 'POST'],
  paths: ['/_search_shards', '/:index/_search_shards'],
  parameters: [...EXPRESSION_PARAMETERS, ...IGNORED],
  ignored: IGNORED,
  handle: async ({ part, parameters }, store) => {
    const target = store.catalog.resolve(part('index') ?? '', resolveOptions(parameters));
    const { node } = store;
    return ok({
      nodes: { [node.id]: { ...nodeHead(node), attributes: {} } },
      indices: Object.fromEntries(target.map((index) => [index.name, describe(index)])),
      shards: target.flatMap((index) => shardsOf(index, store)),
    });
  },
};

/** The filters of aliases by which an index was reached. */
function describe({ filters = [] }: SearchIndex): JsonObject {
  const [filter, ...others] = filters;
  if (filter === undefined) {
    return {};
  }
  return { filter: others.length === 0 ? filter : { bool: { should: [...filters] } } };
}

function shardsOf({ name, uuid }: SearchIndex, { catalog, node }: Store) {
  return Array.from({ length: catalog.index(name)?.shards ?? 1 }, (_, shard) => [
    {
      state: 'STARTED',
      primary: true,
      node: node.id,
      relocating_node: null,
      shard,
      index: name,
      allocation_id: { id: `${uuid}-${shard}` },
    },
  ]);
}
