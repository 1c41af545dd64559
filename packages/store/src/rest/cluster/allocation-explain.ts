import { errors, LongshoreError } from '@longshore/common/errors';
import { type JsonObject, jsonNumber, jsonText } from '@longshore/common/json';
import type { IndexEntry } from '../../index/index-entry.ts';
import { readObject } from '../read-body.ts';
import { ok, type RestRoute, type Store } from '../route.ts';
import { NODE_ATTRIBUTES } from './nodes.ts';
import { nodeHead } from './one-node.ts';

/** A copy of a shard that somebody asks about. */
interface AskedShard {
  readonly entry: IndexEntry;
  readonly shard: number;
  readonly isPrimary: boolean;
}

const IGNORED = ['include_disk_info', 'include_yes_decisions', 'master_timeout'].concat([
  'cluster_manager_timeout',
]);

/** `GET|POST /_cluster/allocation/explain`: why a copy of a shard is where it is, or nowhere. */
export const allocationExplain: RestRoute = {
  methods: ['GET', 'POST'],
  paths: ['/_cluster/allocation/explain'],
  parameters: IGNORED,
  ignored: IGNORED,
  partly: 'There is one node: primaries are on it, and their copies have none to be on.',
  handle: async ({ body }, store) => {
    const given = readObject(body, ['index', 'shard', 'primary', 'current_node']);
    const isAsked = Object.keys(given).length > 0;
    const asked = isAsked ? readShard(given, store) : firstUnassigned(store);
    const { entry, shard, isPrimary } = asked;
    return ok({
      ...(isAsked ? {} : { note: NOTE }),
      index: entry.name,
      shard,
      primary: isPrimary,
      ...(isPrimary ? explainPrimary(store) : explainCopy(asked, store)),
    });
  },
};

const NOTE =
  'No shard was specified in the explain API request, so this response explains an unassigned shard. There may be other unassigned shards in this cluster which cannot be assigned for different reasons.';

function firstUnassigned({ catalog }: Store): AskedShard {
  const entry = catalog.entries().find(({ replicas }) => replicas > 0);
  if (!entry) {
    throw errors.illegalArgument(
      'No shard was specified in the request which means the response should explain a randomly-chosen unassigned shard, but there are no unassigned shards in this cluster. To explain the allocation of an assigned shard you must specify the target shard in the request.',
    );
  }
  return { entry, shard: 0, isPrimary: false };
}

function readShard({ index, shard, primary }: JsonObject, { catalog }: Store): AskedShard {
  const missing = Object.entries({ index, shard, primary }).filter(([, one]) => one === undefined);
  if (missing.length > 0) {
    throw errors.validation(
      missing.map(([name], i) => `${i + 1}: ${name} must be specified;`).join(''),
    );
  }
  const entry = catalog.index(jsonText(index));
  if (!entry) {
    throw errors.indexNotFound(jsonText(index));
  }
  const isPrimary = primary === true || primary === 'true';
  const number = jsonNumber(shard);
  const isThere = Number.isInteger(number) && number >= 0 && number < entry.shards;
  if (!isThere || (!isPrimary && entry.replicas === 0)) {
    throw new LongshoreError('shard_not_found_exception', 404, 'no such shard', {
      details: { index: entry.name, index_uuid: entry.uuid, shard: jsonText(shard) },
    });
  }
  return { entry, shard: number, isPrimary };
}

function explainPrimary({ node }: Store) {
  const { name, transport_address: address, roles } = nodeHead(node);
  return {
    current_state: 'started',
    current_node: {
      id: node.id,
      name,
      transport_address: address,
      roles,
      attributes: NODE_ATTRIBUTES,
      weight_ranking: 1,
    },
    can_remain_on_current_node: 'yes',
    can_rebalance_cluster: 'no',
    can_rebalance_to_other_node: 'no',
    rebalance_explanation: 'there is no other node that this shard could be moved to',
  };
}

function explainCopy({ entry, shard }: AskedShard, { node }: Store) {
  const { name, transport_address: address, roles } = nodeHead(node);
  const decider = {
    decider: 'same_shard',
    decision: 'NO',
    explanation: `a copy of this shard is already allocated to this node [[${entry.name}][${shard}], node[${node.id}], [P], s[STARTED]]`,
  };
  return {
    current_state: 'unassigned',
    unassigned_info: {
      reason: 'INDEX_CREATED',
      at: new Date(entry.createdMs).toISOString(),
      last_allocation_status: 'no_attempt',
    },
    can_allocate: 'no',
    allocate_explanation:
      'there is one node, and it has the primary; set [index.number_of_replicas] to 0 to do without copies',
    node_allocation_decisions: [
      {
        node_id: node.id,
        node_name: name,
        transport_address: address,
        roles,
        node_attributes: NODE_ATTRIBUTES,
        node_decision: 'no',
        deciders: [decider],
      },
    ],
  };
}
