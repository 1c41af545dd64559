import { errors } from '@longshore/common/errors';
import { withHumanTwins } from '../human.ts';
import { statisticsOf } from '../indices/stats.ts';
import {
  readMetrics,
  type StatsView,
  statsSections,
  sumStatistics,
} from '../indices/stats-sections.ts';
import { unrecognized } from '../parameters.ts';
import { ok, type RestRequest, type RestRoute, type Store } from '../route.ts';
import { garbageCollections, heapPools } from './heap-figures.ts';
import { showIngest } from './ingest-stats.ts';
import { type NodeFigures, percent, readNodeFigures } from './node-figures.ts';
import { namesThisNode, nodeHead, nodesAnswer, pathOf } from './one-node.ts';
import { showPoolFigures } from './thread-pools.ts';

interface Measured {
  readonly request: RestRequest;
  readonly store: Store;
  readonly figures: NodeFigures;
}

type Section = (measured: Measured) => unknown;

/** What is counted of a node, by the name of its metric. */
const METRICS: Readonly<Record<string, Section>> = {
  indices: showIndices,
  os: ({ figures }) => showSystem(figures),
  process: ({ figures }) => showProcess(figures),
  jvm: ({ figures }) => showHeap(figures),
  thread_pool: ({ store }) => showPoolFigures(store),
  fs: showDisk,
  transport: () => ({}),
  http: () => ({}),
  breaker: () => ({}),
  script: () => ({}),
  discovery: () => ({}),
  ingest: ({ store }) => showIngest(store),
  indexing_pressure: ({ store }) => ({ memory: showPressure(store) }),
};

/** `GET /_nodes[/{node}]/stats[/{metric}[/{index_metric}]]` */
export const nodeStats: RestRoute = {
  methods: ['GET'],
  paths: ['/_nodes', '/_nodes/:node'].flatMap((at) => [
    `${at}/stats`,
    `${at}/stats/:metric`,
    `${at}/stats/:metric/:indexMetric`,
  ]),
  parameters: [
    ...['timeout', 'level', 'groups', 'include_segment_file_sizes', 'include_unloaded_segments'],
    ...['fields', 'fielddata_fields', 'completion_fields', 'types'],
  ],
  ignored: ['timeout', 'fields', 'fielddata_fields', 'completion_fields', 'types'],
  partly:
    'Sections for what is not counted are empty; `jvm` is the heap of V8 under the names that clients read, whose collections are counted from the first time that they are asked for.',
  handle: async (request, store) => {
    const { part, parameters } = request;
    const wanted = (part('metric') ?? '_all').split(',');
    const unknown = wanted.filter((name) => name !== '_all' && !Object.hasOwn(METRICS, name));
    if (unknown.length > 0) {
      throw unrecognized(pathOf(request), 'metric', unknown, Object.keys(METRICS));
    }
    checkIndexMetric(request, wanted);
    if (!namesThisNode(store.node, part('node'))) {
      return ok(nodesAnswer(store.node, undefined));
    }
    const figures = await readNodeFigures(store.node.dataPath);
    const sections: Record<string, unknown> = {};
    for (const [name, show] of Object.entries(METRICS)) {
      if (wanted.includes('_all') || wanted.includes(name)) {
        sections[name === 'breaker' ? 'breakers' : name] = await show({ request, store, figures });
      }
    }
    const head = { timestamp: Date.now(), ...nodeHead(store.node) };
    const answer = nodesAnswer(store.node, { ...head, ...sections });
    return ok(parameters.boolean('human', false) ? withHumanTwins(answer) : answer);
  },
};

const LEVELS = ['node', 'indices', 'shards'];

