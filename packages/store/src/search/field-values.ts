import { isIP, isIPv4 } from 'node:net';
import { DEFAULT_DATE_FORMAT } from '@longshore/common/date-format';
import { errors } from '@longshore/common/errors';
import type { Json } from '@longshore/common/json';
import { halfPrecision, singlePrecision } from '../index/types/precision.ts';
import { bool, float, int, ip, type Param, type Sql, sql, string } from '../sql/sql.ts';
import type { SearchField } from './field-context.ts';

const INT64_MIN = -(2n ** 63n);
const INT64_MAX = 2n ** 63n - 1n;
const UINT64_MAX = 2n ** 64n - 1n;

/** The moments that the engine's DateTime64 can hold; what is beyond is compared with the last of them. */
export const TIME_MIN_MS = Date.UTC(1900, 0, 1);
export const TIME_MAX_MS = Date.UTC(2299, 11, 31, 23, 59, 59, 999);

/** Throws unless the value of a query is a text, number or boolean. */
export function scalarText(field: SearchField, value: Json | undefined): string {
  if (value === null || value === undefined || typeof value === 'object') {
    throw errors.queryShard(`failed to create query: field [${field.path}] needs a single value`);
  }
  return String(value);
}

/** A value to compare an integer column with, exact: what has a fraction has none. */
export function integerText(text: string): { readonly floor: bigint; readonly isExact: boolean } {
  if (/^[+-]?\d{1,40}$/.test(text)) {
    return { floor: BigInt(text.replace('+', '')), isExact: true };
  }
  const number = readNumber(text);
  const floor = Math.floor(number);
  return { floor: BigInt(floor), isExact: floor === number };
}

/** A text as a finite number; throws Elasticsearch's error otherwise. */
export function readNumber(text: string): number {
  const number = text.trim() === '' || /^[+-]?0[xob]/i.test(text) ? Number.NaN : Number(text);
  if (!Number.isFinite(number)) {
    throw errors.queryShard(`failed to create query: For input string: "${text}"`);
  }
  return number;
}

/** A number as precise as the values of the field are. */
export function rounded({ type }: SearchField, value: number): number {
  if (type === 'float') {
    return singlePrecision(value);
  }
  return type === 'half_float' ? halfPrecision(value) : value;
}

/** An integer literal of the column's own type; undefined if the type cannot hold it. */
export function integerLiteral(field: SearchField, value: bigint): Param | Sql | undefined {
  if (field.column.type === 'UInt64') {
    return value < 0n || value > UINT64_MAX ? undefined : sql`toUInt64(${string(String(value))})`;
  }
  return value < INT64_MIN || value > INT64_MAX ? undefined : int(value);
}

/** A moment that is within what the engine can hold. */
export const clampMs = (epochMs: number): number =>
  Math.min(Math.max(epochMs, TIME_MIN_MS), TIME_MAX_MS);

/** `true`, `"true"`, `""` … as a boolean. */
function readBoolean(text: string): boolean {
  if (text === 'true') {
    return true;
  }
  if (text === 'false' || text === '') {
    return false;
  }
  throw errors.queryShard(
    `failed to create query: Can't parse boolean value [${text}], expected [true] or [false]`,
  );
}

/** An address as IPv6, or an address with a prefix length. */
export function readIp(text: string): { readonly address: string; readonly prefixBits?: number } {
  const [address = '', bits, ...rest] = text.split('/');
  const v4 = isIPv4(address);
  const max = v4 ? 32 : 128;
  const wrong = bits !== undefined && (!/^\d{1,3}$/.test(bits) || Number(bits) > max);
  if (isIP(address) === 0 || wrong || rest.length > 0) {
    throw errors.queryShard(`failed to create query: '${text}' is not an IP string literal.`);
  }
  const wide = v4 ? `::ffff:${address}` : address;
  return bits === undefined
    ? { address: wide }
    : { address: wide, prefixBits: Number(bits) + (v4 ? 96 : 0) };
}

/** A value as a literal to compare a column with for equality. Dates and CIDR blocks are ranges: not for here. */
export function equalLiteral(field: SearchField, value: Json | undefined): Param | Sql | undefined {
  const text = scalarText(field, value);
  switch (field.column.type) {
    case 'String':
    case 'LowCardinality(String)':
      return string(field.normalizer?.normalize(text) ?? text);
    case 'Int64':
    case 'UInt64': {
      const { floor, isExact } = integerText(text);
      return isExact ? integerLiteral(field, floor) : undefined;
    }
    case 'Float64':
      return float(rounded(field, readNumber(text)));
    case 'Bool':
      return bool(readBoolean(text));
    case 'IPv6':
      return ip(readIp(text).address);
    case 'DateTime64(3)':
    case 'DateTime64(9)':
      throw new Error('BUG: dates are compared as ranges');
  }
}

/** The formats of a date field. */
export const dateFormat = (field: SearchField): string => field.format ?? DEFAULT_DATE_FORMAT;
