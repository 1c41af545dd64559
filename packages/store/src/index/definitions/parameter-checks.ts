import { errors } from '@longshore/common/errors';
import { type Json, jsonText } from '@longshore/common/json';
import { contexts, inputLength } from './completion-parameters.ts';
import { meta } from './meta-parameter.ts';
import {
  anyText,
  choice,
  flag,
  fraction,
  notNegative,
  type ParameterCheck,
  type ParameterPlace,
  wholeNumber,
} from './parameter.ts';
import { frequencyFilter, indexPrefixes, shingleSize } from './text-parameters.ts';
import { dims, elementType, vectorIndex, vectorSimilarity } from './vector-parameters.ts';

/** Similarities that are there without settings. */
const SIMILARITIES = ['BM25', 'boolean'];
const ORIENTATIONS: ReadonlySet<string> = new Set([
  ...['right', 'ccw', 'counterclockwise', 'left', 'cw', 'clockwise'],
]);

/** What the values of parameters have to be, where their types do not matter. */
const CHECKS: Readonly<Record<string, ParameterCheck>> = {
  coerce: flag,
  contexts,
  copy_to: names,
  depth_limit: notNegative,
  dims,
  doc_values: flag,
  eager_global_ordinals: flag,
  element_type: elementType,
  enable_position_increments: flag,
  fielddata: flag,
  fielddata_frequency_filter: frequencyFilter,
  format: anyText,
  ignore_above: notNegative,
  ignore_malformed: flag,
  ignore_z_value: flag,
  index: flag,
  index_phrases: flag,
  index_prefixes: indexPrefixes,
  locale,
  max_input_length: inputLength,
  max_shingle_size: shingleSize,
  meta,
  norms: flag,
  on_script_error: choice('fail', 'continue'),
  orientation,
  position_increment_gap: notNegative,
  positive_score_impact: flag,
  preserve_position_increments: flag,
  preserve_separators: flag,
  scaling_factor: scalingFactor,
  similarity,
  split_queries_on_whitespace: flag,
  store: flag,
  synthetic_source_keep: keep,
  term_vector: choice(
    ...['no', 'yes', 'with_positions', 'with_offsets', 'with_positions_offsets'],
    ...['with_positions_payloads', 'with_positions_offsets_payloads'],
  ),
  time_series_dimension: flag,
};

const KEYWORD_OPTIONS = choice('docs', 'freqs');
const TEXT_OPTIONS = choice('positions', 'docs', 'freqs', 'offsets');
const METRIC = choice('gauge', 'counter');

/** Parameters of the same name that take other values in some types. */
const OF_TYPE: Readonly<Record<string, Readonly<Record<string, ParameterCheck>>>> = {
  constant_keyword: { value: constant },
  dense_vector: { index_options: vectorIndex, similarity: vectorSimilarity },
  aggregate_metric_double: { time_series_metric: choice('gauge') },
  flattened: { index_options: KEYWORD_OPTIONS },
  histogram: { time_series_metric: choice('histogram') },
  keyword: { index_options: KEYWORD_OPTIONS },
  search_as_you_type: { index_options: TEXT_OPTIONS },
  text: { index_options: TEXT_OPTIONS },
  token_count: { null_value: wholeNumber },
};

/** Parameters for which `null` stands for "not given". */
const ACCEPT_NULL: ReadonlySet<string> = new Set([
  'dims',
  'fielddata_frequency_filter',
  'index_prefixes',
  'null_value',
  'normalizer',
  'script',
  'similarity',
  'time_series_metric',
]);

/** Throws for a value that the parameter of a type cannot have. */
export function checkParameter(value: Json, place: ParameterPlace): void {
  const { name, path, type } = place;
  if (value === null) {
    if (!ACCEPT_NULL.has(name)) {
      throw errors.mapperParsing(
        `[${name}] on mapper [${path}] of type [${type}] must not have a [null] value`,
      );
    }
    return;
  }
  const own = OF_TYPE[type]?.[name] ?? (name === 'time_series_metric' ? METRIC : undefined);
  (own ?? CHECKS[name])?.(value, place);
}

function names(value: Json, { name, path }: ParameterPlace): void {
  for (const item of Array.isArray(value) ? value : [value]) {
    if (item === null || typeof item === 'object') {
      throw errors.mapperParsing(`[${name}] of field [${path}] must be names of fields`);
    }
  }
}

function similarity(value: Json, { name, options }: ParameterPlace): void {
  const text = jsonText(value);
  if (!SIMILARITIES.includes(text) && !options.similarities.has(text)) {
    throw errors.mapperParsing(`Unknown Similarity type [${text}] for field [${name}]`);
  }
}

function scalingFactor(value: Json): void {
  const factor = fraction(value);
  if (!(factor > 0)) {
    throw errors.illegalArgument(
      `[scaling_factor] must be a positive number, got [${Number.isInteger(factor) ? factor.toFixed(1) : factor}]`,
    );
  }
}

const LANGUAGES = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' });

function locale(value: Json): void {
  const language = jsonText(value).split(/[-_]/, 1)[0] ?? '';
  const isSpelled = /^[A-Za-z]{2,3}$/.test(language);
  const isKnown = isSpelled && LANGUAGES.of(language) !== undefined;
  if (!isKnown && language.toLowerCase() !== 'root') {
    throw errors.illegalArgument(`Unknown language: ${language}`);
  }
}

function orientation(value: Json): void {
  if (!ORIENTATIONS.has(jsonText(value).toLowerCase())) {
    throw errors.illegalArgument(`Unknown orientation [${jsonText(value)}]`);
  }
}

function keep(value: Json): void {
  const text = jsonText(value);
  if (text !== 'none' && text !== 'arrays' && text !== 'all') {
    throw errors.illegalArgument(
      `Unknown synthetic_source_keep value [${text}], accepted values are [none,arrays,all]`,
    );
  }
}

function constant(value: Json, { path }: ParameterPlace): void {
  if (typeof value !== 'string' && typeof value !== 'number') {
    throw errors.illegalArgument(
      `Property [value] on field [${path}] must be a number or a string, but got [${jsonText(value)}]`,
    );
  }
}
