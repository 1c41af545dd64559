import { DIALECT } from '../cluster/info.ts';
import { type NodeFigures, percent, readNodeFigures } from '../cluster/node-figures.ts';
import { NODE_ATTRIBUTES } from '../cluster/nodes.ts';
import { hostOf, ROLES } from '../cluster/one-node.ts';
import { statisticsOf } from '../indices/stats.ts';
import { type IndexStatistics, sumStatistics } from '../indices/stats-sections.ts';
import type { NodeIdentity, RestRoute } from '../route.ts';
import { CAT_PARAMETERS, type CatColumn, catAnswer, catColumn } from './cat-table.ts';
import { statisticsColumns } from './statistics-columns.ts';

interface NodeRow {
  readonly node: NodeIdentity;
  readonly figures: NodeFigures;
  readonly isFullId: boolean;
  /** Of all indices together. */
  readonly statistics: IndexStatistics;
}

const STATISTICS = [
  ...['completion.size', 'fielddata.memory_size', 'fielddata.evictions'],
  ...['query_cache.memory_size', 'query_cache.evictions', 'query_cache.hit_count'],
  ...['query_cache.miss_count', 'request_cache.memory_size', 'request_cache.evictions'],
  ...['request_cache.hit_count', 'request_cache.miss_count', 'flush.total', 'flush.total_time'],
  ...['get.current', 'get.time', 'get.total', 'get.exists_time', 'get.exists_total'],
  ...['get.missing_time', 'get.missing_total', 'indexing.delete_current'],
  ...['indexing.delete_time', 'indexing.delete_total', 'indexing.index_current'],
  ...['indexing.index_time', 'indexing.index_total', 'indexing.index_failed'],
  ...['merges.current', 'merges.current_docs', 'merges.current_size', 'merges.total'],
  ...['merges.total_docs', 'merges.total_size', 'merges.total_time', 'refresh.total'],
  ...['refresh.time', 'refresh.external_total', 'refresh.external_time', 'refresh.listeners'],
  ...['script.compilations', 'script.cache_evictions', 'search.fetch_current'],
  ...['search.fetch_time', 'search.fetch_total', 'search.open_contexts', 'search.query_current'],
  ...['search.query_time', 'search.query_total', 'search.scroll_current', 'search.scroll_time'],
  ...['search.scroll_total', 'segments.count', 'segments.memory'],
  ...['segments.index_writer_memory', 'segments.version_map_memory'],
  ...['segments.fixed_bitset_memory', 'suggest.current', 'suggest.time', 'suggest.total'],
  ...['bulk.total_operations', 'bulk.total_time', 'bulk.total_size_in_bytes', 'bulk.avg_time'],
  'bulk.avg_size_in_bytes',
];

const SHORT_ID_CHARS = 4;
const MORE = { isDefault: false };
const NUMBER = { isNumber: true };
const MORE_NUMBER = { ...MORE, ...NUMBER };
const BYTES = { ...MORE_NUMBER, isBytes: true };

const figure =
  (value: (figures: NodeFigures) => number | string | undefined) =>
  ({ figures }: NodeRow) =>
    value(figures) ?? null;

const portOf = ({ node }: NodeRow) => node.publishAddress().split(':').at(-1) ?? '';

