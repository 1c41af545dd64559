import { arch, cpus, platform, release } from 'node:os';
import { CLUSTER_SETTINGS } from '../../index/cluster-settings.ts';
import { nestSettings } from '../../index/index-settings.ts';
import { PROCESSOR_NAMES } from '../../ingest/processor-types.ts';
import { ok, type RestRequest, type RestRoute, type Store } from '../route.ts';
import { DIALECT } from './info.ts';
import { namesThisNode, nodeHead, nodesAnswer } from './one-node.ts';
import { showPoolLimits } from './thread-pools.ts';

/** What is built in here and comes as a module there; clients look for it. */
const MODULES = ['ingest-common', 'ingest-geoip', 'ingest-user-agent', 'lang-painless'];

type Section = (store: Store, request: RestRequest) => unknown;

/** What can be told of a node, by the name of its metric. */
const METRICS: Readonly<Record<string, Section>> = {
  settings: showSettings,
  os: () => ({
    name: platform(),
    arch: arch(),
    version: release(),
    available_processors: cpus().length,
    allocated_processors: cpus().length,
  }),
  process: () => ({ id: process.pid, mlockall: false, refresh_interval_in_millis: 1000 }),
  jvm: () => ({ pid: process.pid, version: process.version, vm_name: 'V8' }),
  thread_pool: showPoolLimits,
  transport: ({ node }) => ({
    bound_address: [node.publishAddress()],
    publish_address: node.publishAddress(),
    profiles: {},
  }),
  http: ({ node }) => ({
    bound_address: [node.publishAddress()],
    publish_address: node.publishAddress(),
    max_content_length_in_bytes: node.contentLengthMax,
  }),
  plugins: () => [],
  modules: () => MODULES.map((name) => ({ name })),
  ingest: () => ({ processors: PROCESSOR_NAMES.map((type) => ({ type })) }),
  aggregations: () => ({}),
  indices: () => ({}),
  search_pipelines: () => ({}),
};

/** `GET /_nodes[/{node}][/{metric}]`: this node, as far as it can be told. */
export const nodes: RestRoute = {
  methods: ['GET'],
  paths: ['/_nodes', '/_nodes/:first', '/_nodes/:first/:metric'],
  parameters: ['timeout', 'flat_settings'],
  ignored: ['timeout'],
  partly: 'There is one node. Sections for what only a JVM has are empty.',
  handle: async (request, store) => {
    const { expression, metric } = readTarget(request);
    if (!namesThisNode(store.node, expression)) {
      return ok(nodesAnswer(store.node, undefined));
    }
    const wanted = (metric ?? '_all').split(',');
    const shown = Object.entries(METRICS).filter(
      ([name]) => wanted.includes('_all') || wanted.includes(name),
    );
    const sections = shown.map(([name, show]) => [name, show(store, request)]);
    const head = {
      ...nodeHead(store.node),
      version: DIALECT.number,
      build_flavor: DIALECT.build_flavor,
      build_type: DIALECT.build_type,
      build_hash: DIALECT.build_hash,
      attributes: NODE_ATTRIBUTES,
    };
    return ok(nodesAnswer(store.node, { ...head, ...Object.fromEntries(sections) }));
  },
};

/** What tells this node from others. */
export const NODE_ATTRIBUTES: Readonly<Record<string, string>> = { engine: 'chdb' };

/** `/_nodes/http` is a metric, `/_nodes/node-1` a node. */
function readTarget({ part }: RestRequest) {
  const first = part('first');
  const metric = part('metric');
  const isMetric = (first ?? '').split(',').every((name) => Object.hasOwn(METRICS, name));
  return first !== undefined && metric === undefined && isMetric
    ? { expression: undefined, metric: first }
    : { expression: first, metric };
}

function showSettings({ node, catalog }: Store, { parameters }: RestRequest): unknown {
  const { clusterSettings } = catalog;
  const put = CLUSTER_SETTINGS.flatMap(({ name, fallback }) => {
    const value = clusterSettings.get(name);
    return value === fallback ? [] : [[name, value] as const];
  });
  const values = {
    'client.type': 'node',
    'cluster.name': node.clusterName,
    'node.name': node.name,
    ...Object.fromEntries(put),
  };
  return parameters.boolean('flat_settings', false) ? values : nestSettings(values);
}
