import { isIP } from 'node:net';
import { formatDate } from '@longshore/common/date-format';
import { parseDateMath } from '@longshore/common/date-math';
import type { ColumnType, Scalar } from '../value.ts';
import { type CallContext, moment, ValueFault } from './table-function.ts';

/** Types by the names that casts have for them. */
const TYPES: Readonly<Record<string, ColumnType>> = {
  boolean: 'boolean',
  bool: 'boolean',
  byte: 'integer',
  short: 'integer',
  tinyint: 'integer',
  smallint: 'integer',
  int: 'integer',
  integer: 'integer',
  long: 'long',
  bigint: 'long',
  unsigned_long: 'unsigned_long',
  double: 'double',
  float: 'double',
  real: 'double',
  keyword: 'keyword',
  string: 'keyword',
  varchar: 'keyword',
  text: 'keyword',
  date: 'date',
  datetime: 'date',
  timestamp: 'date',
  ip: 'ip',
  version: 'version',
};

const INTEGER_MAX = 2 ** 31 - 1;
const LONG_MAX = 2 ** 63;

/** The type that a cast names; undefined for none. */
export const castType = (name: string): ColumnType | undefined => TYPES[name.toLowerCase()];

/** A value of one type as one of another. */
export function convert(
  value: Exclude<Scalar, null>,
  { from, to }: { readonly from: ColumnType; readonly to: ColumnType },
  context: CallContext,
): Scalar {
  switch (to) {
    case 'boolean':
      return typeof value === 'string' ? value.toLowerCase() === 'true' : Number(value) !== 0;
    case 'integer':
    case 'long':
    case 'unsigned_long':
      return toWhole(value, to);
    case 'double':
      return toNumber(value);
    case 'date':
      return moment(typeof value === 'string' ? toDate(value, context) : Number(value));
    case 'ip':
      if (isIP(String(value)) === 0) {
        throw new ValueFault(
          `java.lang.IllegalArgumentException: '${value}' is not an IP string literal.`,
        );
      }
      return String(value);
    default:
      return from === 'date' && typeof value === 'number'
        ? formatDate(value, undefined, context.timeZone)
        : String(value);
  }
}

function toNumber(value: Exclude<Scalar, null>): number {
  const number = value === '' ? Number.NaN : Number(value);
  if (Number.isNaN(number)) {
    throw new ValueFault(`java.lang.NumberFormatException: For input string: "${value}"`);
  }
  return number;
}

function toWhole(value: Exclude<Scalar, null>, to: ColumnType): number | bigint {
  if (typeof value === 'string' && /^-?\d{16,20}$/.test(value)) {
    return toWhole(BigInt(value), to);
  }
  const number = toNumber(value);
  const limit = to === 'integer' ? INTEGER_MAX : LONG_MAX * (to === 'unsigned_long' ? 2 : 1);
  if (Math.abs(number) > limit || (to === 'unsigned_long' && number < 0)) {
    throw new ValueFault(`[${value}] out of [${to}] range`);
  }
  if (typeof value === 'bigint') {
    return Number.isSafeInteger(number) ? number : value;
  }
  return typeof value === 'string' ? Math.trunc(number) : Math.round(number);
}

function toDate(text: string, { nowMs, timeZone }: CallContext): number {
  try {
    // A blank between day and time of day is as good as the T of ISO 8601.
    return parseDateMath(text.replace(/^(\d{4}-\d\d-\d\d) (?=\d)/, '$1T'), { nowMs, timeZone });
  } catch {
    throw new ValueFault(
      `java.lang.IllegalArgumentException: failed to parse date field [${text}]`,
    );
  }
}

/** Conversions by name; they are compiled as casts. */
export const CONVERSIONS: Readonly<Record<string, ColumnType>> = {
  to_boolean: 'boolean',
  to_bool: 'boolean',
  to_integer: 'integer',
  to_int: 'integer',
  to_long: 'long',
  to_unsigned_long: 'unsigned_long',
  to_ulong: 'unsigned_long',
  to_double: 'double',
  to_dbl: 'double',
  to_string: 'keyword',
  to_str: 'keyword',
  to_datetime: 'date',
  to_dt: 'date',
  to_ip: 'ip',
  to_version: 'version',
  to_ver: 'version',
};
