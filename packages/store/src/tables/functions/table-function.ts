import { type ColumnType, isNumericType, isTextType, type Value } from '../value.ts';

export type Language = 'sql' | 'esql';

/** What computing a value may depend on beside its arguments; the same for all rows of a query. */
export interface CallContext {
  readonly nowMs: number;
  readonly timeZone: string;
}

/** What an argument may be. */
export type ParameterKind = 'any' | 'number' | 'integer' | 'text' | 'date' | 'boolean' | 'interval';

/** A function of the query languages whose answers are tables. */
export interface TableFunction {
  /** In lower case. */
  readonly names: readonly string[];
  /** Absent: all languages have it. */
  readonly language?: Language;
  readonly parameters: readonly ParameterKind[];
  /** Parameters from this one on may be left out. */
  readonly required?: number;
  /** The last parameter may be there again and again. */
  readonly isVariadic?: true;
  readonly result: ColumnType | ((types: readonly ColumnType[]) => ColumnType);
  /** Null arguments come to `call`; without, the value is null if one of them is. */
  readonly takesNull?: true;
  /** Lists come to `call`; without, the value of a list is null, with a warning. */
  readonly takesLists?: true;
  /** Its arguments are of the kinds of the parameters. Throws `ValueFault` for what has no value. */
  call(args: readonly Value[], context: CallContext): Value;
}

/** A value that there is not: the reason of a warning, or of an error. */
export class ValueFault extends Error {
  override readonly name = 'ValueFault';
}

/** Whether an argument of a type fits. */
export function fitsKind(kind: ParameterKind, type: ColumnType): boolean {
  switch (kind) {
    case 'any':
      return type !== 'unsupported';
    case 'number':
      return type === 'null' || isNumericType(type);
    case 'integer':
      return type === 'null' || (isNumericType(type) && type !== 'double');
    case 'text':
      return type === 'null' || isTextType(type) || type === 'ip' || type === 'version';
    default:
      return type === 'null' || type === kind;
  }
}

/** The type that can hold numbers of all of these. */
export function widestNumber(types: readonly ColumnType[]): ColumnType {
  const order: readonly ColumnType[] = ['double', 'unsigned_long', 'long', 'integer'];
  return order.find((type) => types.includes(type)) ?? 'null';
}

/** The type of one of several values. */
export function commonType(types: readonly ColumnType[]): ColumnType {
  const known = types.filter((type) => type !== 'null');
  const [first = 'null'] = known;
  if (known.every(isNumericType)) {
    return widestNumber(known);
  }
  return known.every((type) => type === first) || !known.every(isTextType) ? first : 'keyword';
}

/** Dates of JavaScript reach so far. */
const TIME_MAX_MS = 8.64e15;

/** A moment that a date can be of. */
export function moment(ms: number): number {
  if (!(Math.abs(ms) <= TIME_MAX_MS)) {
    throw new ValueFault('java.time.DateTimeException: the date is out of range');
  }
  return ms;
}

/** A number that there is; what is too large is no value. */
export function finite(
  value: number,
  reason = 'java.lang.ArithmeticException: not a finite number',
) {
  if (!Number.isFinite(value)) {
    throw new ValueFault(reason);
  }
  return value;
}
