import { spendValues } from './meter.ts';
import { isNumeric, javaTypeOf, toDouble, toLong } from './numbers.ts';
import type { Run } from './run.ts';
import { faults } from './script-fault.ts';
import { Char, fromPlain, ScriptFunction, ScriptObject, ScriptSet } from './values.ts';

export type Args = readonly unknown[];

interface Callable<T> {
  call(target: T, args: Args, run: Run): unknown;
}

/** A method of a value of a class. Whoever takes it from the table of a value's own class gives it that value. */
export type Method<T> = Callable<T>['call'];

/** Methods by name and number of arguments, `substring/2`. What is not in a table can't be called. */
export type Methods<T> = ReadonlyMap<string, Method<T>>;

/** A function of a class (`Math.max/2`) or a constructor (`ArrayList/0`), by name and number of arguments. */
export type Statics = ReadonlyMap<string, (args: Args, run: Run) => unknown>;

const known = new Set<string>(['toString/0', 'equals/1', 'getMessage/0']);

/** True if any class has a method of this name and number of arguments: what none has is refused before it is run. */
export const isMethod = (signature: string): boolean => known.has(signature);

/** A table of methods. */
export function methods<T>(table: Readonly<Record<string, Method<T>>>): Methods<T> {
  for (const signature of Object.keys(table)) {
    known.add(signature);
  }
  return new Map(Object.entries(table));
}

export const statics = (
  table: Readonly<Record<string, (args: Args, run: Run) => unknown>>,
): Statics => new Map(Object.entries(table));

/** An argument that must be a text; characters count. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') {
    return value;
  }
  if (value instanceof Char) {
    return value.toString();
  }
  throw wrongType(value, 'java.lang.String');
}

export function intOf(value: unknown): number {
  if (typeof value === 'number') {
    return value;
  }
  if (value instanceof Char) {
    return value.code;
  }
  throw wrongType(value, 'int');
}

/** A whole number of either size. */
export function longOf(value: unknown): bigint {
  if (typeof value === 'bigint' || typeof value === 'number' || value instanceof Char) {
    return toLong(value);
  }
  throw wrongType(value, 'long');
}

export function doubleOf(value: unknown): number {
  if (isNumeric(value)) {
    return toDouble(value);
  }
  throw wrongType(value, 'double');
}

export function booleanOf(value: unknown): boolean {
  if (typeof value === 'boolean') {
    return value;
  }
  throw wrongType(value, 'boolean');
}

export function functionOf(value: unknown): ScriptFunction {
  if (value instanceof ScriptFunction) {
    return value;
  }
  throw wrongType(value, 'java.util.function.Function');
}

/** The items of a list or set, as a script sees them. */
export function itemsOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) {
    spendValues(value.length);
    return value.map(fromPlain);
  }
  if (value instanceof ScriptSet) {
    spendValues(value.items.size);
    return [...value.items.values()];
  }
  const items = value instanceof ScriptObject ? value.items() : undefined;
  if (items === undefined) {
    throw wrongType(value, 'java.util.Collection');
  }
  return items;
}

export function wrongType(value: unknown, expected: string) {
  return value === null
    ? faults.nullPointer(`expected a value of type [${expected}], but found null`)
    : faults.classCast(`Cannot cast ${javaTypeOf(value)} to ${expected}`);
}

/** A key of a map: a text, a number, a truth value or null. */
export function keyOf(value: unknown): string | number | bigint | boolean | null {
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'bigint':
    case 'boolean':
      return value;
    default:
      if (value === null) {
        return null;
      }
      if (value instanceof Char) {
        return value.toString();
      }
      throw faults.illegalArgument(
        `keys of maps can be texts, whole numbers and booleans, not [${javaTypeOf(value)}]`,
      );
  }
}
