import { errors } from '@longshore/common/errors';
import type { Json } from '@longshore/common/json';
import { type ColumnType, Interval, type Scalar } from './value.ts';

const YEAR_MONTHS = 12;
const DAY_MS = 86_400_000;
/** Units of time that literals have, in the singular, as months or milliseconds. */
const UNITS: Readonly<Record<string, readonly [number, number]>> = {
  millisecond: [0, 1],
  second: [0, 1_000],
  minute: [0, 60_000],
  hour: [0, 3_600_000],
  day: [0, DAY_MS],
  week: [0, 7 * DAY_MS],
  month: [1, 0],
  quarter: [3, 0],
  year: [YEAR_MONTHS, 0],
};
const SHORT_UNITS: Readonly<Record<string, string>> = {
  ms: 'millisecond',
  s: 'second',
  sec: 'second',
  m: 'minute',
  min: 'minute',
  h: 'hour',
  d: 'day',
  w: 'week',
  mo: 'month',
  q: 'quarter',
  y: 'year',
  yr: 'year',
};

/** So many of a unit of time; undefined for what is no unit. */
export function intervalOf(amount: number, unit: string): Interval | undefined {
  const lower = unit.toLowerCase();
  const [months, ms] = UNITS[SHORT_UNITS[lower] ?? lower.replace(/s$/, '')] ?? [];
  return months === undefined || ms === undefined
    ? undefined
    : new Interval(amount * months, amount * ms);
}

type Literal = { readonly kind: 'literal'; readonly value: Scalar; readonly type: ColumnType };

const INTEGER_MAX = 2 ** 31 - 1;

/** A number as it was written. */
export function numberLiteral(text: string): Literal {
  if (!/^\d+$/.test(text)) {
    return { kind: 'literal', value: Number(text), type: 'double' };
  }
  const value = Number(text);
  return Number.isSafeInteger(value)
    ? { kind: 'literal', value, type: value > INTEGER_MAX ? 'long' : 'integer' }
    : { kind: 'literal', value: BigInt(text), type: 'long' };
}

/** A value that came beside the query. */
export function parameterLiteral(given: Json): Literal {
  if (typeof given === 'object' && given !== null) {
    throw errors.parsing('[params] must be texts, numbers, booleans or null', 'params');
  }
  if (typeof given === 'number') {
    const { value, type } = numberLiteral(String(Math.abs(given)));
    return { kind: 'literal', value: given < 0 ? -Number(value) : value, type };
  }
  if (typeof given === 'boolean') {
    return { kind: 'literal', value: given, type: 'boolean' };
  }
  return given === null
    ? { kind: 'literal', value: null, type: 'null' }
    : { kind: 'literal', value: String(given), type: 'keyword' };
}
