/** What a setting's value has to be. */
type SettingKind = 'boolean' | 'choice' | 'duration' | 'integer' | 'size' | 'text';

/** When a setting may be changed: always, on closed indices only, never, or not even at creation. */
type SettingScope = 'dynamic' | 'static' | 'final' | 'private';

/** A setting of an index that Elasticsearch knows. */
export interface IndexSetting {
  /** Without `index.`. */
  readonly name: string;
  readonly kind: SettingKind;
  readonly scope: SettingScope;
  /** What `include_defaults` shows; absent when the setting has none. */
  readonly fallback?: string;
  readonly least?: number;
  readonly most?: number;
  readonly choices?: readonly string[];
}

const SHARDS_MAX = 1024;
/** More copies than the nodes of any cluster this one could be a part of; each is a row of `_cat/shards`. */
export const REPLICAS_MAX = 100;

type Rest = Omit<IndexSetting, 'name' | 'kind' | 'scope'>;

const boolean = (name: string, scope: SettingScope, fallback = 'false'): IndexSetting => ({
  ...{ name, scope, fallback },
  kind: 'boolean',
});
const integer = (name: string, scope: SettingScope, rest: Rest = {}): IndexSetting => ({
  ...{ name, scope, least: 0, ...rest },
  kind: 'integer',
});
const text = (name: string, scope: SettingScope, fallback?: string): IndexSetting => ({
  ...{ name, scope, ...(fallback === undefined ? {} : { fallback }) },
  kind: 'text',
});
const duration = (name: string, scope: SettingScope, fallback: string): IndexSetting => ({
  ...{ name, scope, fallback },
  kind: 'duration',
});
const size = (name: string, scope: SettingScope, fallback: string): IndexSetting => ({
  ...{ name, scope, fallback },
  kind: 'size',
});
/** Another name for a setting, which has its default under the first. */
const legacy = (name: string, kind: SettingKind): IndexSetting => ({
  ...{ name, kind },
  scope: 'dynamic',
});
const choice = (
  name: string,
  scope: SettingScope,
  choices: readonly [string, ...string[]],
): IndexSetting => ({ name, scope, kind: 'choice', choices, fallback: choices[0] });

