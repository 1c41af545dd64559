import { ExactNumber } from '../index/exact-json.ts';
import type { Methods } from './method.ts';

/**
 * Values inside a script. An `int` (and `byte` and `short`) is a JavaScript number, a `long` a bigint, a `String` a string, a
 * list an array; the others are below. So `1 / 2` and `1L / 2` know what they are without asking a type checker.
 */
export class Double {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }
}

/** A number of single precision. */
export class Float {
  readonly value: number;

  constructor(value: number) {
    this.value = Math.fround(value);
  }
}

/** A UTF-16 code unit. */
export class Char {
  readonly code: number;

  constructor(code: number) {
    this.code = code & 0xffff;
  }

  toString(): string {
    return String.fromCharCode(this.code);
  }
}

/** Lists of a script; those of a document are arrays as well. */
export type List = unknown[];

/** Maps that a script makes; those of a document are plain objects. Keys are texts, numbers, booleans or null. */
export type ScriptMap = Map<unknown, unknown>;

/** Members of a document. */
export interface PlainObject {
  [key: string]: unknown;
}

/** A set, in the order of insertion; keys tell equal values. */
export class ScriptSet {
  readonly items = new Map<unknown, unknown>();
}

/** A lambda, a method reference or a function of the script. */
export class ScriptFunction {
  readonly call: (args: readonly unknown[]) => unknown;

  constructor(call: (args: readonly unknown[]) => unknown) {
    this.call = call;
  }
}

/** An object of a class with methods of its own: times, builders, matchers, values of a document's fields. */
export abstract class ScriptObject {
  /** The simple name of its Java class. */
  abstract readonly javaName: string;
  /** Text of `toString()`. */
  abstract toText(): string;
  /** What can be called, by name and number of arguments. */
  abstract readonly methods: Methods<this>;
  /** Other types that it is an instance of. */
  readonly interfaces: readonly string[] = [];

  /** True if both are equal as `equals` says. */
  equals(other: unknown): boolean {
    return this === other;
  }

  /** Below 0, 0 or above 0, as `compareTo` says; undefined if there is no order. */
  compare(_other: unknown): number | undefined {
    return undefined;
  }

  /** A member by name, for objects that are like maps; undefined if it has none but what its methods give. */
  member(_name: string): unknown {
    return undefined;
  }

  /** What `for` goes through; undefined if it is no collection. */
  items(): readonly unknown[] | undefined {
    return undefined;
  }

  /** What becomes of it in a document: its text, unless a class says otherwise. */
  toPlain(): unknown {
    return this.toText();
  }
}

const INT_MIN = -(2n ** 31n);
const INT_MAX = 2n ** 31n - 1n;
const LONG_MIN = -(2n ** 63n);
const LONG_MAX = 2n ** 63n - 1n;

export const fitsInt = (value: bigint): boolean => value >= INT_MIN && value <= INT_MAX;
export const fitsLong = (value: bigint): boolean => value >= LONG_MIN && value <= LONG_MAX;

export function isPlainObject(value: unknown): value is PlainObject {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    (Object.getPrototypeOf(value) === Object.prototype || Object.getPrototypeOf(value) === null)
  );
}

/** What a script sees of a value of a document: numbers get their Java type, the rest is as it is. */
export function fromPlain(value: unknown): unknown {
  if (typeof value === 'number') {
    return fromNumber(value);
  }
  if (value instanceof ExactNumber) {
    return value.isFraction ? new Double(Number(value.text)) : fromInteger(value);
  }
  return value === undefined ? null : value;
}

function fromNumber(value: number): unknown {
  if ((value | 0) === value) {
    return value | 0;
  }
  // The digits as they were written: beyond 2^53 a number is not what it is spelled as.
  const text = String(value);
  return /^-?\d+$/.test(text) ? fromInteger(new ExactNumber(text)) : new Double(value);
}

/** Beyond 64 bits it stays a number that a script can only hand on. */
function fromInteger(exact: ExactNumber): unknown {
  const value = BigInt(exact.text);
  return fitsLong(value) ? value : exact;
}
