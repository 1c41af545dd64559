import type { IndexEntry } from '../../index/index-entry.ts';
import { withHumanTwins } from '../human.ts';
import { statisticsOf } from '../indices/stats.ts';
import { sumStatistics } from '../indices/stats-sections.ts';
import { ok, type RestRoute, type Store } from '../route.ts';
import { statusOf } from './cluster-health.ts';
import { DIALECT } from './info.ts';
import { readNodeFigures } from './node-figures.ts';
import { namesThisNode, ROLES } from './one-node.ts';

/** `GET /_cluster/stats[/nodes/{node}]` */
export const clusterStats: RestRoute = {
  methods: ['GET'],
  paths: [
    '/_cluster/stats',
    '/_cluster/stats/nodes/:node',
    '/_cluster/stats/:metric/nodes/:node',
    '/_cluster/stats/:metric/:indexMetric/nodes/:node',
  ],
  parameters: ['timeout', 'flat_settings', 'include_remotes'],
  ignored: ['timeout', 'flat_settings', 'include_remotes'],
  partly: 'Metrics in the path do not narrow the answer; what only a JVM has is left out.',
  handle: async ({ part, parameters }, store) => {
    const isOurs = namesThisNode(store.node, part('node'));
    const answer = {
      _nodes: { total: Number(isOurs), successful: Number(isOurs), failed: 0 },
      cluster_name: store.node.clusterName,
      cluster_uuid: store.node.clusterUuid,
      timestamp: Date.now(),
      status: statusOf(store.catalog.entries()),
      indices: await showIndices(store),
      nodes: isOurs ? await showNodes(store) : {},
    };
    return ok(parameters.boolean('human', false) ? withHumanTwins(answer) : answer);
  },
};

async function showIndices(store: Store): Promise<object> {
  const all = await statisticsOf(store, store.catalog.entries());
  const { counts } = sumStatistics(all.map(([, one]) => one));
  const primaries = all.reduce((sum, [{ shards }]) => sum + shards, 0);
  return {
    count: all.length,
    shards: { total: primaries, primaries },
    docs: { count: counts.documents, deleted: counts.deleted },
    store: { size_in_bytes: counts.sizeBytes, reserved_in_bytes: 0 },
    segments: { count: counts.segments },
    mappings: { field_types: fieldTypes(all.map(([entry]) => entry)) },
  };
}

/** How often each field type is used, and in how many indices. */
function fieldTypes(entries: readonly IndexEntry[]): readonly object[] {
  const types = new Map<string, { count: number; index_count: number }>();
  for (const { mapping } of entries) {
    const seen = new Set<string>();
    for (const { type } of mapping.fields.values()) {
      const one = types.get(type) ?? { count: 0, index_count: 0 };
      one.count += 1;
      one.index_count += seen.has(type) ? 0 : 1;
      seen.add(type);
      types.set(type, one);
    }
  }
  return [...types].map(([name, one]) => ({ name, ...one }));
}

async function showNodes({ node }: Store): Promise<object> {
  const { memory, files, heap, disk, uptimeMs, threads } = await readNodeFigures(node.dataPath);
  const roles = Object.fromEntries(ROLES.map((role) => [role, 1]));
  return {
    count: { total: 1, ...roles },
    versions: [DIALECT.number],
    os: {
      mem: {
        total_in_bytes: memory.total,
        free_in_bytes: memory.free,
        used_in_bytes: memory.total - memory.free,
      },
    },
    process: { open_file_descriptors: { min: files.open, max: files.open, avg: files.open } },
    jvm: {
      max_uptime_in_millis: uptimeMs,
      mem: { heap_used_in_bytes: heap.used, heap_max_in_bytes: heap.max },
      threads,
    },
    fs: {
      total_in_bytes: disk.total,
      free_in_bytes: disk.free,
      available_in_bytes: disk.available,
    },
    plugins: [],
  };
}
