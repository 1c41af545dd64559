import { isExactObject } from '../exact-json.ts';
import { COMMON, type Convert, type FieldType, misfit, type Scalar, spell } from './field-type.ts';

const DIMENSION = ['time_series_dimension'];
const KEYWORD = [
  ...COMMON,
  ...DIMENSION,
  'eager_global_ordinals',
  'ignore_above',
  'index_options',
  'normalizer',
  'norms',
  'null_value',
  'on_script_error',
  'script',
  'similarity',
  'split_queries_on_whitespace',
];
const FLATTENED = [
  'depth_limit',
  'doc_values',
  'eager_global_ordinals',
  'ignore_above',
  'index',
  'index_options',
  'null_value',
  'similarity',
  'split_queries_on_whitespace',
  'time_series_dimensions',
];
const BASE64 = /^[A-Za-z0-9+/\s]*={0,2}\s*$/;
const SHOWN_CHARS_MAX = 20;

const toText: Convert = (value) => spell(value);

const toKeyword: Convert = (value, { ignoreAbove, normalizer }) => {
  const text = spell(value);
  const isTooLong = ignoreAbove !== undefined && text.length > ignoreAbove;
  return isTooLong ? undefined : (normalizer?.normalize(text) ?? text);
};

/** Fields whose values are compared as whole texts. */
export const KEYWORD_TYPES = {
  keyword: { column: 'String', convert: toKeyword, parameters: KEYWORD },
  constant_keyword: {
    column: 'LowCardinality(String)',
    convert: toKeyword,
    parameters: ['value'],
  },
  counted_keyword: { column: 'String', convert: toKeyword, parameters: ['index'] },
  wildcard: {
    column: 'String',
    convert: toKeyword,
    parameters: [
      ...['copy_to', 'doc_values', 'fields', 'ignore_above', 'normalizer', 'null_value'],
    ],
  },
  version: { column: 'String', convert: toText, parameters: ['copy_to', 'fields'] },
  flattened: { column: 'String', shape: 'list', convert: toText, parameters: FLATTENED },
  binary: {
    column: 'String',
    convert: toBinary,
    parameters: ['doc_values', 'store'],
    isSearchable: false,
    isAggregatable: false,
  },
  completion: {
    column: 'String',
    shape: 'list',
    convert: toText,
    read: readCompletion,
    parameters: [
      ...['analyzer', 'search_analyzer', 'contexts', 'copy_to', 'fields', 'max_input_length'],
      ...['preserve_position_increments', 'preserve_separators'],
    ],
    isSearchable: false,
    isAggregatable: false,
  },
} as const satisfies Readonly<Record<string, FieldType>>;

/** Base64 text; it is kept as such, since it can only be asked for being there. */
function toBinary(value: Scalar): string {
  const text = spell(value);
  if (typeof value !== 'string' || !BASE64.test(text)) {
    throw misfit(`Illegal base64 in [${text.slice(0, SHOWN_CHARS_MAX)}]`);
  }
  return text;
}

/** The inputs of `"text"`, `["a", "b"]` or `{input: …, weight: …}`. */
function readCompletion(value: Parameters<NonNullable<FieldType['read']>>[0]): readonly string[] {
  if (Array.isArray(value)) {
    return value.flatMap(readCompletion);
  }
  if (value === null) {
    return [];
  }
  if (isExactObject(value)) {
    const unknown = Object.keys(value).find((key) => !COMPLETION_KEYS.has(key));
    if (unknown !== undefined) {
      throw misfit(`unknown field name [${unknown}], must be one of [input, weight, contexts]`);
    }
    return readCompletion(value.input ?? null);
  }
  const text = typeof value === 'string' ? value : undefined;
  if (text === undefined || text === '') {
    throw misfit('value must have a length > 0');
  }
  return [text];
}

const COMPLETION_KEYS: ReadonlySet<string> = new Set(['input', 'weight', 'contexts']);
