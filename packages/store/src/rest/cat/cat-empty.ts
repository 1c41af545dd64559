import { refuseRepository } from '../cluster/snapshots.ts';
import type { RestRoute } from '../route.ts';
import { CAT_PARAMETERS, type CatColumn, catAnswer, catColumn } from './cat-table.ts';

/** Tables of what there is none of here: their columns are Elasticsearch's, and they have no rows. */
interface EmptyTable {
  readonly paths: readonly string[];
  readonly columns: readonly string[];
  /** Beside those of all of them. */
  readonly parameters?: readonly string[];
  /** Why it is empty. */
  readonly partly: string;
}

const TABLES: readonly EmptyTable[] = [
  {
    paths: ['/_cat/fielddata', '/_cat/fielddata/:fields'],
    columns: ['id', 'host', 'ip', 'node', 'field', 'size'],
    partly: 'There is no field data in memory: columns are read from disk.',
  },
  {
    paths: ['/_cat/pending_tasks'],
    columns: ['insertOrder', 'timeInQueue', 'priority', 'source'],
    partly: 'Changes are made at once, so that none ever waits.',
  },
  {
    paths: ['/_cat/plugins'],
    columns: ['id', 'name', 'component', 'version', 'description'],
    partly: 'There are no plugins.',
  },
  {
    paths: ['/_cat/repositories'],
    columns: ['id', 'type'],
    partly: 'There are no snapshot repositories.',
  },
  {
    paths: ['/_cat/segment_replication', '/_cat/segment_replication/:index'],
    columns: [
      ...['shardId', 'target_node', 'target_host', 'checkpoints_behind', 'bytes_behind'],
      ...['current_lag', 'last_completed_lag', 'rejected_requests'],
    ],
    parameters: ['active_only', 'detailed', 'shards', 'index'],
    partly: 'There are no copies of shards that would follow.',
  },
  {
    paths: ['/_cat/snapshots', '/_cat/snapshots/:repository'],
    columns: [
      ...['id', 'repository', 'status', 'start_epoch', 'start_time', 'end_epoch', 'end_time'],
      ...['duration', 'indices', 'successful_shards', 'failed_shards', 'total_shards', 'reason'],
    ],
    partly: 'There are no snapshot repositories.',
  },
];

const COMMON = ['fields', 'size', 'include_bootstrap', 'ignore_unavailable'];

/** `GET /_cat/fielddata`, `/_cat/plugins` and others that have no rows here. */
export const EMPTY_CAT_ROUTES: readonly RestRoute[] = TABLES.map((table) => ({
  methods: ['GET'],
  paths: table.paths,
  parameters: [...CAT_PARAMETERS, ...COMMON, ...(table.parameters ?? [])],
  partly: table.partly,
  handle: async (request) => {
    refuseRepository(request);
    const columns: readonly CatColumn<never>[] = table.columns.map((name) =>
      catColumn([name], name, () => null),
    );
    return catAnswer([], columns, request.parameters);
  },
}));