/** Every setting by its full name without `index.`; families with names of their own are in `SETTING_FAMILIES`. */
const SETTINGS: readonly IndexSetting[] = [
  integer('allocation.max_retries', 'dynamic', { fallback: '5' }),
  text('auto_expand_replicas', 'dynamic', 'false'),
  boolean('blocks.metadata', 'dynamic'),
  boolean('blocks.read', 'dynamic'),
  boolean('blocks.read_only', 'dynamic'),
  boolean('blocks.read_only_allow_delete', 'dynamic'),
  boolean('blocks.write', 'dynamic'),
  text('codec', 'static', 'default'),
  integer('analyze.max_token_count', 'dynamic', { least: 1, fallback: '10000' }),
  text('creation_date', 'private'),
  text('default_pipeline', 'dynamic', '_none'),
  text('final_pipeline', 'dynamic', '_none'),
  integer('format', 'final', { fallback: '0' }),
  duration('gc_deletes', 'dynamic', '60s'),
  boolean('hidden', 'dynamic'),
  integer('highlight.max_analyzed_offset', 'dynamic', { least: 1, fallback: '1000000' }),
  text('history.uuid', 'private'),
  duration('indexing.slowlog.threshold.index.debug', 'dynamic', '-1'),
  duration('indexing.slowlog.threshold.index.info', 'dynamic', '-1'),
  duration('indexing.slowlog.threshold.index.trace', 'dynamic', '-1'),
  duration('indexing.slowlog.threshold.index.warn', 'dynamic', '-1'),
  text('indexing.slowlog.source', 'dynamic', '1000'),
  boolean('indexing.slowlog.reformat', 'dynamic', 'true'),
  text('indexing.slowlog.level', 'dynamic', 'TRACE'),
  boolean('lifecycle.indexing_complete', 'dynamic'),
  text('lifecycle.name', 'dynamic', ''),
  integer('lifecycle.origination_date', 'dynamic', { least: -1, fallback: '-1' }),
  boolean('lifecycle.parse_origination_date', 'dynamic'),
  boolean('lifecycle.prefer_ilm', 'dynamic', 'true'),
  text('lifecycle.rollover_alias', 'dynamic', ''),
  duration('lifecycle.step.wait_time_threshold', 'dynamic', '12h'),
  boolean('load_fixed_bitset_filters_eagerly', 'static', 'true'),
  boolean('mapping.coerce', 'static', 'true'),
  integer('mapping.depth.limit', 'dynamic', { least: 1, fallback: '20' }),
  integer('mapping.dimension_fields.limit', 'dynamic', { fallback: '32768' }),
  integer('mapping.field_name_length.limit', 'dynamic', {
    least: 1,
    fallback: '9223372036854775807',
  }),
  boolean('mapping.ignore_malformed', 'static'),
  integer('mapping.ignore_above', 'dynamic', { fallback: '2147483647' }),
  integer('mapping.nested_fields.limit', 'dynamic', { fallback: '50' }),
  integer('mapping.nested_objects.limit', 'dynamic', { fallback: '10000' }),
  boolean('mapping.total_fields.ignore_dynamic_beyond_limit', 'dynamic'),
  integer('mapping.total_fields.limit', 'dynamic', { fallback: '1000' }),
  choice('mapping.source.mode', 'final', ['stored', 'synthetic', 'disabled']),
  choice('mapping.synthetic_source_keep', 'final', ['none', 'arrays', 'all']),
  boolean('mapping.single_type', 'private'),
  integer('max_adjacency_matrix_filters', 'dynamic', { fallback: '100' }),
  integer('max_docvalue_fields_search', 'dynamic', { fallback: '100' }),
  integer('max_inner_result_window', 'dynamic', { least: 1, fallback: '100' }),
  integer('max_ngram_diff', 'dynamic', { fallback: '1' }),
  integer('max_refresh_listeners', 'dynamic', { fallback: '1000' }),
  integer('max_regex_length', 'dynamic', { least: 1, fallback: '1000' }),
  integer('max_rescore_window', 'dynamic', { least: 1, fallback: '10000' }),
  integer('max_result_window', 'dynamic', { least: 1, fallback: '10000' }),
  integer('max_script_fields', 'dynamic', { fallback: '32' }),
  integer('max_shingle_diff', 'dynamic', { fallback: '3' }),
  integer('max_slices_per_pit', 'dynamic', { least: 1, fallback: '1024' }),
  integer('max_slices_per_scroll', 'dynamic', { least: 1, fallback: '1024' }),
  integer('max_terms_count', 'dynamic', { least: 1, fallback: '65536' }),
  text('merge.policy.type', 'static'),
  choice('mode', 'final', ['standard', 'logsdb', 'lookup', 'time_series']),
  integer('number_of_replicas', 'dynamic', { most: REPLICAS_MAX, fallback: '1' }),
  integer('number_of_routing_shards', 'final', { least: 1, most: SHARDS_MAX, fallback: '1' }),
  integer('number_of_shards', 'final', { least: 1, most: SHARDS_MAX, fallback: '1' }),
  legacy('opendistro.index_state_management.auto_manage', 'boolean'),
  legacy('opendistro.index_state_management.policy_id', 'text'),
  legacy('opendistro.index_state_management.rollover_alias', 'text'),
  legacy('opendistro.index_state_management.rollover_skip', 'boolean'),
  boolean('plugins.index_state_management.auto_manage', 'dynamic', 'true'),
  text('plugins.index_state_management.policy_id', 'dynamic'),
  text('plugins.index_state_management.rollover_alias', 'dynamic'),
  boolean('plugins.index_state_management.rollover_skip', 'dynamic'),
  integer('priority', 'dynamic', { fallback: '1' }),
  text('provided_name', 'private'),
  text('query.default_field', 'dynamic', '*'),
  boolean('query_string.lenient', 'static'),
  duration('refresh_interval', 'dynamic', '1s'),
  integer('routing_partition_size', 'final', { least: 1, fallback: '1' }),
  text('routing_path', 'final'),
  boolean('requests.cache.enable', 'dynamic', 'true'),
  duration('search.idle.after', 'dynamic', '30s'),
  boolean('search.throttled', 'private'),
  text('shard.check_on_startup', 'static', 'false'),
  boolean('soft_deletes.enabled', 'final', 'true'),
  integer('soft_deletes.retention.operations', 'dynamic', { fallback: '0' }),
  duration('soft_deletes.retention_lease.period', 'dynamic', '12h'),
  text('sort.field', 'final'),
  text('sort.missing', 'final'),
  text('sort.mode', 'final'),
  boolean('search.slowlog.include.user', 'dynamic'),
  choice('search.slowlog.level', 'dynamic', ['TRACE', 'DEBUG', 'INFO', 'WARN']),
  ...['query', 'fetch'].flatMap((phase) =>
    ['warn', 'info', 'debug', 'trace'].map((level) =>
      duration(`search.slowlog.threshold.${phase}.${level}`, 'dynamic', '-1'),
    ),
  ),
  text('sort.order', 'final'),
  text('store.preload', 'static'),
  text('store.stats_refresh_interval', 'static', '10s'),
  text('store.type', 'static', ''),
  text('time_series.end_time', 'dynamic'),
  text('time_series.start_time', 'final'),
  choice('translog.durability', 'dynamic', ['REQUEST', 'ASYNC']),
  size('translog.flush_threshold_size', 'dynamic', '10gb'),
  size('translog.generation_threshold_size', 'dynamic', '64mb'),
  text('translog.retention.age', 'dynamic'),
  text('translog.retention.size', 'dynamic'),
  duration('translog.sync_interval', 'dynamic', '5s'),
  duration('unassigned.node_left.delayed_timeout', 'dynamic', '1m'),
  text('uuid', 'private'),
  text('version.created', 'private'),
  text('write.wait_for_active_shards', 'dynamic', '1'),
];

/** Settings whose names users or the layout of a cluster make up. */
const SETTING_FAMILIES: readonly Omit<IndexSetting, 'kind'>[] = [
  { name: 'analysis.', scope: 'static' },
  { name: 'merge.', scope: 'dynamic' },
  { name: 'query.', scope: 'dynamic' },
  { name: 'routing.', scope: 'dynamic' },
  { name: 'similarity.', scope: 'static' },
];

const BY_NAME = new Map(SETTINGS.map((setting) => [setting.name, setting]));

/** The setting of this name without `index.`; undefined for one that nobody knows. */
export function findSetting(name: string): IndexSetting | undefined {
  const found = BY_NAME.get(name);
  if (found) {
    return found;
  }
  const family = SETTING_FAMILIES.find((one) => name.startsWith(one.name));
  return family && { name, kind: 'text', scope: family.scope };
}

/** Settings with a default, for `include_defaults`. */
export function settingDefaults(): readonly (readonly [string, string])[] {
  return SETTINGS.flatMap(({ name, fallback }) =>
    fallback === undefined ? [] : [[`index.${name}`, fallback] as const],
  );
}
