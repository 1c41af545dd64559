import { summarizeHealth } from '../cluster/cluster-health.ts';
import type { RestRoute } from '../route.ts';
import { CAT_PARAMETERS, type CatColumn, catAnswer, catColumn } from './cat-table.ts';

type HealthRow = ReturnType<typeof summarizeHealth>;

const NUMBER = { isNumber: true };

const COLUMNS: readonly CatColumn<HealthRow>[] = [
  catColumn(
    ['epoch', 't', 'time'],
    'seconds since 1970-01-01 00:00:00',
    () => Math.floor(Date.now() / 1000),
    NUMBER,
  ),
  catColumn(['timestamp', 'ts', 'hms', 'hhmmss'], 'time in HH:MM:SS', () =>
    new Date().toISOString().slice(11, 19),
  ),
  catColumn(['cluster', 'cl'], 'cluster name', (health) => health.cluster_name),
  catColumn(['status', 'st'], 'health status', (health) => health.status),
  catColumn(
    ['node.total', 'nt', 'nodeTotal'],
    'total number of nodes',
    (health) => health.number_of_nodes,
    NUMBER,
  ),
  catColumn(
    ['node.data', 'nd', 'nodeData'],
    'number of nodes that can store data',
    (health) => health.number_of_data_nodes,
    NUMBER,
  ),
  catColumn(
    ['discovered_cluster_manager', 'dcm', 'discovered_master', 'dm'],
    'whether there is a cluster manager',
    (health) => String(health.discovered_cluster_manager),
  ),
  catColumn(
    ['shards', 'sh', 'shards.total', 'shardsTotal'],
    'total number of shards',
    (health) => health.active_shards,
    NUMBER,
  ),
  catColumn(
    ['pri', 'p', 'shards.primary', 'shardsPrimary'],
    'number of primary shards',
    (health) => health.active_primary_shards,
    NUMBER,
  ),
  catColumn(
    ['relo', 'r', 'shards.relocating', 'shardsRelocating'],
    'number of relocating shards',
    (health) => health.relocating_shards,
    NUMBER,
  ),
  catColumn(
    ['init', 'i', 'shards.initializing', 'shardsInitializing'],
    'number of initializing shards',
    (health) => health.initializing_shards,
    NUMBER,
  ),
  catColumn(
    ['unassign', 'u', 'shards.unassigned', 'shardsUnassigned'],
    'number of unassigned shards',
    (health) => health.unassigned_shards,
    NUMBER,
  ),
  catColumn(
    ['pending_tasks', 'pt', 'pendingTasks'],
    'number of pending tasks',
    (health) => health.number_of_pending_tasks,
    NUMBER,
  ),
  catColumn(
    ['max_task_wait_time', 'mtwt', 'maxTaskWaitTime'],
    'wait time of the longest pending task',
    () => '-',
  ),
  catColumn(
    ['active_shards_percent', 'asp', 'activeShardsPercent'],
    'active shards in percent',
    (health) => `${health.active_shards_percent_as_number.toFixed(1)}%`,
  ),
];

/** `GET /_cat/health` */
export const catHealth: RestRoute = {
  methods: ['GET'],
  paths: ['/_cat/health'],
  parameters: CAT_PARAMETERS,
  handle: async (request, store) => {
    const hasTime = request.parameters.boolean('ts', true);
    const columns = hasTime ? COLUMNS : COLUMNS.slice(2);
    return catAnswer(
      [summarizeHealth(store.catalog.entries(), store)],
      columns,
      request.parameters,
    );
  },
};