/** Metrics of indices narrow the section `indices`, and no other. */
function checkIndexMetric(request: RestRequest, wanted: readonly string[]): void {
  const level = request.parameters.text('level') ?? 'node';
  if (!LEVELS.includes(level)) {
    throw errors.illegalArgument(
      `level parameter must be one of [indices] or [node] or [shards] but was [${level}]`,
    );
  }
  const metric = request.part('indexMetric');
  const problem = wanted.includes('_all') ? 'all stats requested' : 'indices stats not requested';
  if (metric !== undefined && !wanted.includes('indices')) {
    const what = `request [${pathOf(request)}] contains index metrics [${metric}]`;
    throw errors.illegalArgument(`${what} but ${problem}`);
  }
}

async function showIndices({ request, store }: Measured): Promise<unknown> {
  const { parameters, part } = request;
  const all = await statisticsOf(store, store.catalog.entries());
  const view: StatsView = {
    metrics: readMetrics(pathOf(request), part('indexMetric')),
    groups: parameters.list('groups') ?? [],
    hasFileSizes: parameters.boolean('include_segment_file_sizes', false),
  };
  const sections = statsSections(sumStatistics(all.map(([, one]) => one)), view);
  const level = parameters.text('level');
  if (level !== 'indices' && level !== 'shards') {
    return sections;
  }
  const perIndex = all.map(([{ name }, one]) => [name, statsSections(one, view)] as const);
  return level === 'indices'
    ? { ...sections, indices: Object.fromEntries(perIndex) }
    : {
        ...sections,
        shards: Object.fromEntries(perIndex.map(([name, one]) => [name, [{ 0: one }]])),
      };
}

function showSystem({ cpuPercent, load, memory }: NodeFigures) {
  const used = memory.total - memory.free;
  return {
    timestamp: Date.now(),
    cpu: { percent: cpuPercent, load_average: { '1m': load[0], '5m': load[1], '15m': load[2] } },
    mem: {
      total_in_bytes: memory.total,
      free_in_bytes: memory.free,
      used_in_bytes: used,
      free_percent: percent(memory.free, memory.total),
      used_percent: percent(used, memory.total),
    },
  };
}

function showProcess({ files, processCpuMs, rss }: NodeFigures) {
  return {
    timestamp: Date.now(),
    open_file_descriptors: files.open,
    max_file_descriptors: files.max,
    cpu: { total_in_millis: processCpuMs },
    mem: { resident_in_bytes: rss },
  };
}

function showHeap({ uptimeMs, heap, buffers, threads }: NodeFigures) {
  return {
    timestamp: Date.now(),
    uptime_in_millis: uptimeMs,
    mem: {
      heap_used_in_bytes: heap.used,
      heap_used_percent: percent(heap.used, heap.max),
      heap_committed_in_bytes: heap.committed,
      heap_max_in_bytes: heap.max,
      pools: heapPools(),
    },
    gc: { collectors: garbageCollections() },
    threads: { count: threads },
    buffer_pools: { direct: { count: 1, used_in_bytes: buffers } },
  };
}

/** One node, and a write waits in one place: what is coordinated is what the primary holds. */
function showPressure({ writer, counters }: Store) {
  const { usedBytes, limitBytes } = writer.pressure();
  return {
    current: pressureBytes(usedBytes),
    total: {
      ...pressureBytes(counters.acceptedBytes),
      coordinating_rejections: 0,
      primary_rejections: counters.rejected,
      replica_rejections: 0,
    },
    limit_in_bytes: limitBytes,
  };
}

const pressureBytes = (bytes: number) => ({
  combined_coordinating_and_primary_in_bytes: bytes,
  coordinating_in_bytes: 0,
  primary_in_bytes: bytes,
  replica_in_bytes: 0,
  all_in_bytes: bytes,
});

function showDisk({ figures, store }: Measured) {
  const { total, free, available } = figures.disk;
  const sizes = { total_in_bytes: total, free_in_bytes: free, available_in_bytes: available };
  const path = store.node.dataPath;
  return { timestamp: Date.now(), total: sizes, data: [{ path, type: 'local', ...sizes }] };
}
