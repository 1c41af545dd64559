import { cpus, type } from 'node:os';
import type { IndexEntry } from '../../index/index-entry.ts';
import { withHumanTwins } from '../human.ts';
import { statisticsOf } from '../indices/stats.ts';
import { NOT_HERE } from '../indices/stats-not-here.ts';
import { sumStatistics } from '../indices/stats-sections.ts';
import { ok, type RestRoute, type Store } from '../route.ts';
import { statusOf } from './cluster-health.ts';
import { DIALECT } from './info.ts';
import { percent, readNodeFigures } from './node-figures.ts';
import { namesThisNode, ROLES } from './one-node.ts';
import { analysisTypes, fieldTypes } from './type-uses.ts';

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
      status: statusOf(store.catalog.entries(), store),
      indices: await showIndices(store),
      nodes: isOurs ? await showNodes(store) : {},
    };
    return ok(parameters.boolean('human', false) ? withHumanTwins(answer) : answer);
  },
};

async function showIndices(store: Store): Promise<object> {
  const all = await statisticsOf(store, store.catalog.entries());
  const { counts } = sumStatistics(all.map(([, one]) => one));
  const entries = all.map(([entry]) => entry);
  return {
    count: all.length,
    shards: shardsOf(entries),
    docs: { count: counts.documents, deleted: counts.deleted },
    store: { size_in_bytes: counts.sizeBytes, reserved_in_bytes: 0 },
    fielddata: NOT_HERE.fielddata,
    query_cache: NOT_HERE.query_cache,
    completion: NOT_HERE.completion,
    segments: { count: counts.segments, ...NOT_HERE.segments },
    mappings: { field_types: fieldTypes(entries) },
    analysis: analysisTypes(entries),
  };
}

function shardsOf(entries: readonly IndexEntry[]): object {
  const primaries = entries.map(({ shards }) => shards);
  const total = primaries.reduce((sum, shards) => sum + shards, 0);
  const spread = {
    min: Math.min(...primaries),
    max: Math.max(...primaries),
    avg: total / primaries.length,
  };
  const none = { min: 0, max: 0, avg: 0 };
  return {
    total,
    primaries: total,
    replication: 0,
    ...(total === 0 ? {} : { index: { shards: spread, primaries: spread, replication: none } }),
  };
}

async function showNodes({ node }: Store): Promise<object> {
  const { memory, files, heap, disk, uptimeMs, threads } = await readNodeFigures(node.dataPath);
  const roles = Object.fromEntries(ROLES.map((role) => [role, 1]));
  return {
    count: { total: 1, coordinating_only: 0, ...roles, cluster_manager: 1 },
    versions: [DIALECT.number],
    os: {
      available_processors: cpus().length,
      allocated_processors: cpus().length,
      names: [{ name: type(), count: 1 }],
      mem: {
        total_in_bytes: memory.total,
        free_in_bytes: memory.free,
        used_in_bytes: memory.total - memory.free,
        free_percent: percent(memory.free, memory.total),
        used_percent: percent(memory.total - memory.free, memory.total),
      },
    },
    process: { open_file_descriptors: { min: files.open, max: files.open, avg: files.open } },
    jvm: {
      max_uptime_in_millis: uptimeMs,
      versions: [{ version: process.version, vm_name: 'V8', count: 1 }],
      mem: { heap_used_in_bytes: heap.used, heap_max_in_bytes: heap.max },
      threads,
    },
    fs: {
      total_in_bytes: disk.total,
      free_in_bytes: disk.free,
      available_in_bytes: disk.available,
    },
    plugins: [],
    network_types: { transport_types: {}, http_types: { node: 1 } },
    discovery_types: { 'single-node': 1 },
    packaging_types: [{ flavor: DIALECT.build_flavor, type: DIALECT.build_type, count: 1 }],
  };
}
