import { refuseRepository } from '../cluster/snapshots.ts';
import type { RestRoute } from '../route.ts';
import { CAT_PARAMETERS, type CatColumn, catAnswer, catColumn } from './cat-table.ts';

/** Tables of what there is none of here: their columns are Elasticsearch's, and they have no rows. */
interface EmptyTable {
  readonly paths: readonly string[];
  readonly columns: readonly string[];
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
    paths: ['/_cat/snapshots', '/_cat/snapshots/:repository'],
    columns: [
      ...['id', 'repository', 'status', 'start_epoch', 'start_time', 'end_epoch', 'end_time'],
      ...['duration', 'indices', 'successful_shards', 'failed_shards', 'total_shards', 'reason'],
    ],
    partly: 'There are no snapshot repositories.',
  },
];

/** `GET /_cat/fielddata`, `/_cat/plugins` and others that have no rows here. */
export const EMPTY_CAT_ROUTES: readonly RestRoute[] = TABLES.map(({ paths, columns, partly }) => ({
  methods: ['GET'],
  paths,
  parameters: [...CAT_PARAMETERS, 'fields', 'size', 'include_bootstrap', 'ignore_unavailable'],
  partly,
  handle: async (request) => {
    refuseRepository(request);
    const table: readonly CatColumn<never>[] = columns.map((name) =>
      catColumn([name], name, () => null),
    );
    return catAnswer([], table, request.parameters);
  },
}));
