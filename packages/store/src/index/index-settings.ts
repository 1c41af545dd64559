import { errors } from '@longshore/common/errors';
import { isObject, type Json, type JsonObject, jsonText } from '@longshore/common/json';
import { parseTimeValue } from '@longshore/common/time-value';
import { nameMatcher } from './expression.ts';
import { findSetting, type IndexSetting, REPLICAS_MAX } from './setting-catalogue.ts';

/** Settings of an index by full name (`index.refresh_interval`); values are texts, as Elasticsearch gives them back. */
export type IndexSettings = Readonly<Record<string, string | readonly string[]>>;

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

export type SettingChange = string | readonly string[] | null;

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
  return Array.isArray(value) ? value.map(jsonText) : jsonText(value);
}

function checkSetting(name: string, value: SettingChange): void {
  const setting = findSetting(name.slice('index.'.length));
  if (setting === undefined) {
    // A wildcard resets a group.
    if (value === null && name.endsWith('*')) {
      return;
    }
    throw errors.illegalArgument(
      `unknown setting [${name}] please check that any required plugins are installed, or check the breaking changes documentation for removed settings`,
    );
  }
  if (setting.scope === 'private') {
    throw errors.illegalArgument(`private index setting [${name}] can not be set explicitly`);
  }
  if (value === null) {
    return;
  }
  for (const text of typeof value === 'string' ? [value] : value) {
    OWN_CHECKS[setting.name]?.(text);
    CHECKS[setting.kind](setting, text);
  }
}

/** Settings that have words of their own for a value that misfits. */
const OWN_CHECKS: Readonly<Record<string, (text: string) => void>> = {
  auto_expand_replicas: (text) => {
    const [, least = 0, most = 'all'] = /^(?:false|(\d{1,9})-(\d{1,9}|all))$/.exec(text) ?? [
      '',
      -1,
    ];
    const atMost = most === 'all' ? REPLICAS_MAX : Math.min(Number(most), REPLICAS_MAX);
    if (Number(least) < 0 || Number(least) > atMost) {
      throw errors.illegalArgument(
        `Failed to parse [index.auto_expand_replicas] from value: [${text}]; give [false], or the least (up to ${REPLICAS_MAX}) and the most as in [0-1] or [0-all]`,
      );
    }
  },
  refresh_interval: (text) => {
    parseRefreshInterval(text);
  },
  'translog.durability': (text) => {
    if (!/^(?:request|async)$/i.test(text)) {
      throw errors.illegalArgument(
        `No enum constant org.elasticsearch.index.translog.Translog.Durability.${text.toUpperCase()}`,
      );
    }
  },
  'translog.sync_interval': (text) => {
    parseSyncInterval(text);
  },
};

/** Throws when a text is no value of a kind. */
const CHECKS: Readonly<
  Record<IndexSetting['kind'], (setting: IndexSetting, text: string) => void>
> = {
  boolean: (_, text) => {
    if (text !== 'true' && text !== 'false') {
      throw errors.illegalArgument(
        `Failed to parse value [${text}] as only [true] or [false] are allowed.`,
      );
    }
  },
  choice: ({ name, choices = [] }, text) => {
    if (!choices.some((one) => one.toLowerCase() === text.toLowerCase())) {
      throw errors.illegalArgument(`unknown value for [index.${name}]: [${text}]`);
    }
  },
  duration: ({ name }, text) => {
    parseTimeValue(text, `index.${name}`);
  },
  integer: checkInteger,
  size: ({ name }, text) => {
    if (!/^(?:-1|0|\d{1,12}(?:\.\d{1,3})?(?:b|kb?|mb?|gb?|tb?|pb?))$/i.test(text)) {
      throw errors.illegalArgument(
        `failed to parse setting [index.${name}] with value [${text}] as a size in bytes: unit is missing or unrecognized`,
      );
    }
  },
  text: () => undefined,
};

function checkInteger({ name, least, most }: IndexSetting, text: string): void {
  if (!/^-?\d{1,15}$/.test(text)) {
    throw errors.illegalArgument(`Failed to parse value [${text}] for setting [index.${name}]`);
  }
  const limit = least !== undefined && Number(text) < least ? `>= ${least}` : undefined;
  const broken = most !== undefined && Number(text) > most ? `<= ${most}` : limit;
  if (broken !== undefined) {
    throw errors.illegalArgument(
      `Failed to parse value [${text}] for setting [index.${name}] must be ${broken}`,
    );
  }
}

const REFRESH_DEFAULT_MS = 1000;

/** Milliseconds; -1 for never. */
export function parseRefreshInterval(value: string | undefined): number {
  return value === undefined ? REFRESH_DEFAULT_MS : parseTimeValue(value, 'index.refresh_interval');
}

const SYNC_DEFAULT = '5s';
const SYNC_MS_MIN = 100;

/** Milliseconds of `index.translog.sync_interval`. */
function parseSyncInterval(value: string | undefined): number {
  const ms = parseTimeValue(value ?? SYNC_DEFAULT, 'index.translog.sync_interval');
  if (ms < SYNC_MS_MIN) {
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

/** When `PUT _settings` may change it. */
export function scopeOf(name: string): IndexSetting['scope'] {
  return findSetting(name.slice('index.'.length))?.scope ?? 'dynamic';
}

/** Settings after changes: `null` resets one, or all that a wildcard stands for. */
export function changeSettings(
  settings: IndexSettings,
  changes: Readonly<Record<string, SettingChange>>,
): IndexSettings {
  const next = new Map(Object.entries(settings));
  for (const [name, value] of Object.entries(changes)) {
    if (value !== null) {
      next.set(name, value);
      continue;
    }
    const matches = nameMatcher(name);
    for (const known of [...next.keys()].filter(matches)) {
      next.delete(known);
    }
  }
  return Object.fromEntries(next);
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
