import { errors } from '@longshore/common/errors';
import { isObject, type Json, type JsonObject } from '@longshore/common/json';

/** Parameters that any field may have. */
const COMMON = ['type', 'index', 'doc_values', 'store', 'fields', 'meta', 'boost', 'similarity'];
const TIME_SERIES = ['time_series_dimension', 'time_series_metric'];
const TEXT = [
  ...[
    'analyzer',
    'search_analyzer',
    'search_quote_analyzer',
    'norms',
    'index_options',
    'fielddata',
  ],
  ...['term_vector', 'position_increment_gap', 'index_phrases', 'index_prefixes'],
];
const NUMBER = ['coerce', 'ignore_malformed', 'null_value', ...TIME_SERIES];

const PARAMETERS: Readonly<Record<string, ReadonlySet<string>>> = {
  object: new Set(['type', 'dynamic', 'enabled', 'properties', 'subobjects']),
  nested: new Set(['type', 'dynamic', 'properties']),
  alias: new Set(['type', 'path', 'meta']),
  text: new Set([...COMMON, ...TEXT]),
  match_only_text: new Set(['type', 'fields', 'meta', 'analyzer', 'search_analyzer']),
  keyword: new Set([
    ...[...COMMON, ...TIME_SERIES, 'ignore_above', 'null_value', 'norms', 'index_options'],
    ...['normalizer', 'split_queries_on_whitespace', 'eager_global_ordinals'],
  ]),
  geo_point: new Set([...[...COMMON, 'ignore_malformed', 'ignore_z_value', 'null_value']]),
  binary: new Set(['type', 'doc_values', 'store', 'meta']),
  constant_keyword: new Set(['type', 'meta', 'value']),
  wildcard: new Set(['type', 'fields', 'meta', 'ignore_above', 'null_value']),
  scaled_float: new Set([...COMMON, ...NUMBER, 'scaling_factor']),
  boolean: new Set([...COMMON, 'null_value', 'ignore_malformed', 'time_series_dimension']),
  date: new Set([...COMMON, 'format', 'locale', 'ignore_malformed', 'null_value']),
  date_nanos: new Set([...COMMON, 'format', 'locale', 'ignore_malformed', 'null_value']),
  ip: new Set([...COMMON, 'ignore_malformed', 'null_value', 'time_series_dimension']),
  flattened: new Set([
    ...['type', 'meta', 'index', 'doc_values', 'depth_limit', 'ignore_above', 'null_value'],
    ...['eager_global_ordinals', 'index_options', 'similarity', 'split_queries_on_whitespace'],
  ]),
};
const NUMBER_PARAMETERS: ReadonlySet<string> = new Set([...COMMON, ...NUMBER]);

/** Refuses a parameter that a type does not have, and analysis that is not built in. */
export function checkParameters(definition: JsonObject, path: string, type: string): void {
  const allowed = PARAMETERS[type] ?? NUMBER_PARAMETERS;
  for (const [name, value] of Object.entries(definition)) {
    if (!allowed.has(name)) {
      const spelled = typeof value === 'string' ? value : JSON.stringify(value);
      throw errors.mapperParsing(
        `Mapping definition for [${path}] has unsupported parameters:  [${name} : ${spelled}]`,
      );
    }
  }
  refuseUnknownAnalysis(definition, path);
  if (type === 'scaled_float' && numberOf(definition.scaling_factor) === undefined) {
    throw errors.mapperParsing(`Field [scaling_factor] is required`);
  }
  if (definition.fields !== undefined && !isObject(definition.fields)) {
    throw errors.mapperParsing(`Expected map for property [fields] on field [${path}]`);
  }
}

/** Only the standard analyzer exists so far; another one must not be taken and then ignored. */
function refuseUnknownAnalysis(definition: JsonObject, path: string): void {
  for (const key of ['analyzer', 'search_analyzer', 'search_quote_analyzer'] as const) {
    const name = textOf(definition[key]);
    if (name !== undefined && name !== 'standard') {
      throw errors.mapperParsing(`${key} [${name}] has not been configured in mappings`);
    }
  }
  if (definition.normalizer !== undefined && definition.normalizer !== null) {
    throw errors.mapperParsing(
      `normalizer [${textOf(definition.normalizer)}] not found for field [${path}]`,
    );
  }
}

/** Booleans may be spelled as texts. */
export function booleanOf(value: Json | undefined, fallback: boolean): boolean {
  if (value === undefined || value === null) {
    return fallback;
  }
  if (value === true || value === 'true') {
    return true;
  }
  if (value === false || value === 'false') {
    return false;
  }
  throw errors.mapperParsing(
    `Failed to parse value [${JSON.stringify(value)}] as only [true] or [false] are allowed.`,
  );
}

/** Numbers may be spelled as texts. */
export function numberOf(value: Json | undefined): number | undefined {
  if (value === undefined || value === null) {
    return undefined;
  }
  const number = Number(value);
  if (!Number.isFinite(number)) {
    throw errors.mapperParsing(`Failed to parse [${JSON.stringify(value)}] as a number`);
  }
  return number;
}

/** The text, if it is one. */
export function textOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