const COLUMNS: readonly CatColumn<NodeRow>[] = [
  catColumn(
    ['id', 'nodeId'],
    'unique node id',
    ({ node, isFullId }) => (isFullId ? node.id : node.id.slice(0, SHORT_ID_CHARS)),
    MORE,
  ),
  catColumn(['pid', 'p'], 'process id', () => process.pid, MORE_NUMBER),
  catColumn(['ip', 'i'], 'ip address', ({ node }) => hostOf(node)),
  catColumn(['port', 'po'], 'port', portOf, MORE_NUMBER),
  catColumn(
    ['http_address', 'http'],
    'bound http address',
    ({ node }) => node.publishAddress(),
    MORE,
  ),
  catColumn(['version', 'v'], 'version of the dialect', () => DIALECT.number, MORE),
  catColumn(['type', 't'], 'type of the build', () => DIALECT.build_type, MORE),
  catColumn(['build', 'b'], 'hash of the build', () => DIALECT.build_hash, MORE),
  catColumn(['jdk', 'j'], 'version of the runtime', () => process.version, MORE),
  catColumn(
    ['disk.total', 'dt', 'diskTotal'],
    'total disk space',
    figure(({ disk }) => disk.total),
    BYTES,
  ),
  catColumn(
    ['disk.used', 'du', 'diskUsed'],
    'used disk space',
    figure(({ disk }) => disk.total - disk.free),
    BYTES,
  ),
  catColumn(
    ['disk.avail', 'd', 'da', 'disk', 'diskAvail'],
    'available disk space',
    figure(({ disk }) => disk.available),
    BYTES,
  ),
  catColumn(
    ['disk.used_percent', 'dup', 'diskUsedPercent'],
    'used disk space percentage',
    figure(({ disk }) => ((100 * (disk.total - disk.free)) / disk.total).toFixed(2)),
    MORE_NUMBER,
  ),
  catColumn(
    ['heap.current', 'hc', 'heapCurrent'],
    'used heap',
    figure(({ heap }) => heap.used),
    BYTES,
  ),
  catColumn(
    ['heap.percent', 'hp', 'heapPercent'],
    'used heap ratio',
    figure(({ heap }) => percent(heap.used, heap.max)),
    NUMBER,
  ),
  catColumn(
    ['heap.max', 'hm', 'heapMax'],
    'max configured heap',
    figure(({ heap }) => heap.max),
    BYTES,
  ),
  catColumn(
    ['ram.current', 'rc', 'ramCurrent'],
    'used machine memory',
    figure(({ memory }) => memory.total - memory.free),
    BYTES,
  ),
  catColumn(
    ['ram.percent', 'rp', 'ramPercent'],
    'used machine memory ratio',
    figure(({ memory }) => percent(memory.total - memory.free, memory.total)),
    NUMBER,
  ),
  catColumn(
    ['ram.max', 'rm', 'ramMax'],
    'total machine memory',
    figure(({ memory }) => memory.total),
    BYTES,
  ),
  catColumn(
    ['file_desc.current', 'fdc', 'fileDescriptorCurrent'],
    'used file descriptors',
    figure(({ files }) => files.open ?? -1),
    MORE_NUMBER,
  ),
  catColumn(
    ['file_desc.percent', 'fdp', 'fileDescriptorPercent'],
    'used file descriptor ratio',
    figure(({ files }) => percent(files.open ?? 0, files.max ?? 0)),
    MORE_NUMBER,
  ),
  catColumn(
    ['file_desc.max', 'fdm', 'fileDescriptorMax'],
    'max file descriptors',
    figure(({ files }) => files.max ?? -1),
    MORE_NUMBER,
  ),
  catColumn(
    ['cpu'],
    'recent cpu usage',
    figure(({ cpuPercent }) => cpuPercent),
    NUMBER,
  ),
  catColumn(
    ['load_1m', 'l'],
    '1m load avg',
    figure(({ load }) => load[0].toFixed(2)),
    NUMBER,
  ),
  catColumn(
    ['load_5m'],
    '5m load avg',
    figure(({ load }) => load[1].toFixed(2)),
    NUMBER,
  ),
  catColumn(
    ['load_15m'],
    '15m load avg',
    figure(({ load }) => load[2].toFixed(2)),
    NUMBER,
  ),
  catColumn(
    ['uptime', 'u'],
    'node uptime',
    figure(({ uptimeMs }) => uptimeMs),
    {
      ...MORE_NUMBER,
      isTime: true,
    },
  ),
  catColumn(['node.role', 'r', 'role', 'nodeRole'], 'roles by their first letters', () =>
    ROLES.map(([letter]) => letter).join(''),
  ),
  catColumn(['node.roles', 'rs', 'all roles'], 'names of roles', () => ROLES.join(',')),
  catColumn(['cluster_manager', 'm', 'master'], '*: current cluster manager', () => '*'),
  catColumn(['name', 'n'], 'node name', ({ node }) => node.name),
  ...statisticsColumns<NodeRow>(STATISTICS, ({ statistics }) => statistics),
];

/** `GET /_cat/nodes` */
export const catNodes: RestRoute = {
  methods: ['GET'],
  paths: ['/_cat/nodes'],
  parameters: [...CAT_PARAMETERS, 'full_id', 'include_unloaded_segments'],
  ignored: ['include_unloaded_segments'],
  partly:
    'Figures of what only Lucene has are 0; merges, the fetching of hits and what is under way are not counted.',
  handle: async ({ parameters }, store) => {
    const { node } = store;
    const figures = await readNodeFigures(node.dataPath);
    const all = await statisticsOf(store, store.catalog.entries());
    const statistics = sumStatistics(all.map(([, one]) => one));
    const row = { node, figures, statistics, isFullId: parameters.boolean('full_id', false) };
    return catAnswer([row], COLUMNS, parameters);
  },
};

interface AttributeRow {
  readonly node: NodeIdentity;
  readonly attribute: string;
  readonly value: string;
}

const ATTRIBUTE_COLUMNS: readonly CatColumn<AttributeRow>[] = [
  catColumn(['node', 'name'], 'node name', ({ node }) => node.name),
  catColumn(
    ['id', 'nodeId'],
    'unique node id',
    ({ node }) => node.id.slice(0, SHORT_ID_CHARS),
    MORE,
  ),
  catColumn(['pid', 'p'], 'process id', () => process.pid, MORE_NUMBER),
  catColumn(['host', 'h'], 'host name', ({ node }) => hostOf(node)),
  catColumn(['ip', 'i'], 'ip address', ({ node }) => hostOf(node)),
  catColumn(
    ['port', 'po'],
    'port',
    ({ node }) => node.publishAddress().split(':').at(-1) ?? '',
    MORE_NUMBER,
  ),
  catColumn(['attr', 'attr.name'], 'attribute description', ({ attribute }) => attribute),
  catColumn(['value', 'attr.value'], 'attribute value', ({ value }) => value),
];

/** `GET /_cat/nodeattrs` */
export const catNodeAttributes: RestRoute = {
  methods: ['GET'],
  paths: ['/_cat/nodeattrs'],
  parameters: CAT_PARAMETERS,
  handle: async ({ parameters }, { node }) => {
    const rows = Object.entries(NODE_ATTRIBUTES).map(([attribute, value]) => ({
      node,
      attribute,
      value,
    }));
    return catAnswer(rows, ATTRIBUTE_COLUMNS, parameters);
  },
};

const MASTER_COLUMNS: readonly CatColumn<NodeIdentity>[] = [
  catColumn(['id'], 'node id', ({ id }) => id),
  catColumn(['host', 'h'], 'host name', hostOf),
  catColumn(['ip'], 'ip address', hostOf),
  catColumn(['node', 'n'], 'node name', ({ name }) => name),
];

/** `GET /_cat/master`, `/_cat/cluster_manager`: this node. */
export const catMaster: RestRoute = {
  methods: ['GET'],
  paths: ['/_cat/master', '/_cat/cluster_manager'],
  parameters: CAT_PARAMETERS,
  handle: async ({ parameters }, { node }) => catAnswer([node], MASTER_COLUMNS, parameters),
};
