import { errors } from '@longshore/common/errors';
import { isObject, type Json, type JsonObject, jsonText } from '@longshore/common/json';
import { booleanOf } from '../mapping-parameters.ts';

/** A field whose parameters are each of themselves as they should be. */
interface FieldPlace {
  readonly path: string;
  readonly type: string;
  readonly definition: JsonObject;
}

type FieldRule = (place: FieldPlace) => void;

/** Throws for parameters that one type needs, or cannot have together. */
export function checkFieldRules(place: FieldPlace): void {
  for (const rule of RULES[place.type] ?? []) {
    rule(place);
  }
}

const NUMBER: readonly FieldRule[] = [metricNeedsValues, dimensionNeedsValues, oneOfSeries];
const WHOLE: readonly FieldRule[] = NUMBER;
const FRACTION: readonly FieldRule[] = [...NUMBER, noDimension];

const RULES: Readonly<Record<string, readonly FieldRule[]>> = {
  aggregate_metric_double: [metrics],
  boolean: [dimensionNeedsValues],
  byte: WHOLE,
  dense_vector: [similarityNeedsIndex],
  double: FRACTION,
  float: FRACTION,
  half_float: FRACTION,
  integer: WHOLE,
  ip: [dimensionNeedsValues],
  keyword: [dimensionNeedsValues],
  long: WHOLE,
  scaled_float: [scalingFactor, ...FRACTION],
  short: WHOLE,
  text: [positions, phrases, prefixes],
  token_count: [countsTokens],
  unsigned_long: WHOLE,
};

const METRICS = ['min', 'max', 'sum', 'value_count'];

/** A field of aggregated numbers names its metrics, and one of them for searches that name none. */
function metrics({ path, definition }: FieldPlace): void {
  const { metrics: given = [], default_metric: usual } = definition;
  const named = (Array.isArray(given) ? given : [given]).map(jsonText);
  for (const metric of usual === undefined ? named : [...named, jsonText(usual)]) {
    if (!METRICS.includes(metric)) {
      throw errors.illegalArgument(`Metric [${metric}] is not supported.`);
    }
  }
  if (named.length === 0) {
    throw errors.illegalArgument(`Property [metrics] is required for field [${path}].`);
  }
  if (usual === undefined && named.length > 1) {
    throw errors.illegalArgument(`Property [default_metric] is required for field [${path}].`);
  }
  if (usual !== undefined && !named.includes(jsonText(usual))) {
    throw errors.illegalArgument(
      `Default metric [${jsonText(usual)}] is not defined in the metrics of field [${path}].`,
    );
  }
}

function scalingFactor({ definition }: FieldPlace): void {
  if (definition.scaling_factor === undefined) {
    throw errors.illegalArgument('Field [scaling_factor] is required');
  }
}

function countsTokens({ path, definition }: FieldPlace): void {
  if (definition.analyzer === undefined) {
    throw errors.mapperParsing(`Analyzer must be set for field [${path}] but wasn't.`);
  }
}

function similarityNeedsIndex({ definition }: FieldPlace): void {
  if (definition.similarity !== undefined && !isOn(definition.index, true)) {
    throw errors.illegalArgument(
      'Field [similarity] can only be specified for a field of type [dense_vector] when it is indexed',
    );
  }
}

const isOn = (value: Json | undefined, fallback: boolean): boolean => booleanOf(value, fallback);

/** Whether words are indexed with where they stand in the text. */
function hasPositions({ index, index_options: options = 'positions' }: JsonObject): boolean {
  return isOn(index, true) && (options === 'positions' || options === 'offsets');
}

function positions({ path, definition }: FieldPlace): void {
  if (definition.position_increment_gap !== undefined && !hasPositions(definition)) {
    throw errors.illegalArgument(
      `Cannot set position_increment_gap on field [${path}] without positions enabled`,
    );
  }
}

function phrases({ path, definition }: FieldPlace): void {
  if (!isOn(definition.index_phrases, false)) {
    return;
  }
  if (!isOn(definition.index, true)) {
    throw errors.illegalArgument(`Cannot set index_phrases on unindexed field [${path}]`);
  }
  if (!hasPositions(definition)) {
    throw errors.illegalArgument(
      `Cannot set index_phrases on field [${path}] if positions are not enabled`,
    );
  }
}

function prefixes({ path, definition }: FieldPlace): void {
  if (isObject(definition.index_prefixes) && !isOn(definition.index, true)) {
    throw errors.illegalArgument(`Cannot set index_prefixes on unindexed field [${path}]`);
  }
}

const isDimension = ({ time_series_dimension: dimension }: JsonObject): boolean =>
  isOn(dimension, false);

function dimensionNeedsValues({ definition }: FieldPlace): void {
  const { index, doc_values: docValues } = definition;
  if (isDimension(definition) && !(isOn(index, true) && isOn(docValues, true))) {
    throw errors.illegalArgument(
      'Field [time_series_dimension] requires that [index] and [doc_values] are true',
    );
  }
}

function metricNeedsValues({ definition }: FieldPlace): void {
  const { time_series_metric: metric = null, doc_values: docValues } = definition;
  if (metric !== null && !isOn(docValues, true)) {
    throw errors.illegalArgument('Field [time_series_metric] requires that [doc_values] is true');
  }
}

function oneOfSeries({ definition }: FieldPlace): void {
  if (isDimension(definition) && (definition.time_series_metric ?? null) !== null) {
    throw errors.illegalArgument(
      'Field [time_series_dimension] cannot be set in conjunction with field [time_series_metric]',
    );
  }
}

function noDimension({ type, definition }: FieldPlace): void {
  if (isDimension(definition)) {
    throw errors.illegalArgument(
      `Parameter [time_series_dimension] cannot be set to numeric type [${type}]`,
    );
  }
}
