import { ExactNumber } from '../index/exact-json.ts';

/** A length of time, part of which has no fixed one. */
export class Interval {
  readonly months: number;
  readonly ms: number;

  constructor(months: number, ms: number) {
    this.months = months;
    this.ms = ms;
  }
}

/**
 * A value of a table: dates are epoch milliseconds; integers beyond 2^53 are big ones, which `+`, `-` and `*`
 * compute exactly and functions as fractions. A list has two values or more.
 */
export type Value =
  | null
  | boolean
  | number
  | bigint
  | string
  | Interval
  | readonly (boolean | number | bigint | string)[];

export type Scalar = Exclude<Value, readonly unknown[]>;

/** Types of columns and expressions. `unsupported` is what there are no values of. */
export type ColumnType =
  | 'boolean'
  | 'integer'
  | 'long'
  | 'unsigned_long'
  | 'double'
  | 'keyword'
  | 'text'
  | 'date'
  | 'ip'
  | 'version'
  | 'geo_point'
  | 'interval'
  | 'null'
  | 'unsupported';

export const isListValue = (value: Value): value is Extract<Value, readonly unknown[]> =>
  Array.isArray(value);

/** The values of one that may be a list or null. */
export const valuesOf = (value: Value): readonly Exclude<Scalar, null>[] =>
  value === null ? [] : isListValue(value) ? value : [value];

/** One value, a list, or null for none. */
export function listValue(values: readonly Exclude<Scalar, null>[]): Value {
  const [first] = values;
  return values.length <= 1 ? (first ?? null) : (values as Value);
}

export const isNumericType = (type: ColumnType): boolean =>
  type === 'integer' || type === 'long' || type === 'unsigned_long' || type === 'double';
export const isTextType = (type: ColumnType): boolean => type === 'keyword' || type === 'text';

/** A value as JSON has it. */
export function shownNumber(value: number | bigint): number | ExactNumber {
  return typeof value === 'bigint' ? new ExactNumber(String(value)) : value;
}

/** Which of two values comes first; null is handled by who sorts. */
export function compareScalars(a: Exclude<Scalar, null>, b: Exclude<Scalar, null>): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
