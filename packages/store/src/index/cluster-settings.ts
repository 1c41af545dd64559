import { errors } from '@longshore/common/errors';
import { isObject, type Json, type JsonObject, jsonText } from '@longshore/common/json';
import type { StateStore } from './state-store.ts';

/** Settings of the cluster by full name; values are texts, as Elasticsearch gives them back. */
export type ClusterSettingValues = Readonly<Record<string, string | readonly string[]>>;

type Kind = 'boolean' | 'integer' | 'text' | 'duration' | 'size' | 'allocation' | 'rebalance';

interface ClusterSetting {
  readonly name: string;
  readonly kind: Kind;
  readonly fallback: string;
  /** False: there is one node and nothing to move, so that it is kept, given back and changes nothing. */
  readonly isHeeded: boolean;
  /** Of numbers. */
  readonly least?: number;
  readonly most?: number;
}

const heeded = (name: string, kind: Kind, fallback: string): ClusterSetting => ({
  ...{ name, kind, fallback },
  isHeeded: true,
});
const kept = (name: string, kind: Kind, fallback: string): ClusterSetting => ({
  ...{ name, kind, fallback },
  isHeeded: false,
});

/** Every setting of the cluster that can be put. */
export const CLUSTER_SETTINGS: readonly ClusterSetting[] = [
  heeded('action.auto_create_index', 'text', 'true'),
  heeded('action.destructive_requires_name', 'boolean', 'false'),
  heeded('cluster.blocks.read_only', 'boolean', 'false'),
  heeded('cluster.blocks.read_only_allow_delete', 'boolean', 'false'),
  heeded('indices.lifecycle.poll_interval', 'duration', '10m'),
  heeded('plugins.index_state_management.enabled', 'boolean', 'true'),
  heeded('plugins.index_state_management.job_interval', 'integer', '5'),
  { ...heeded('search.max_buckets', 'integer', '65536'), least: -1, most: 65_536 },
  heeded('search.default_keep_alive', 'duration', '5m'),
  heeded('search.max_keep_alive', 'duration', '24h'),
  heeded('search.max_open_scroll_context', 'integer', '500'),
  kept('cluster.info.update.interval', 'duration', '30s'),
  kept('cluster.max_shards_per_node', 'integer', '1000'),
  kept('cluster.routing.allocation.cluster_concurrent_rebalance', 'integer', '2'),
  kept('cluster.routing.allocation.disk.threshold_enabled', 'boolean', 'true'),
  kept('cluster.routing.allocation.disk.watermark.flood_stage', 'text', '95%'),
  kept('cluster.routing.allocation.disk.watermark.high', 'text', '90%'),
  kept('cluster.routing.allocation.disk.watermark.low', 'text', '85%'),
  kept('cluster.routing.allocation.enable', 'allocation', 'all'),
  kept('cluster.routing.allocation.node_concurrent_recoveries', 'integer', '2'),
  kept('cluster.routing.rebalance.enable', 'rebalance', 'all'),
  kept('indices.breaker.request.limit', 'text', '60%'),
  kept('indices.breaker.total.limit', 'text', '95%'),
  kept('indices.recovery.max_bytes_per_sec', 'size', '40mb'),
  kept('ingest.geoip.downloader.enabled', 'boolean', 'false'),
  heeded('search.allow_expensive_queries', 'boolean', 'true'),
  heeded('search.default_allow_partial_results', 'boolean', 'true'),
  heeded('search.default_search_timeout', 'duration', '-1'),
  kept('xpack.monitoring.collection.enabled', 'boolean', 'false'),
];

const BY_NAME = new Map(CLUSTER_SETTINGS.map((setting) => [setting.name, setting]));

const SHAPES: Readonly<Record<Kind, RegExp>> = {
  boolean: /^(?:true|false)$/,
  integer: /^-?\d{1,9}$/,
  text: /^[^\n]{0,1024}$/,
  allocation: /^(?:all|primaries|new_primaries|none)$/i,
  rebalance: /^(?:all|primaries|replicas|none)$/i,
  duration: /^(?:-1|0|\d{1,9}(?:d|h|m|s|ms|micros|nanos))$/,
  size: /^(?:-1|0|\d{1,12}(?:\.\d{1,3})?(?:b|kb|mb|gb|tb|pb|k|m|g|t|p))$/i,
};

export type SettingScope = 'persistent' | 'transient';

const KEY = 'cluster_settings';

/**
 * Settings of the whole cluster: persistent ones are in the state and survive a restart, transient ones do not.
 * Transient wins over persistent, persistent over the default.
 */
