import { errors } from '@longshore/common/errors';
import { isObject, type Json, type JsonObject } from '@longshore/common/json';

/** Settings of an index by full name (`index.refresh_interval`); values are texts, as Elasticsearch gives them back. */
export type IndexSettings = Readonly<Record<string, string | readonly string[]>>;

/** Settings that we heed. */
const HEEDED = [
  'blocks.metadata',
  'blocks.read',
  'blocks.read_only',
  'blocks.read_only_allow_delete',
  'blocks.write',
  'default_pipeline',
  'final_pipeline',
  'hidden',
  'mapping.depth.limit',
  'mapping.total_fields.limit',
  'max_result_window',
  'refresh_interval',
  'translog.durability',
  'translog.sync_interval',
];

/** Settings that change nothing here or only the layout of files; kept and given back. */
const KEPT = [
  'auto_expand_replicas',
  'codec',
  'format',
  'gc_deletes',
  'max_adjacency_matrix_filters',
  'max_docvalue_fields_search',
  'max_inner_result_window',
  'max_ngram_diff',
  'max_refresh_listeners',
  'max_regex_length',
  'max_rescore_window',
  'max_script_fields',
  'max_shingle_diff',
  'max_slices_per_scroll',
  'max_terms_count',
  'mode',
  'number_of_replicas',
  'number_of_routing_shards',
  'number_of_shards',
  'priority',
  'query_string.lenient',
  'shard.check_on_startup',
];
const KEPT_FAMILIES = [
  'indexing.',
  'lifecycle.',
  'mapping.',
  'merge.',
  'query.',
  'routing.',
  'search.',
  'soft_deletes.',
  'sort.',
  'store.',
  'translog.',
  'unassigned.',
  'write.',
];

/** Settings that cannot be changed after an index was created. */
const STATIC = ['codec', 'format', 'mode', 'number_of_routing_shards', 'number_of_shards'];
const STATIC_FAMILIES = ['sort.', 'store.', 'soft_deletes.'];

/** Reads settings as requests give them: nested or flat, with or without `index.`. Unknown ones are refused. */
export function parseIndexSettings(json: Json | undefined): IndexSettings {
  return Object.fromEntries(
    Object.entries(parseSettingChanges(json)).filter(
      (entry): entry is [string, string | readonly string[]] => entry[1] !== null,
    ),
  );
}

/** The same for an update, where `null` resets a setting. */
export function parseSettingChanges(
  json: Json | undefined,
): Readonly<Record<string, SettingChange>> {
  if (json === undefined || json === null) {
    return {};
  }
  if (!isObject(json)) {
    throw errors.illegalArgument(`settings must be an object, but were ${JSON.stringify(json)}`);
  }
  const flat = new Map<string, SettingChange>();
  flatten(json, '', flat);
  for (const [name, value] of flat) {
    checkSetting(name, value);
  }
  return Object.fromEntries(flat);
}

type SettingChange = string | readonly string[] | null;

function flatten(json: JsonObject, prefix: string, flat: Map<string, SettingChange>): void {
  for (const [key, value] of Object.entries(json)) {
    const path = prefix === '' ? key : `${prefix}.${key}`;
    if (isObject(value)) {
      flatten(value, path, flat);
    } else {
      flat.set(path.startsWith('index.') ? path : `index.${path}`, settingText(value));
    }
  }
}

function settingText(value: Json): SettingChange {
  if (value === null) {
    return null;
  }
  return Array.isArray(value) ? value.map(String) : String(value);
}

function checkSetting(name: string, value: SettingChange): void {
  const short = name.slice('index.'.length);
  const isKnown =
    HEEDED.includes(short) ||
    KEPT.includes(short) ||
    KEPT_FAMILIES.some((family) => short.startsWith(family));
  if (!isKnown) {
    throw errors.illegalArgument(
      `unknown setting [${name}] please check that any required plugins are installed, or check the breaking changes documentation for removed settings`,
    );
  }
  if (value === null) {
    return;
  }
  checkValue(name, short, String(value));
}

const WHOLE_NUMBERS = [
  'mapping.depth.limit',
  'mapping.total_fields.limit',
  'max_result_window',
  'number_of_replicas',
  'number_of_shards',
];

