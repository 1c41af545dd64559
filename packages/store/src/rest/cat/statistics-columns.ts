import { isObject, type Json } from '@longshore/common/json';
import { type IndexStatistics, statsSections } from '../indices/stats-sections.ts';
import { type CatColumn, catColumn } from './cat-table.ts';

/**
 * Columns of index statistics, as Elasticsearch has them in several tables: name, short name, where the figure is in index
 * statistics, and what it is.
 */
const FIGURES = `
completion.size               cs    completion.size_in_bytes                size of completion
fielddata.memory_size         fm    fielddata.memory_size_in_bytes          used fielddata cache
fielddata.evictions           fe    fielddata.evictions                     fielddata evictions
query_cache.memory_size       qcm   query_cache.memory_size_in_bytes        used query cache
query_cache.evictions         qce   query_cache.evictions                   query cache evictions
query_cache.hit_count         qchc  query_cache.hit_count                   query cache hit count
query_cache.miss_count        qcmc  query_cache.miss_count                  query cache miss count
request_cache.memory_size     rcm   request_cache.memory_size_in_bytes      used request cache
request_cache.evictions       rce   request_cache.evictions                 request cache evictions
request_cache.hit_count       rchc  request_cache.hit_count                 request cache hit count
request_cache.miss_count      rcmc  request_cache.miss_count                request cache miss count
flush.total                   ft    flush.total                             number of flushes
flush.total_time              ftt   flush.total_time_in_millis              time spent in flush
get.current                   gc    get.current                             number of current get ops
get.time                      gti   get.time_in_millis                      time spent in get
get.total                     gto   get.total                               number of get ops
get.exists_time               geti  get.exists_time_in_millis               time spent in successful gets
get.exists_total              geto  get.exists_total                        number of successful gets
get.missing_time              gmti  get.missing_time_in_millis              time spent in failed gets
get.missing_total             gmto  get.missing_total                       number of failed gets
indexing.delete_current       idc   indexing.delete_current                 number of current deletions
indexing.delete_time          idti  indexing.delete_time_in_millis          time spent in deletions
indexing.delete_total         idto  indexing.delete_total                   number of delete ops
indexing.index_current        iic   indexing.index_current                  number of current indexing ops
indexing.index_time           iiti  indexing.index_time_in_millis           time spent in indexing
indexing.index_total          iito  indexing.index_total                    number of indexing ops
indexing.index_failed         iif   indexing.index_failed                   number of failed indexing ops
merges.current                mc    merges.current                          number of current merges
merges.current_docs           mcd   merges.current_docs                     number of current merging docs
merges.current_size           mcs   merges.current_size_in_bytes            size of current merges
merges.total                  mt    merges.total                            number of completed merge ops
merges.total_docs             mtd   merges.total_docs                       docs merged
merges.total_size             mts   merges.total_size_in_bytes              size merged
merges.total_time             mtt   merges.total_time_in_millis             time spent in merges
refresh.total                 rto   refresh.total                           total refreshes
refresh.time                  rti   refresh.total_time_in_millis            time spent in refreshes
refresh.external_total        reto  refresh.external_total                  total external refreshes
refresh.external_time         reti  refresh.external_total_time_in_millis   time spent in external refreshes
refresh.listeners             rli   refresh.listeners                       number of pending refresh listeners
search.fetch_current          sfc   search.fetch_current                    current fetch phase ops
search.fetch_time             sfti  search.fetch_time_in_millis             time spent in fetch phase
search.fetch_total            sfto  search.fetch_total                      total fetch ops
search.open_contexts          so    search.open_contexts                    open search contexts
search.query_current          sqc   search.query_current                    current query phase ops
search.query_time             sqti  search.query_time_in_millis             time spent in query phase
search.query_total            sqto  search.query_total                      total query phase ops
search.scroll_current         scc   search.scroll_current                   open scroll contexts
search.scroll_time            scti  search.scroll_time_in_millis            time scroll contexts held open
search.point_in_time_current  spc   search.point_in_time_current            open point in time contexts
search.scroll_total           scto  search.scroll_total                     completed scroll contexts
segments.count                sc    segments.count                          number of segments
segments.memory               sm    segments.memory_in_bytes                memory used by segments
segments.index_writer_memory  siwm  segments.index_writer_memory_in_bytes   memory used by index writer
segments.version_map_memory   svmm  segments.version_map_memory_in_bytes    memory used by version map
segments.fixed_bitset_memory  sfbm  segments.fixed_bit_set_memory_in_bytes  memory used by fixed bit sets
warmer.current                wc    warmer.current                          current warmer ops
warmer.total                  wto   warmer.total                            total warmer ops
warmer.total_time             wtt   warmer.total_time_in_millis             time spent in warmers
suggest.current               suc   search.suggest_current                  number of current suggest ops
suggest.time                  suti  search.suggest_time_in_millis           time spent in suggest
suggest.total                 suto  search.suggest_total                    number of suggest ops
bulk.total_operations         bto   bulk.total_operations                   number of bulk shard ops
bulk.total_time               btti  bulk.total_time_in_millis               time spent in shard bulk
bulk.total_size_in_bytes      btsi  bulk.total_size_in_bytes                total size in bytes of shard bulk
bulk.avg_time                 bati  bulk.avg_time_in_millis                 average time spent in shard bulk
bulk.avg_size_in_bytes        basi  bulk.avg_size_in_bytes                  average size in bytes of shard bulk
docs.deleted                  dd    docs.deleted                            number of deleted docs
`;

