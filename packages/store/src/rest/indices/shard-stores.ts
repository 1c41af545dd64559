import { errors } from '@longshore/common/errors';
import type { IndexEntry } from '../../index/index-entry.ts';
import { healthOf } from '../cluster/cluster-health.ts';
import { nodeHead } from '../cluster/one-node.ts';
import { requestedIndices } from '../expression-options.ts';
import { EXPRESSION_PARAMETERS, type Parameters } from '../parameters.ts';
import { type NodeIdentity, ok, type RestRoute } from '../route.ts';
import { byName } from './by-name.ts';

const STATUSES: readonly string[] = ['green', 'yellow', 'red', 'all'];

/** `GET /{index}/_shard_stores`: where the data of shards is, by default of those that are not all right. */
export const shardStores: RestRoute = {
  methods: ['GET'],
  paths: ['/_shard_stores', '/:index/_shard_stores'],
  parameters: [...EXPRESSION_PARAMETERS, 'status'],
  partly:
    'There is one node, which has the primary of every shard; damage is told as its exception.',
  handle: async (request, store) => {
    const wanted = readStatuses(request.parameters);
    const entries = requestedIndices(request, store).filter((entry) => {
      const health = healthOf(entry, store);
      return wanted.includes('all') || wanted.includes(health);
    });
    return ok({
      indices: byName(entries, (entry) => ({
        shards: Object.fromEntries(
          Array.from({ length: entry.shards }, (_, shard) => [
            shard,
            { stores: [storeOf(entry, shard, store.node)] },
          ]),
        ),
      })),
    });
  },
};

function readStatuses(parameters: Parameters): readonly string[] {
  const given = parameters.list('status') ?? ['yellow', 'red'];
  const unknown = given.find((status) => !STATUSES.includes(status.toLowerCase()));
  if (unknown !== undefined) {
    throw errors.illegalArgument(
      `unknown cluster health status [${unknown}], there are [${STATUSES.join(', ')}]`,
    );
  }
  return given.map((status) => status.toLowerCase());
}

/** All documents are in the first shard, and so is all damage. */
function storeOf({ uuid, missingData }: IndexEntry, shard: number, node: NodeIdentity) {
  const [damage] = shard === 0 ? missingData : [];
  return {
    [node.id]: nodeHead(node),
    allocation_id: `${uuid}-${shard}`,
    allocation: 'primary',
    ...(damage === undefined
      ? {}
      : { store_exception: { type: 'corrupt_index_exception', reason: damage } }),
  };
}
