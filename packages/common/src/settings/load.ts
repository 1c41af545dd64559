import { errors, LongshoreError } from '../errors.ts';
import { isObject, type Json } from '../json.ts';
import { allSettings, type Settings } from './catalogue.ts';
import { convert } from './convert.ts';
import { nearest } from './nearest.ts';
import { readSettingsFile, type SettingEntry, type SettingsFile } from './read-file.ts';
import type { SettingDefinition, SettingDefinitions, SettingValues } from './settings.ts';
import { substitute } from './substitute.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where settings come from; what is later wins, and `overrides` (`key=value`, as after `-E`) win over files. */
export interface SettingsSource {
  readonly files: readonly SettingsFile[];
  readonly overrides: readonly string[];
  readonly env: Environment;
}

/** Reads, merges and checks the settings of every process, once; throws with cause, place and remedy. */
export function loadSettings(source: SettingsSource): Settings {
  return loadValues(allSettings, source);
}

/** The same for any set of definitions. */
export function loadValues<D extends SettingDefinitions>(
  definitions: D,
  source: SettingsSource,
): SettingValues<D> {
  const isKnown = (key: string) => Object.hasOwn(definitions, key);
  const layers = [
    ...source.files.map((file) => uniqueKeys(readSettingsFile(file, isKnown))),
    source.overrides.map(readOverride),
  ];
  const values: Record<string, unknown> = Object.fromEntries(
    Object.entries(definitions).map(([key, definition]) => [key, defaultOf(definition)]),
  );
  for (const entry of layers.flat()) {
    const definition = isKnown(entry.key) ? definitions[entry.key] : undefined;
    const value = readEntry(entry, definition, {
      known: Object.keys(definitions),
      env: source.env,
    });
    if (value !== undefined) {
      values[entry.key] = value;
    }
  }
  // Every key of the definitions has been converted by its own definition.
  return values as SettingValues<D>;
}

function readOverride(text: string): SettingEntry {
  const equals = text.indexOf('=');
  if (equals < 1) {
    throw errors.settings(
      `-E ${text}: write a setting as key=value, for example -E http.port=9201`,
    );
  }
  const key = text.slice(0, equals).trim();
  return { key, value: text.slice(equals + 1).trim(), place: `-E ${key}` };
}

function uniqueKeys(entries: readonly SettingEntry[]): readonly SettingEntry[] {
  const seen = new Map<string, SettingEntry>();
  for (const entry of entries) {
    const first = seen.get(entry.key);
    if (first !== undefined) {
      throw errors.settings(
        `${entry.place}: [${entry.key}] was given before (${first.place}); remove one of them`,
      );
    }
    seen.set(entry.key, entry);
  }
  return entries;
}

interface Known {
  readonly known: readonly string[];
  readonly env: Environment;
}

function readEntry(
  { key, value, place }: SettingEntry,
  definition: SettingDefinition | undefined,
  { known, env }: Known,
): unknown {
  if (definition === undefined) {
    return refuseUnknown({ key, value, place }, known);
  }
  // An empty value, as a commented-out one leaves it, is as if the key was not there.
  if (value === null) {
    return undefined;
  }
  try {
    return convert(fillIn(value, env), definition);
  } catch (error) {
    if (error instanceof LongshoreError) {
      throw errors.settings(`${place}: ${place.endsWith(key) ? '' : `${key} `}${error.message}`);
    }
    throw error;
  }
}

function refuseUnknown({ key, value, place }: SettingEntry, known: readonly string[]): undefined {
  // A group that is left empty (`docker:`) sets nothing.
  if (value === null && known.some((name) => name.startsWith(`${key}.`))) {
    return undefined;
  }
  const meant = nearest(key, known);
  throw errors.settings(
    `${place}: there is no setting [${key}]${meant === undefined ? '' : `; did you mean [${meant}]?`}` +
      ' All settings are listed in docs/reference/settings.md.',
  );
}

function fillIn(value: Json, env: Environment): Json {
  if (typeof value === 'string') {
    return substitute(value, env);
  }
  if (isObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fillIn(item, env)]));
  }
  return Array.isArray(value) ? value.map((item: Json) => fillIn(item, env)) : value;
}

function defaultOf(definition: SettingDefinition): unknown {
  const { default: value } = definition;
  if (value === undefined) {
    return undefined;
  }
  return convert(typeof value === 'object' ? value : String(value), definition);
}
