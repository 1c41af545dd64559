import { createHash } from 'node:crypto';
import { INDEX_BLOCKS } from '../../index/index-blocks.ts';
import type { IndexEntry } from '../../index/index-entry.ts';
import { nestSettings } from '../../index/index-settings.ts';
import { requestedIndices } from '../expression-options.ts';
import { EXPRESSION_PARAMETERS, unrecognized } from '../parameters.ts';
import { ok, type RestRequest, type RestRoute, type Store } from '../route.ts';
import { NODE_ATTRIBUTES } from './nodes.ts';
import { nodeHead, pathOf } from './one-node.ts';

const WAITING = [
  ...['local', 'master_timeout', 'cluster_manager_timeout', 'wait_for_timeout'],
  'wait_for_metadata_version',
];

interface Shown {
  readonly store: Store;
  readonly entries: readonly IndexEntry[];
}

type Section = (shown: Shown) => Readonly<Record<string, unknown>>;

const METRICS: Readonly<Record<string, Section>> = {
  version: ({ store }) => ({ version: store.catalog.version, state_uuid: stateUuid(store) }),
  cluster_manager_node: ({ store }) => ({ cluster_manager_node: store.node.id }),
  master_node: ({ store }) => ({ master_node: store.node.id }),
  blocks: ({ entries }) => ({ blocks: showBlocks(entries) }),
  nodes: ({ store: { node } }) => ({
    nodes: { [node.id]: { ...nodeHead(node), attributes: NODE_ATTRIBUTES } },
  }),
  metadata: (shown) => ({ metadata: showMetadata(shown) }),
  routing_table: ({ store, entries }) => ({
    routing_table: { indices: Object.fromEntries(entries.map((one) => routing(store, one))) },
  }),
  routing_nodes: ({ store, entries }) => ({ routing_nodes: routingNodes(store, entries) }),
};

/** `GET /_cluster/state[/{metric}[/{index}]]`: what there is, as far as one node has a state. */
export const clusterState: RestRoute = {
  methods: ['GET'],
  paths: ['/_cluster/state', '/_cluster/state/:metric', '/_cluster/state/:metric/:index'],
  parameters: [...EXPRESSION_PARAMETERS, 'flat_settings', ...WAITING],
  ignored: WAITING,
  partly:
    'One node, whose shards are all started; templates and mappings are shown by their own APIs too.',
  handle: async (request, store) => {
    const wanted = (request.part('metric') ?? '_all').split(',');
    const unknown = wanted.filter((name) => name !== '_all' && !Object.hasOwn(METRICS, name));
    if (unknown.length > 0) {
      throw unrecognized(pathOf(request), 'metric', unknown, Object.keys(METRICS));
    }
    const shown = { store, entries: entriesOf(request, store) };
    const sections = Object.entries(METRICS).filter(
      ([name]) => wanted.includes('_all') || wanted.includes(name),
    );
    const { node } = store;
    return ok({
      cluster_name: node.clusterName,
      cluster_uuid: node.clusterUuid,
      ...Object.assign({}, ...sections.map(([, show]) => show(shown))),
    });
  },
};

function entriesOf(request: RestRequest, store: Store): readonly IndexEntry[] {
  return request.part('index') === undefined
    ? store.catalog.entries()
    : requestedIndices(request, store);
}

/** Changes whenever the state does. */
function stateUuid({ catalog }: Store): string {
  const hash = createHash('sha256').update(`${catalog.clusterUuid} ${catalog.version}`);
  return hash.digest('base64url').slice(0, 22);
}

function showBlocks(entries: readonly IndexEntry[]): object {
  const indices = entries.flatMap(({ name, settings }) => {
    const blocks = Object.entries(INDEX_BLOCKS).filter(
      ([block]) => settings[`index.blocks.${block}`] === 'true',
    );
    const shown = blocks.map(([, { id, description }]) => [
      String(id),
      { description, retryable: false },
    ]);
    return shown.length === 0 ? [] : [[name, Object.fromEntries(shown)] as const];
  });
  return indices.length === 0 ? {} : { indices: Object.fromEntries(indices) };
}

function showMetadata({ store: { catalog, node }, entries }: Shown): object {
  return {
    cluster_uuid: node.clusterUuid,
    cluster_uuid_committed: true,
    indices: Object.fromEntries(
      entries.map((entry) => [
        entry.name,
        {
          state: entry.isClosed ? 'close' : 'open',
          settings: nestSettings(entry.shownSettings()),
          mappings: { _doc: entry.mapping.json },
          aliases: Object.keys(entry.ownAliases),
        },
      ]),
    ),
    data_stream: {
      data_stream: Object.fromEntries(catalog.dataStreams().map((one) => [one.name, one])),
    },
  };
}

function routing({ node }: Store, { name, shards }: IndexEntry) {
  const started = Array.from({ length: shards }, (_, shard) => [
    String(shard),
    [{ state: 'STARTED', primary: true, node: node.id, shard, index: name }],
  ]);
  return [name, { shards: Object.fromEntries(started) }] as const;
}

function routingNodes({ node }: Store, entries: readonly IndexEntry[]): object {
  const started = entries.flatMap(({ name, shards }) =>
    Array.from({ length: shards }, (_, shard) => ({
      ...{ state: 'STARTED', primary: true, node: node.id },
      ...{ shard, index: name },
    })),
  );
  return { unassigned: [], nodes: { [node.id]: started } };
}