export class ClusterSettings {
  readonly #state: StateStore;
  #persistent: ClusterSettingValues;
  #transient: ClusterSettingValues = {};

  constructor(state: StateStore) {
    this.#state = state;
    this.#persistent = readValues(state.get(KEY));
  }

  /** What was put, by scope. */
  values(scope: SettingScope): ClusterSettingValues {
    return scope === 'persistent' ? this.#persistent : this.#transient;
  }

  /** What holds: as put, or the default. */
  get(name: string): string {
    const value = this.#transient[name] ?? this.#persistent[name];
    const text = Array.isArray(value) ? value.join(',') : value;
    return text === undefined ? (BY_NAME.get(name)?.fallback ?? '') : String(text);
  }

  isOn(name: string): boolean {
    return this.get(name) === 'true';
  }

  /** Changes by name, `null` to reset; wildcards reset many. Refused as a whole when one is unknown or misfits. */
  change(changes: Readonly<Record<SettingScope, ReadonlyMap<string, Json>>>): void {
    const next = {
      persistent: changed('persistent', this.#persistent, changes.persistent),
      transient: changed('transient', this.#transient, changes.transient),
    };
    this.#transient = next.transient;
    this.#persistent = next.persistent;
    this.#state.put(KEY, this.#persistent);
  }
}

function readValues(json: Json | undefined): ClusterSettingValues {
  const entries = isObject(json) ? Object.entries(json) : [];
  return Object.fromEntries(
    entries.map(([name, value]) => [
      name,
      Array.isArray(value) ? value.map(jsonText) : jsonText(value),
    ]),
  );
}

function changed(
  scope: SettingScope,
  before: ClusterSettingValues,
  changes: ReadonlyMap<string, Json>,
): ClusterSettingValues {
  const values = new Map(Object.entries(before));
  for (const [name, value] of changes) {
    if (value === null) {
      for (const reset of matching(name, values)) {
        values.delete(reset);
      }
    } else {
      values.set(name, checked(scope, name, value));
    }
  }
  return Object.fromEntries(values);
}

function matching(name: string, values: ReadonlyMap<string, unknown>): readonly string[] {
  if (!name.endsWith('*')) {
    return [name];
  }
  return [...values.keys()].filter((one) => one.startsWith(name.slice(0, -1)));
}

function checked(scope: SettingScope, name: string, value: Json): string | readonly string[] {
  const setting = BY_NAME.get(name);
  if (setting === undefined) {
    throw errors.illegalArgument(`${scope} setting [${name}], not recognized`);
  }
  if (isObject(value)) {
    throw errors.illegalArgument(`${scope} setting [${name}] must be a value, not an object`);
  }
  const texts = (Array.isArray(value) ? value : [value]).map(jsonText);
  for (const text of texts) {
    if (!SHAPES[setting.kind].test(text)) {
      throw errors.illegalArgument(misfit(setting, text));
    }
    checkBounds(setting, text);
  }
  return Array.isArray(value) ? texts : (texts[0] ?? '');
}

function checkBounds({ name, least = -Infinity, most = Infinity }: ClusterSetting, text: string) {
  const limit = Number(text) < least ? `>= ${least}` : `<= ${most}`;
  if (Number(text) < least || Number(text) > most) {
    throw errors.illegalArgument(
      `Failed to parse value [${text}] for setting [${name}] must be ${limit}`,
    );
  }
}

function misfit({ name, kind }: ClusterSetting, text: string): string {
  switch (kind) {
    case 'boolean':
      return `Failed to parse value [${text}] as only [true] or [false] are allowed.`;
    case 'duration':
      return `failed to parse setting [${name}] with value [${text}] as a time value: unit is missing or unrecognized`;
    case 'size':
      return `failed to parse setting [${name}] with value [${text}] as a size in bytes: unit is missing or unrecognized`;
    case 'allocation':
    case 'rebalance':
      return `Illegal ${kind}.enable value [${text.toUpperCase()}]`;
    default:
      return `Failed to parse value [${text}] for setting [${name}]`;
  }
}

/** The names and values of a body's object, nested or flat; an object that is left empty changes nothing. */
export function flattenSettings(json: JsonObject, prefix = ''): ReadonlyMap<string, Json> {
  const flat = new Map<string, Json>();
  for (const [key, value] of Object.entries(json)) {
    const name = prefix === '' ? key : `${prefix}.${key}`;
    if (isObject(value)) {
      for (const [inner, leaf] of flattenSettings(value, name)) {
        flat.set(inner, leaf);
      }
    } else {
      flat.set(name, value);
    }
  }
  return flat;
}
