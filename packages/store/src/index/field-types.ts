import { isIP, isIPv4 } from 'node:net';
import { DEFAULT_DATE_FORMAT } from '@longshore/common/date-format';
import { errors, type LongshoreError } from '@longshore/common/errors';
import type { ColumnType } from './column.ts';
import { dateParser } from './date-format.ts';
import { ExactNumber } from './exact-json.ts';
import type { MappedField, MappedType } from './mapping.ts';

/** A JSON value that is neither object, list nor null. */
export type Scalar = string | number | boolean | ExactNumber;

/** What one value becomes in its column; `undefined` when it is not indexed (`ignore_above`). Throws for misfits. */
export type Convert = (value: Scalar, field: MappedField) => string | number | boolean | undefined;

interface FieldType {
  readonly column: ColumnType;
  readonly convert: Convert;
}

// Earliest and latest moments that the engine's DateTime64 holds.
const DATE_MIN_MS = Date.UTC(1900, 0, 1);
const DATE_MAX_MS = Date.UTC(2299, 11, 31, 23, 59, 59, 999);
const HALF_FLOAT_MAX = 65_504;
const FLOAT_MAX = 3.402_823_466_385_288_6e38;

/** Types that hold values, with their columns and conversions. `object` and `alias` have none. */
export const FIELD_TYPES: Readonly<Record<Exclude<MappedType, 'object' | 'alias'>, FieldType>> = {
  text: { column: 'String', convert: toText },
  match_only_text: { column: 'String', convert: toText },
  keyword: { column: 'String', convert: toKeyword },
  constant_keyword: { column: 'LowCardinality(String)', convert: toKeyword },
  wildcard: { column: 'String', convert: toKeyword },
  long: { column: 'Int64', convert: integer(-(2n ** 63n), 2n ** 63n - 1n, 'a long') },
  integer: { column: 'Int64', convert: integer(-(2n ** 31n), 2n ** 31n - 1n, 'an integer') },
  short: { column: 'Int64', convert: integer(-(2n ** 15n), 2n ** 15n - 1n, 'a short') },
  byte: { column: 'Int64', convert: integer(-128n, 127n, 'a byte') },
  unsigned_long: { column: 'UInt64', convert: integer(0n, 2n ** 64n - 1n, 'an unsigned long') },
  double: { column: 'Float64', convert: floating('double', Number.MAX_VALUE) },
  float: { column: 'Float64', convert: floating('float', FLOAT_MAX) },
  half_float: { column: 'Float64', convert: floating('half_float', HALF_FLOAT_MAX) },
  scaled_float: { column: 'Float64', convert: scaled },
  boolean: { column: 'Bool', convert: toBoolean },
  date: { column: 'DateTime64(3)', convert: toDate },
  date_nanos: { column: 'DateTime64(9)', convert: toDateNanos },
  ip: { column: 'IPv6', convert: toIp },
  flattened: { column: 'String', convert: toText },
  geo_point: { column: 'String', convert: toText },
  binary: { column: 'String', convert: toBinary },
};

/** The value as it would stand in a message: texts bare, numbers as spelled. */
export function spell(value: Scalar): string {
  return value instanceof ExactNumber ? value.text : String(value);
}

function toText(value: Scalar): string {
  return typeof value === 'string' ? value : spell(value);
}

/** Base64 text; it is kept as such, since it can only be asked for being there. */
function toBinary(value: Scalar): string {
  const text = toText(value);
  if (typeof value !== 'string' || !/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(text)) {
    throw misfit(`Illegal base64 in [${text.slice(0, 20)}]`);
  }
  return text;
}

function toKeyword(value: Scalar, field: MappedField): string | undefined {
  const text = toText(value);
  return field.ignoreAbove !== undefined && text.length > field.ignoreAbove ? undefined : text;
}

function misfit(reason: string): LongshoreError {
  return errors.illegalArgument(reason);
}

function integer(min: bigint, max: bigint, name: string): Convert {
  const safeMin = Number(min < -(2n ** 53n) ? Number.MIN_SAFE_INTEGER : min);
  const safeMax = Number(max > 2n ** 53n ? Number.MAX_SAFE_INTEGER : max);
  return (value) => {
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

/** Text and fractions are coerced, as `coerce: true` says: `"5"` is 5, `5.7` is 5. */
function wholeNumber(value: Scalar, name: string): bigint {
  const text = typeof value === 'boolean' ? '' : spell(value).trim();
  if (/^[+-]?\d{1,40}$/.test(text)) {
    return BigInt(text.replace('+', ''));
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

function floating(name: string, max: number): Convert {
  return (value) => {
    const number = typeof value === 'number' ? value : parseFraction(value);
    if (!(Math.abs(number) <= max)) {
      throw misfit(`[${name}] supports only finite values, but got [${spell(value)}]`);
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

function scaled(value: Scalar, field: MappedField): number {
  const number = floating('scaled_float', Number.MAX_VALUE)(value, field) as number;
  const factor = field.scalingFactor ?? 1;
  return Math.round(number * factor) / factor;
}

function toBoolean(value: Scalar): boolean {
  if (value === true || value === 'true') {
    return true;
  }
  if (value === false || value === 'false' || value === '') {
    return false;
  }
  throw misfit(`Failed to parse value [${spell(value)}] as only [true] or [false] are allowed.`);
}

function parseMoment(value: Scalar, field: MappedField) {
  const format = field.format ?? DEFAULT_DATE_FORMAT;
  const given = typeof value === 'number' ? value : spell(value);
  const moment = typeof value === 'boolean' ? undefined : dateParser(format)(given);
  if (!moment) {
    throw misfit(`failed to parse date field [${spell(value)}] with format [${format}]`);
  }
  if (moment.epochMs < DATE_MIN_MS || moment.epochMs > DATE_MAX_MS) {
    throw misfit(`date [${spell(value)}] is outside of the years 1900 to 2299 that can be stored`);
  }
  return moment;
}

function toDate(value: Scalar, field: MappedField): number {
  return parseMoment(value, field).epochMs;
}

/** As text, since nanoseconds of today are beyond 2^53. */
function toDateNanos(value: Scalar, field: MappedField): string {
  const { epochMs, nanos } = parseMoment(value, field);
  const text = new Date(epochMs).toISOString();
  return `${text.slice(0, 10)} ${text.slice(11, 23)}${String(nanos).padStart(6, '0')}`;
}

function toIp(value: Scalar): string {
  const text = spell(value);
  if (typeof value !== 'string' || isIP(text) === 0 || text.includes('%')) {
    throw misfit(`'${text}' is not an IP string literal.`);
  }
  return isIPv4(text) ? `::ffff:${text}` : text;
}
