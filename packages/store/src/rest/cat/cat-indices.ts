import { errors } from '@longshore/common/errors';
import type { IndexEntry } from '../../index/index-entry.ts';
import { healthOf } from '../cluster/cluster-health.ts';
import { requestedIndices } from '../expression-options.ts';
import { statisticsOf } from '../indices/stats.ts';
import type { IndexStatistics } from '../indices/stats-sections.ts';
import { EXPRESSION_PARAMETERS, type Parameters } from '../parameters.ts';
import type { RestAnswer, RestRequest, RestRoute, Store } from '../route.ts';
import { CAT_PARAMETERS, type CatColumn, catAnswer } from './cat-table.ts';
import { statisticsColumns } from './statistics-columns.ts';

interface IndexRow {
  readonly entry: IndexEntry;
  readonly statistics: IndexStatistics;
  readonly health: string;
}

const column = (
  name: string,
  aliases: readonly string[],
  value: CatColumn<IndexRow>['value'],
): CatColumn<IndexRow> => ({
  name,
  aliases,
  description: DESCRIPTIONS[name] ?? name,
  isDefault: !/^(?:creation\.date|dataset)/.test(name),
  isNumber: /^(?:pri|rep|docs|.*size|dataset)/.test(name),
  isBytes: name.endsWith('.size'),
  value,
});

/** Nothing is counted in a closed index. */
const ofOpen = (value: (counts: IndexStatistics['counts']) => number) => (row: IndexRow) =>
  row.entry.isClosed ? null : value(row.statistics.counts);

const DESCRIPTIONS: Readonly<Record<string, string>> = {
  health: 'current health status',
  status: 'open/close status',
  index: 'index name',
  uuid: 'index uuid',
  pri: 'number of primary shards',
  rep: 'number of replica shards',
  'docs.count': 'available docs',
  'docs.deleted': 'deleted docs',
  'store.size': 'store size of primaries & replicas',
  'pri.store.size': 'store size of primaries',
  'dataset.size': 'total size of dataset',
  'creation.date': 'index creation date (millisecond value)',
  'creation.date.string': 'index creation date (as string)',
};

const STATISTICS = [
  ...['completion.size', 'fielddata.memory_size', 'fielddata.evictions'],
  ...['query_cache.memory_size', 'query_cache.evictions', 'request_cache.memory_size'],
  ...['request_cache.evictions', 'request_cache.hit_count', 'request_cache.miss_count'],
  ...['flush.total', 'flush.total_time', 'get.current', 'get.time', 'get.total'],
  ...['get.exists_time', 'get.exists_total', 'get.missing_time', 'get.missing_total'],
  ...['indexing.delete_current', 'indexing.delete_time', 'indexing.delete_total'],
  ...['indexing.index_current', 'indexing.index_time', 'indexing.index_total'],
  ...['indexing.index_failed', 'merges.current', 'merges.current_docs', 'merges.current_size'],
  ...['merges.total', 'merges.total_docs', 'merges.total_size', 'merges.total_time'],
  ...['refresh.total', 'refresh.time', 'refresh.external_total', 'refresh.external_time'],
  ...['refresh.listeners', 'search.fetch_current', 'search.fetch_time', 'search.fetch_total'],
  ...['search.open_contexts', 'search.query_current', 'search.query_time'],
  ...['search.query_total', 'search.scroll_current', 'search.scroll_time'],
  ...['search.scroll_total', 'segments.count', 'segments.memory'],
  ...['segments.index_writer_memory', 'segments.version_map_memory'],
  ...['segments.fixed_bitset_memory', 'warmer.current', 'warmer.total', 'warmer.total_time'],
  ...['suggest.current', 'suggest.time', 'suggest.total', 'memory.total'],
  ...['bulk.total_operations', 'bulk.total_time', 'bulk.total_size_in_bytes', 'bulk.avg_time'],
  'bulk.avg_size_in_bytes',
];

/** Each figure of all copies, then that of the primaries, which are all there is. */
const STATISTICS_COLUMNS = statisticsColumns<IndexRow>(STATISTICS, ({ entry, statistics }) =>
  entry.isClosed ? undefined : statistics,
).flatMap((figure) => [
  figure,
  {
    ...figure,
    name: `pri.${figure.name}`,
    aliases: [],
    description: `${figure.description} (primaries)`,
  },
]);

const COLUMNS: readonly CatColumn<IndexRow>[] = [
  column('health', ['h'], ({ health }) => health),
  column('status', ['s'], ({ entry }) => (entry.isClosed ? 'close' : 'open')),
  column('index', ['i', 'idx'], ({ entry }) => entry.name),
  column('uuid', ['id'], ({ entry }) => entry.uuid),
  column('pri', ['p', 'shards.primary', 'shardsPrimary'], ({ entry }) => entry.shards),
  column('rep', ['r', 'shards.replica', 'shardsReplica'], ({ entry }) => entry.replicas),
  column(
    'docs.count',
    ['dc', 'docsCount'],
    ofOpen((counts) => counts.documents),
  ),
  column(
    'docs.deleted',
    ['dd', 'docsDeleted'],
    ofOpen((counts) => counts.deleted),
  ),
  column('creation.date', ['cd'], ({ entry }) => entry.createdMs),
  column('creation.date.string', ['cds'], ({ entry }) => new Date(entry.createdMs).toISOString()),
  column(
    'store.size',
    ['ss', 'storeSize'],
    ofOpen((counts) => counts.sizeBytes),
  ),
  column(
    'pri.store.size',
    [],
    ofOpen((counts) => counts.sizeBytes),
  ),
  column(
    'dataset.size',
    [],
    ofOpen((counts) => counts.sizeBytes),
  ),
  ...STATISTICS_COLUMNS,
];

/** Parameters of the table. */
export const CAT_INDICES_PARAMETERS = [
  ...CAT_PARAMETERS,
  ...EXPRESSION_PARAMETERS,
  ...['health', 'pri', 'include_unloaded_segments'],
];

/** `GET /_cat/indices[/{index}]` */
export const catIndices: RestRoute = {
  methods: ['GET'],
  paths: ['/_cat/indices', '/_cat/indices/:index'],
  parameters: CAT_INDICES_PARAMETERS,
  partly:
    'Figures of what only Lucene has are 0; merges, the fetching of hits and what is under way are not counted.',
  handle: async (request, store) => {
    const entries = indicesOfTable(request, store);
    const sorted = [...entries].sort((a, b) => (a.name < b.name ? -1 : 1));
    return answerIndices(store, sorted, request.parameters);
  },
};

/** The indices that a request wants to see in the table. */
export function indicesOfTable(request: RestRequest, store: Store): readonly IndexEntry[] {
  const health = request.parameters.text('health');
  if (health !== undefined && !['green', 'yellow', 'red'].includes(health)) {
    throw errors.illegalArgument(`unknown cluster health status [${health}]`);
  }
  const overrides = request.parameters.has('expand_wildcards')
    ? {}
    : { expandWildcards: new Set(['open', 'closed'] as const) };
  return requestedIndices(request, store, overrides).filter(
    (entry) => health === undefined || healthOf(entry, store) === health,
  );
}

/** The table of these indices. */
export async function answerIndices(
  store: Store,
  entries: readonly IndexEntry[],
  parameters: Parameters,
): Promise<RestAnswer> {
  const counted = await statisticsOf(store, entries);
  const rows = counted.map(([entry, statistics]) => ({
    entry,
    statistics,
    health: healthOf(entry, store),
  }));
  return catAnswer(rows, COLUMNS, parameters);
}