interface Figure {
  readonly alias: string;
  readonly path: string;
  readonly description: string;
}

const figures: ReadonlyMap<string, Figure> = new Map(
  FIGURES.trim()
    .split('\n')
    .map((line) => {
      const [name = '', alias = '', path = '', description = ''] = line.split(/ {2,}/);
      return [name, { alias, path, description }] as const;
    }),
);

/** The statistics of which a row shows figures; undefined where nothing is counted. */
type StatisticsOf<Row> = (row: Row) => IndexStatistics | undefined;

const EVERYTHING = { metrics: new Set(['_all']), groups: [], hasFileSizes: false };

/** The columns of these names. One that is no figure of index statistics is empty in every row. */
export function statisticsColumns<Row>(
  names: readonly string[],
  statisticsOf: StatisticsOf<Row>,
): readonly CatColumn<Row>[] {
  return names.map((name) => statisticsColumn(name, statisticsOf));
}

function statisticsColumn<Row>(name: string, statisticsOf: StatisticsOf<Row>): CatColumn<Row> {
  const figure = figures.get(name);
  const more = { isDefault: false, isNumber: true };
  if (figure === undefined) {
    return catColumn([name], 'not counted here', () => null, more);
  }
  const { alias, path, description } = figure;
  const value = (row: Row) => {
    const statistics = statisticsOf(row);
    return statistics === undefined ? null : readFigure(statistics, path);
  };
  return catColumn([name, alias, longAlias(name)], description, value, {
    ...more,
    isBytes: path.endsWith('_in_bytes'),
    isTime: path.endsWith('_in_millis'),
  });
}

/** `queryCacheMemory` of `query_cache.memory_size`. */
function longAlias(name: string): string {
  return name
    .replace('memory_size', 'memory')
    .replace(/[._](\w)/g, (_, letter: string) => letter.toUpperCase());
}

function readFigure(statistics: IndexStatistics, path: string): number {
  let node: Json = sectionsOf(statistics);
  for (const part of path.split('.')) {
    node = isObject(node) ? (node[part] ?? null) : null;
  }
  return Number(node);
}

const known = new WeakMap<IndexStatistics, Json>();

/** Made once for all columns of a row. */
function sectionsOf(statistics: IndexStatistics): Json {
  const sections = known.get(statistics) ?? (statsSections(statistics, EVERYTHING) as Json);
  known.set(statistics, sections);
  return sections;
}
