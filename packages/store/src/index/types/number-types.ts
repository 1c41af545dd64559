import { ExactNumber } from '../exact-json.ts';
import type { MappedField } from '../mapping.ts';
import { COMMON, type Convert, type FieldType, misfit, type Scalar, spell } from './field-type.ts';
import { halfPrecision, singlePrecision } from './precision.ts';

const HALF_FLOAT_MAX = 65_504;
const FLOAT_MAX = 3.402_823_466_385_288_6e38;
const NUMBER = [
  ...COMMON,
  'coerce',
  'ignore_malformed',
  'null_value',
  'on_script_error',
  'script',
  'time_series_dimension',
  'time_series_metric',
];

type IntegerType = 'long' | 'integer' | 'short' | 'byte' | 'unsigned_long';
type FloatType = 'double' | 'float' | 'half_float';

/** Least, greatest, and the name in messages. */
const INTEGERS: Readonly<Record<IntegerType, readonly [bigint, bigint, string]>> = {
  long: [-(2n ** 63n), 2n ** 63n - 1n, 'a long'],
  integer: [-(2n ** 31n), 2n ** 31n - 1n, 'an integer'],
  short: [-(2n ** 15n), 2n ** 15n - 1n, 'a short'],
  byte: [-128n, 127n, 'a byte'],
  unsigned_long: [0n, 2n ** 64n - 1n, 'an unsigned long'],
};

const FLOATS: Readonly<Record<FloatType, readonly [number, (value: number) => number]>> = {
  double: [Number.MAX_VALUE, (value) => value],
  float: [FLOAT_MAX, singlePrecision],
  half_float: [HALF_FLOAT_MAX, halfPrecision],
};

/** Fields of numbers. Whole ones share one width in the engine, fractions too: rounding is done here. */
export const NUMBER_TYPES = {
  long: { column: 'Int64', convert: integer('long'), parameters: NUMBER },
  integer: { column: 'Int64', convert: integer('integer'), parameters: NUMBER },
  short: { column: 'Int64', convert: integer('short'), parameters: NUMBER },
  byte: { column: 'Int64', convert: integer('byte'), parameters: NUMBER },
  unsigned_long: { column: 'UInt64', convert: integer('unsigned_long'), parameters: NUMBER },
  double: { column: 'Float64', convert: floating('double'), parameters: NUMBER },
  float: { column: 'Float64', convert: floating('float'), parameters: NUMBER },
  half_float: { column: 'Float64', convert: floating('half_float'), parameters: NUMBER },
  scaled_float: {
    column: 'Float64',
    convert: scaled,
    parameters: [...NUMBER, 'scaling_factor'],
  },
  rank_feature: {
    column: 'Float64',
    convert: rankFeature,
    parameters: ['null_value', 'positive_score_impact'],
    isAggregatable: false,
  },
} as const satisfies Readonly<Record<string, FieldType>>;

/** Reads whole numbers of a type. */
export function integer(type: IntegerType): Convert {
  const [min, max, name] = INTEGERS[type];
  const safeMin = Number(min < -(2n ** 53n) ? Number.MIN_SAFE_INTEGER : min);
  const safeMax = Number(max > 2n ** 53n ? Number.MAX_SAFE_INTEGER : max);
  return (value, field) => {
    if (field.coerce === false) {
      refuseCoercion(value, field);
    }
    if (typeof value === 'number' && value >= safeMin && value <= safeMax) {
      return Math.trunc(value) + 0;
    }
    const whole = wholeNumber(value, name);
    if (whole < min || whole > max) {
      throw misfit(`Value [${spell(value)}] is out of range for ${name}`);
    }
    const small = Number(whole);
    return Number.isSafeInteger(small) ? small : String(whole);
  };
}

/** With `coerce: false`, a text is no number and a fraction is no whole one. */
function refuseCoercion(value: Scalar, { type }: MappedField): void {
  const name = `${type[0]?.toUpperCase()}${type.slice(1)}`;
  if (typeof value === 'string') {
    throw misfit(`${name} value passed as String`);
  }
  const number = value instanceof ExactNumber ? Number(value.text) : value;
  if (typeof number === 'number' && !Number.isInteger(number)) {
    throw misfit(`${spell(value)} cannot be converted to ${name} without data loss`);
  }
}

/** Text and fractions are coerced, as `coerce: true` says: `"5"` is 5, `5.7` is 5. */
function wholeNumber(value: Scalar, name: string): bigint {
  const text = typeof value === 'boolean' ? '' : spell(value).trim();
  const plain = /^([+-]?\d{1,40})(?:\.\d*)?$/.exec(text)?.[1];
  if (plain !== undefined) {
    return BigInt(plain.replace('+', ''));
  }
  const number = text === '' ? Number.NaN : Number(text);
  if (Number.isNaN(number) || /^[+-]?0[xob]/i.test(text)) {
    throw typeof value === 'boolean'
      ? misfit(
          `Current token (VALUE_${String(value).toUpperCase()}) not numeric, can not use numeric value accessors`,
        )
      : misfit(`For input string: "${spell(value)}"`);
  }
  if (!Number.isFinite(number)) {
    throw misfit(`Value [${spell(value)}] is out of range for ${name}`);
  }
  return BigInt(Math.trunc(number));
}

/** Reads fractions of a type, rounded to its precision. */
export function floating(type: FloatType): (value: Scalar, field: MappedField) => number {
  const [max, round] = FLOATS[type];
  return (value, field) => {
    if (field.coerce === false && typeof value === 'string') {
      refuseCoercion(value, field);
    }
    const number = round(typeof value === 'number' ? value : parseFraction(value));
    if (!(Math.abs(number) <= max)) {
      throw misfit(`[${type}] supports only finite values, but got [${spell(value)}]`);
    }
    return number;
  };
}

function parseFraction(value: Scalar): number {
  const text = typeof value === 'boolean' ? '' : spell(value).trim();
  if (text === '' || /^[+-]?0[xob]/i.test(text) || Number.isNaN(Number(text))) {
    throw misfit(`For input string: "${spell(value)}"`);
  }
  return Number(text);
}

const toDouble = floating('double');

function scaled(value: Scalar, field: MappedField): number {
  const factor = field.scalingFactor ?? 1;
  return Math.round(toDouble(value, field) * factor) / factor;
}

function rankFeature(value: Scalar, field: MappedField): number {
  const number = toDouble(value, field);
  if (number <= 0) {
    throw misfit(
      `[rank_feature] fields do not support zero or negative values, got [${spell(value)}] for field [${field.path}]`,
    );
  }
  return number;
}
