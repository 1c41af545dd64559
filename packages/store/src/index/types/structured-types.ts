import { type ExactJson, ExactNumber, isExactObject, stringifyExact } from '../exact-json.ts';
import type { MappedField } from '../mapping.ts';
import { type FieldType, misfit, readsWhole } from './field-type.ts';

const DIMS_MAX = 4096;
const METRICS = ['min', 'max', 'sum', 'value_count', 'avg'];

const stored = (
  read: (value: ExactJson, field: MappedField) => ExactJson,
  parameters: readonly string[],
) =>
  ({
    column: 'String',
    shape: 'list',
    convert: readsWhole,
    read: (value: ExactJson, field: MappedField) =>
      value === null ? [] : [stringifyExact(read(value, field))],
    parameters,
    isSearchable: false,
    isAggregatable: false,
  }) as const;

/** Values with parts: checked, and stored as JSON. They can be asked for being there. */
export const STRUCTURED_TYPES = {
  histogram: stored(readHistogram, ['ignore_malformed', 'time_series_metric']),
  aggregate_metric_double: stored(readMetric, [
    'default_metric',
    'ignore_malformed',
    'metrics',
    'time_series_metric',
  ]),
  dense_vector: stored(readVector, [
    ...['dims', 'element_type', 'index', 'index_options', 'similarity'],
  ]),
  rank_features: stored(readFeatures, ['positive_score_impact']),
} as const satisfies Readonly<Record<string, FieldType>>;

function numberOf(value: ExactJson | undefined): number | undefined {
  if (value instanceof ExactNumber) {
    return Number(value.text);
  }
  return typeof value === 'number' ? value : undefined;
}

function numbersOf(value: ExactJson | undefined, what: string): readonly number[] {
  if (!Array.isArray(value)) {
    throw misfit(`expected field called [${what}]`);
  }
  return value.map((item) => {
    const number = numberOf(item);
    if (number === undefined) {
      throw misfit(`[${what}] must be numbers, but found [${stringifyExact(item)}]`);
    }
    return number;
  });
}

function readHistogram(value: ExactJson, { path }: MappedField): ExactJson {
  const { values: rawValues, counts: rawCounts } = isExactObject(value) ? value : {};
  const values = numbersOf(rawValues, 'values');
  const counts = numbersOf(rawCounts, 'counts');
  if (values.length !== counts.length) {
    throw misfit(
      `error parsing field [${path}], expected same length from [values] and [counts] but got [${values.length} != ${counts.length}]`,
    );
  }
  const disorder = values.findIndex((number, i) => i > 0 && number < (values[i - 1] ?? number));
  if (disorder >= 0) {
    throw misfit(
      `error parsing field [${path}], [values] values must be in increasing order, got [${values[disorder]}] but previous value was [${values[disorder - 1]}]`,
    );
  }
  const wrong = counts.find((count) => count < 0 || !Number.isInteger(count));
  if (wrong !== undefined) {
    throw misfit(`error parsing field [${path}], [counts] elements must be >= 0 but got ${wrong}`);
  }
  return value;
}

function readMetric(value: ExactJson, { path }: MappedField): ExactJson {
  const metrics = isExactObject(value) ? Object.entries(value) : [];
  if (metrics.length === 0) {
    throw misfit(`aggregate_metric_double field [${path}] must be an object with its metrics`);
  }
  for (const [name, metric] of metrics) {
    if (!METRICS.includes(name) || numberOf(metric) === undefined) {
      throw misfit(`aggregate metric field [${path}] has a wrong metric [${name}]`);
    }
  }
  return value;
}

function readVector(value: ExactJson, { path }: MappedField): ExactJson {
  const numbers = numbersOf(value, path);
  if (numbers.length > DIMS_MAX) {
    throw misfit(`The number of dimensions of field [${path}] must be at most ${DIMS_MAX}`);
  }
  return value;
}

function readFeatures(value: ExactJson, { path }: MappedField): ExactJson {
  for (const [name, feature] of isExactObject(value) ? Object.entries(value) : [['', null]]) {
    if (!((numberOf(feature as ExactJson) ?? 0) > 0)) {
      throw misfit(
        `[rank_features] fields take hashes that map a feature to a strictly positive float, but got [${name}] in field [${path}]`,
      );
    }
  }
  return value;
}