function checkValue(name: string, short: string, value: string): void {
  if (WHOLE_NUMBERS.includes(short) && !/^\d{1,9}$/.test(value)) {
    throw errors.illegalArgument(`Failed to parse value [${value}] for setting [${name}]`);
  }
  if (short === 'number_of_shards' && value === '0') {
    throw errors.illegalArgument(`Failed to parse value [0] for setting [${name}] must be >= 1`);
  }
  if (short === 'auto_expand_replicas' && !/^(?:false|\d{1,9}-(?:\d{1,9}|all))$/.test(value)) {
    throw errors.illegalArgument(
      `Failed to parse [${name}] from value: [${value}]; give [false], or the least and the most as in [0-1] or [0-all]`,
    );
  }
  if (
    (short === 'hidden' || short.startsWith('blocks.')) &&
    value !== 'true' &&
    value !== 'false'
  ) {
    throw errors.illegalArgument(
      `Failed to parse value [${value}] as only [true] or [false] are allowed.`,
    );
  }
  if (short === 'refresh_interval') {
    parseRefreshInterval(value);
  }
  if (short === 'translog.durability' && !/^(?:request|async)$/i.test(value)) {
    throw errors.illegalArgument(
      `No enum constant org.elasticsearch.index.translog.Translog.Durability.${value.toUpperCase()}`,
    );
  }
  if (short === 'translog.sync_interval') {
    parseSyncInterval(value);
  }
}

const REFRESH_DEFAULT_MS = 1000;
const UNITS_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** Milliseconds; -1 for never. */
export function parseRefreshInterval(value: string | undefined): number {
  if (value === undefined) {
    return REFRESH_DEFAULT_MS;
  }
  if (value === '-1' || value === '0') {
    return Number(value);
  }
  const match = /^(-?\d{1,9})(ms|s|m|h|d)$/.exec(value);
  if (!match) {
    throw errors.illegalArgument(
      `failed to parse setting [index.refresh_interval] with value [${value}] as a time value: unit is missing or unrecognized`,
    );
  }
  const amount = Number(match[1]);
  return amount < 0 ? -1 : amount * (UNITS_MS[match[2] ?? 'ms'] ?? 1);
}

const SYNC_DEFAULT_MS = 5_000;
const SYNC_MS_MIN = 100;

/** Milliseconds of `index.translog.sync_interval`. */
function parseSyncInterval(value: string | undefined): number {
  const match = /^(\d{1,9})(ms|s|m|h|d)$/.exec(value ?? `${SYNC_DEFAULT_MS}ms`);
  const ms = Number(match?.[1] ?? Number.NaN) * (UNITS_MS[match?.[2] ?? ''] ?? Number.NaN);
  if (!(ms >= SYNC_MS_MIN)) {
    throw errors.illegalArgument(
      `failed to parse value [${value}] for setting [index.translog.sync_interval], must be >= [${SYNC_MS_MIN}ms]`,
    );
  }
  return ms;
}

/** How long answered writes may not be on disk yet; undefined when they always are. */
export function syncIntervalOf(settings: IndexSettings): number | undefined {
  const durability = String(settings['index.translog.durability'] ?? 'request').toLowerCase();
  const interval = settings['index.translog.sync_interval'];
  return durability === 'async'
    ? parseSyncInterval(interval === undefined ? undefined : String(interval))
    : undefined;
}

/** Whether `PUT _settings` may change it. */
export function isStaticSetting(name: string): boolean {
  const short = name.slice('index.'.length);
  return STATIC.includes(short) || STATIC_FAMILIES.some((family) => short.startsWith(family));
}

/** A whole number among the settings. */
export function settingNumber(settings: IndexSettings, name: string, fallback: number): number {
  const value = settings[name];
  return value === undefined ? fallback : Number(value);
}

/** `{"index": {"mapping": {"depth": …}}}`, as answers have it without `flat_settings`. */
export function nestSettings(settings: IndexSettings): JsonObject {
  const root: Record<string, Json> = {};
  for (const [name, value] of Object.entries(settings).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const parts = name.split('.');
    let node = root;
    for (const part of parts.slice(0, -1)) {
      const inner = isObject(node[part]) ? node[part] : {};
      node[part] = inner;
      node = inner as Record<string, Json>;
    }
    node[parts.at(-1) ?? name] = value;
  }
  return root;
}
