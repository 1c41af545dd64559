import { errors } from '@longshore/common/errors';
import type { IndexEntry } from '../../index/index-entry.ts';
import { isInitializing } from '../cluster/cluster-health.ts';
import { hostOf } from '../cluster/one-node.ts';
import { requestedIndices } from '../expression-options.ts';
import { statisticsOf } from '../indices/stats.ts';
import type { IndexStatistics } from '../indices/stats-sections.ts';
import { EXPRESSION_PARAMETERS, type Parameters } from '../parameters.ts';
import type { NodeIdentity, RestAnswer, RestRequest, RestRoute, Store } from '../route.ts';
import { CAT_PARAMETERS, type CatColumn, catAnswer, catColumn } from './cat-table.ts';

/** One copy of one shard. All documents of an index are in its first shard. */
interface ShardRow {
  readonly entry: IndexEntry;
  readonly shard: number;
  /** Undefined for a copy that has no node to be on. */
  readonly node: NodeIdentity | undefined;
  readonly statistics: IndexStatistics | undefined;
  /** It is recovered from the translog. */
  readonly isInitializing: boolean;
}

/** Some tens of megabytes of text. */
const ROWS_MAX = 200_000;

const NUMBER = { isNumber: true };
const MORE = { isNumber: true, isDefault: false };
const MORE_TEXT = { isDefault: false };
const TIME = { ...MORE, isTime: true };

/** A figure of the whole index, which is in its first shard. */
const figure = (value: (statistics: IndexStatistics) => number) => (row: ShardRow) => {
  if (row.node === undefined || row.statistics === undefined || row.isInitializing) {
    return null;
  }
  return row.shard === 0 ? value(row.statistics) : 0;
};

/** Elasticsearch has this column; there is nothing here that it would count. */
const none = (name: string): CatColumn<ShardRow> =>
  catColumn([name], 'not counted here', () => null, MORE);

const COLUMNS: readonly CatColumn<ShardRow>[] = [
  catColumn(['index', 'i', 'idx'], 'index name', ({ entry }) => entry.name),
  catColumn(['shard', 's', 'sh'], 'shard name', ({ shard }) => shard),
  catColumn(['prirep', 'p', 'pr', 'primaryOrReplica'], 'primary or replica', ({ node }) =>
    node === undefined ? 'r' : 'p',
  ),
  catColumn(['state', 'st'], 'shard state', (row) =>
    row.node === undefined ? 'UNASSIGNED' : row.isInitializing ? 'INITIALIZING' : 'STARTED',
  ),
  catColumn(
    ['docs', 'd', 'dc'],
    'number of docs in shard',
    figure(({ counts }) => counts.documents),
    NUMBER,
  ),
  catColumn(
    ['store', 'sto'],
    'store size of shard',
    figure(({ counts }) => counts.sizeBytes),
    {
      ...NUMBER,
      isBytes: true,
    },
  ),
  catColumn(['ip'], 'ip of node', ({ node }) => (node === undefined ? null : hostOf(node))),
  catColumn(['id'], 'unique id of node', ({ node }) => node?.id ?? null, MORE_TEXT),
  catColumn(['node', 'n'], 'name of node', ({ node }) => node?.name ?? null),
  none('sync_id'),
  catColumn(
    ['unassigned.reason', 'ur'],
    'reason the copy became unassigned',
    ({ node }) => (node === undefined ? 'INDEX_CREATED' : null),
    MORE_TEXT,
  ),
  catColumn(
    ['unassigned.at', 'ua'],
    'time the copy became unassigned (UTC)',
    ({ node, entry }) => (node === undefined ? new Date(entry.createdMs).toISOString() : null),
    MORE_TEXT,
  ),
  ...['unassigned.for', 'unassigned.details', 'recoverysource.type', 'completion.size'].map(none),
  ...['fielddata.memory_size', 'fielddata.evictions'].map(none),
  ...['query_cache.memory_size', 'query_cache.evictions'].map(none),
  catColumn(
    ['flush.total', 'ft'],
    'number of flushes',
    figure(({ counts }) => counts.refreshes),
    MORE,
  ),
  catColumn(
    ['flush.total_time', 'ftt'],
    'time spent in flush',
    figure(({ counts }) => counts.refreshMs),
    TIME,
  ),
  none('get.current'),
  catColumn(
    ['get.time', 'gti'],
    'time spent in get',
    figure(({ activity }) => activity.getMs),
    TIME,
  ),
  catColumn(
    ['get.total', 'gto'],
    'number of get ops',
    figure(({ activity }) => activity.getsFound + activity.getsMissing),
    MORE,
  ),
  none('get.exists_time'),
  catColumn(
    ['get.exists_total', 'geto'],
    'number of successful gets',
    figure(({ activity }) => activity.getsFound),
    MORE,
  ),
  none('get.missing_time'),
  catColumn(
    ['get.missing_total', 'gmto'],
    'number of failed gets',
    figure(({ activity }) => activity.getsMissing),
    MORE,
  ),
  ...['indexing.delete_current', 'indexing.delete_time'].map(none),
  catColumn(
    ['indexing.delete_total', 'idto'],
    'number of delete ops',
    figure(({ activity }) => activity.deleted),
    MORE,
  ),
  none('indexing.index_current'),
  catColumn(
    ['indexing.index_time', 'iiti'],
    'time spent in indexing',
    figure(({ activity }) => activity.indexMs),
    TIME,
  ),
  catColumn(
    ['indexing.index_total', 'iito'],
    'number of indexing ops',
    figure(({ activity }) => activity.indexed),
    MORE,
  ),
  catColumn(
    ['indexing.index_failed', 'iif'],
    'number of failed indexing ops',
    figure(({ activity }) => activity.indexFailed),
    MORE,
  ),
  ...['merges.current', 'merges.current_docs', 'merges.current_size', 'merges.total'].map(none),
  ...['merges.total_docs', 'merges.total_size', 'merges.total_time'].map(none),
  catColumn(
    ['refresh.total', 'rto'],
    'total refreshes',
    figure(({ counts }) => counts.refreshes),
    MORE,
  ),
  catColumn(
    ['refresh.time', 'rti'],
    'time spent in refreshes',
    figure(({ counts }) => counts.refreshMs),
    TIME,
  ),
  ...['refresh.external_total', 'refresh.external_time', 'refresh.listeners'].map(none),
  ...['search.fetch_current', 'search.fetch_time', 'search.fetch_total'].map(none),
  ...['search.open_contexts', 'search.query_current'].map(none),
  catColumn(
    ['search.query_time', 'sqti'],
    'time spent in query phase',
    figure(({ activity }) => activity.search.queryMs),
    TIME,
  ),
  catColumn(
    ['search.query_total', 'sqto'],
    'total query phase ops',
    figure(({ activity }) => activity.search.queries),
    MORE,
  ),
  ...['concurrent_query_current', 'concurrent_query_time', 'concurrent_query_total']
    .concat(['concurrent_avg_slice_count', 'scroll_current', 'scroll_time', 'scroll_total'])
    .concat(['point_in_time_current', 'point_in_time_time', 'point_in_time_total'])
    .concat(['search_idle_reactivate_count_total'])
    .map((name) => none(`search.${name}`)),
  catColumn(
    ['segments.count', 'sc'],
    'number of segments',
    figure(({ counts }) => counts.segments),
    MORE,
  ),
  ...['segments.memory', 'segments.index_writer_memory', 'segments.version_map_memory'].map(none),
  ...['segments.fixed_bitset_memory', 'seq_no.max', 'seq_no.local_checkpoint'].map(none),
  ...['seq_no.global_checkpoint', 'warmer.current', 'warmer.total', 'warmer.total_time'].map(none),
  ...['path.data', 'path.state'].map(none),
  catColumn(
    ['docs.deleted', 'dd'],
    'number of deleted docs',
    figure(({ counts }) => counts.deleted),
    MORE,
  ),
];

