import { DEFAULT_DATE_FORMAT, formatDate } from '@longshore/common/date-format';
import {
  FLATTENED_BOUNDARY,
  type MappedField,
  type MappedType,
  TEXT_BOUNDARY,
} from '../mapping.ts';
import type { Stored } from '../types/field-type.ts';
import { ipToNumber } from '../types/ip-arithmetic.ts';
import { shortestSingle } from '../types/precision.ts';
import { flattenedJson } from './flattened-json.ts';
import { comparePoints, showIp } from './order.ts';
import { rangeJson } from './range-json.ts';

/** The JSON texts of a field's values, in the order in which Elasticsearch gives them in a synthetic source. */
type LeafJson = (values: readonly Stored[], field: MappedField) => readonly string[];

/**
 * JSON texts of the values that a field's column has. By the rules of synthetic sources: keywords and addresses sorted
 * and each once, numbers and moments sorted, moments in the first format of the field; texts as they came.
 */
export function leafJson(values: readonly Stored[], field: MappedField): readonly string[] {
  return values.length === 0 ? [] : BY_TYPE[field.type](values, field);
}

const quote = (value: Stored): string => JSON.stringify(String(value));
const bare = (value: Stored): string => String(value);

const asReceived: LeafJson = (values) => values.map(quote);
/** Values that are JSON themselves. */
const asJson: LeafJson = (values) => values.map(bare);

const texts: LeafJson = (values) =>
  values.flatMap((value) => String(value).split(TEXT_BOUNDARY)).map(quote);

const sorted: LeafJson = (values) => values.map(String).sort(comparePoints).map(quote);
const distinct: LeafJson = (values, field) => [...new Set(sorted(values, field))];

const integers: LeafJson = (values) =>
  values.every((value) => typeof value === 'number')
    ? [...values].sort((a, b) => Number(a) - Number(b)).map(bare)
    : values
        .map((value) => BigInt(String(value)))
        .sort((a, b) => (a < b ? -1 : Number(a > b)))
        .map(String);

const ofNumbers = (values: readonly Stored[]): number[] => values.map(Number).sort((a, b) => a - b);

const doubles: LeafJson = (values) => ofNumbers(values).map(doubleText);
const singles: LeafJson = (values) =>
  ofNumbers(values).map((value) => doubleText(shortestSingle(value)));

/** A whole number has a fraction, too, so that who maps it again knows what it is. */
function doubleText(value: number): string {
  const text = Object.is(value, -0) ? '-0' : String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

const booleans: LeafJson = (values) =>
  values
    .map((value) => value === true || value === 'true')
    .sort((a, b) => Number(a) - Number(b))
    .map(String);

const dates: LeafJson = (values, { format = DEFAULT_DATE_FORMAT }) =>
  ofNumbers(values).map((ms) => quote(formatDate(ms, format)));

/** From `2026-11-25 10:00:00.123456789`, or from the milliseconds of a time column. */
const nanoDates: LeafJson = (values) => values.map(nanoText).sort(comparePoints).map(quote);

function nanoText(value: Stored): string {
  const isMs = /^-?\d+$/.test(String(value));
  const text = isMs ? new Date(Number(value)).toISOString().slice(0, -1) : String(value);
  const trimmed = text.replace(' ', 'T').replace(/(\.\d{3}\d*?)0*$/, '$1');
  return `${trimmed}Z`;
}

const addresses: LeafJson = (values) =>
  [...new Set(values.map((value) => ipToNumber(String(value))))]
    .sort((a, b) => (a < b ? -1 : Number(a > b)))
    .map((number) => quote(showIp(number)));

/** Pairs of latitude and longitude. */
const points: LeafJson = (values) => {
  const numbers = values.map(Number);
  return Array.from({ length: numbers.length / 2 }, (_, i) => numbers.slice(2 * i, 2 * i + 2))
    .sort(([latA = 0, lonA = 0], [latB = 0, lonB = 0]) => latA - latB || lonA - lonB)
    .map(([lat = 0, lon = 0]) => `{"lat":${doubleText(lat)},"lon":${doubleText(lon)}}`);
};

/** Its column has the number of words, not the words. */
const never: LeafJson = () => [];

const BY_TYPE: Readonly<Record<MappedType, LeafJson>> = {
  text: texts,
  match_only_text: texts,
  search_as_you_type: texts,
  token_count: never,
  keyword: distinct,
  constant_keyword: distinct,
  counted_keyword: sorted,
  wildcard: distinct,
  version: distinct,
  flattened: (values) => [flattenedJson(values.map(String), FLATTENED_BOUNDARY)],
  binary: asReceived,
  completion: asReceived,
  long: integers,
  integer: integers,
  short: integers,
  byte: integers,
  unsigned_long: integers,
  double: doubles,
  float: singles,
  half_float: singles,
  scaled_float: doubles,
  rank_feature: doubles,
  date: dates,
  date_nanos: nanoDates,
  boolean: booleans,
  ip: addresses,
  integer_range: rangeJson,
  long_range: rangeJson,
  float_range: rangeJson,
  double_range: rangeJson,
  date_range: rangeJson,
  ip_range: rangeJson,
  geo_point: points,
  geo_shape: asJson,
  histogram: asJson,
  aggregate_metric_double: asJson,
  dense_vector: asJson,
  rank_features: asJson,
};
