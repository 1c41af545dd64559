import { errors } from '@longshore/common/errors';
import type { IndexEntry } from '../../index/index-entry.ts';
import { isInitializing } from '../cluster/cluster-health.ts';
import { hostOf } from '../cluster/one-node.ts';
import { requestedIndices } from '../expression-options.ts';
import { statisticsOf } from '../indices/stats.ts';
import { type IndexStatistics, sumStatistics } from '../indices/stats-sections.ts';
import { EXPRESSION_PARAMETERS, type Parameters } from '../parameters.ts';
import type { NodeIdentity, RestAnswer, RestRequest, RestRoute, Store } from '../route.ts';
import { CAT_PARAMETERS, type CatColumn, catAnswer, catColumn } from './cat-table.ts';
import { statisticsColumns } from './statistics-columns.ts';

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
const MORE_TEXT = { isDefault: false };
const NO_STATISTICS = sumStatistics([]);

/** A figure of the index, which is all in its first shard. */
const figure = (value: (statistics: IndexStatistics) => number) => (row: ShardRow) => {
  const statistics = shardStatistics(row);
  return statistics === undefined ? null : value(statistics);
};

/** What is counted of a shard: of the first all that is of the index, of others nothing. */
function shardStatistics(row: ShardRow): IndexStatistics | undefined {
  if (row.node === undefined || row.isInitializing) {
    return undefined;
  }
  return row.shard === 0 ? row.statistics : NO_STATISTICS;
}

const STATISTICS = [
  ...['unassigned.for', 'unassigned.details', 'recoverysource.type', 'completion.size'],
  ...['fielddata.memory_size', 'fielddata.evictions'],
  ...['query_cache.memory_size', 'query_cache.evictions', 'flush.total', 'flush.total_time'],
  ...['get.current', 'get.time', 'get.total', 'get.exists_time', 'get.exists_total'],
  ...['get.missing_time', 'get.missing_total', 'indexing.delete_current', 'indexing.delete_time'],
  ...['indexing.delete_total', 'indexing.index_current', 'indexing.index_time'],
  ...['indexing.index_total', 'indexing.index_failed'],
  ...['merges.current', 'merges.current_docs', 'merges.current_size', 'merges.total'],
  ...['merges.total_docs', 'merges.total_size', 'merges.total_time', 'refresh.total'],
  ...['refresh.time', 'refresh.external_total', 'refresh.external_time', 'refresh.listeners'],
  ...['search.fetch_current', 'search.fetch_time', 'search.fetch_total', 'search.open_contexts'],
  ...['search.query_current', 'search.query_time', 'search.query_total'],
  ...['search.concurrent_query_current', 'search.concurrent_query_time'],
  ...['search.concurrent_query_total', 'search.concurrent_avg_slice_count'],
  ...['search.scroll_current', 'search.scroll_time', 'search.scroll_total'],
  ...['search.point_in_time_current', 'search.point_in_time_time'],
  ...['search.point_in_time_total', 'search.search_idle_reactivate_count_total'],
  ...['segments.count', 'segments.memory', 'segments.index_writer_memory'],
  ...['segments.version_map_memory', 'segments.fixed_bitset_memory', 'seq_no.max'],
  ...['seq_no.local_checkpoint', 'seq_no.global_checkpoint', 'warmer.current', 'warmer.total'],
  ...['warmer.total_time', 'path.data', 'path.state', 'docs.deleted'],
];

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
  ...statisticsColumns(['sync_id'], shardStatistics),
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
  ...statisticsColumns(STATISTICS, shardStatistics),
];

/** Parameters of the table. */
export const CAT_SHARDS_PARAMETERS = [...CAT_PARAMETERS, ...EXPRESSION_PARAMETERS];

/** `GET /_cat/shards[/{index}]` */
export const catShards: RestRoute = {
  methods: ['GET'],
  paths: ['/_cat/shards', '/_cat/shards/:index'],
  parameters: CAT_SHARDS_PARAMETERS,
  partly:
    'All documents of an index are in its first shard; figures of what only Lucene has are 0 or empty.',
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