/** Parameters of the table. */
export const CAT_SHARDS_PARAMETERS = [...CAT_PARAMETERS, ...EXPRESSION_PARAMETERS];

/** `GET /_cat/shards[/{index}]` */
export const catShards: RestRoute = {
  methods: ['GET'],
  paths: ['/_cat/shards', '/_cat/shards/:index'],
  parameters: CAT_SHARDS_PARAMETERS,
  partly:
    'All documents of an index are in its first shard; columns of what only Lucene has are empty.',
  handle: (request, store) =>
    answerShards(store, indicesOfShards(request, store), request.parameters),
};

/** The indices whose shards a request wants to see. */
export function indicesOfShards(request: RestRequest, store: Store): readonly IndexEntry[] {
  return requestedIndices(request, store, {
    expandWildcards: new Set(['open', 'closed', 'hidden']),
  });
}

/** The table of the shards of these indices. */
export async function answerShards(
  store: Store,
  entries: readonly IndexEntry[],
  parameters: Parameters,
): Promise<RestAnswer> {
  return catAnswer(await rowsOf(store, entries), COLUMNS, parameters);
}

/** Throws when there would be more than `ROWS_MAX`: an index alone can have a hundred thousand. */
async function rowsOf(store: Store, entries: readonly IndexEntry[]): Promise<readonly ShardRow[]> {
  const rows = entries.reduce((sum, entry) => sum + entry.shards * (1 + entry.replicas), 0);
  if (rows > ROWS_MAX) {
    throw errors.illegalArgument(
      `these [${entries.length}] indices have [${rows}] shards and copies, more than the [${ROWS_MAX}] that a table shows; name fewer indices`,
    );
  }
  const known = new Map(await statisticsOf(store, entries));
  return entries.flatMap((entry) =>
    Array.from({ length: entry.shards }, (_, shard): readonly ShardRow[] => {
      const row = {
        entry,
        shard,
        statistics: known.get(entry),
        isInitializing: isInitializing(entry, store),
      };
      const copies = Array.from({ length: entry.replicas }, () => ({ ...row, node: undefined }));
      return [{ ...row, node: store.node }, ...copies];
    }).flat(),
  );
}
