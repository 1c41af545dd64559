import type { ArithmeticOperator, CompareOperator } from './ast.ts';
import { faults } from './script-fault.ts';
import { Char, Double, Float } from './values.ts';

/** A value of a numeric type; `char` counts as one. */
export type Numeric = number | bigint | Double | Float | Char;

export function isNumeric(value: unknown): value is Numeric {
  return (
    typeof value === 'number' ||
    typeof value === 'bigint' ||
    value instanceof Double ||
    value instanceof Float ||
    value instanceof Char
  );
}

/** As a JavaScript number; longs are rounded. */
export function toDouble(value: Numeric): number {
  if (typeof value === 'number' || typeof value === 'bigint') {
    return Number(value);
  }
  return value instanceof Char ? value.code : value.value;
}

/** As Java narrows to `long`: fractions are cut, what is too large ends at the limit. */
export function toLong(value: Numeric): bigint {
  if (typeof value === 'bigint') {
    return value;
  }
  const double = toDouble(value);
  if (Number.isNaN(double)) {
    return 0n;
  }
  if (Math.abs(double) >= 2 ** 63) {
    return double < 0 ? -(2n ** 63n) : 2n ** 63n - 1n;
  }
  return BigInt(Math.trunc(double));
}

/** As Java narrows to `int`: longs lose their high bits, fractions are cut, what is too large ends at the limit. */
export function toInt(value: Numeric): number {
  if (typeof value === 'number') {
    return value;
  }
  if (typeof value === 'bigint') {
    return Number(BigInt.asIntN(32, value));
  }
  const double = toDouble(value);
  return Math.max(-(2 ** 31), Math.min(2 ** 31 - 1, Math.trunc(double) || 0)) | 0;
}

type IntRule = (a: number, b: number) => number;
type LongRule = (a: bigint, b: bigint) => bigint;
type DoubleRule = (a: number, b: number) => number;

interface Rules {
  readonly int: IntRule;
  readonly long: LongRule;
  /** Absent: not for fractions. */
  readonly double?: DoubleRule;
}

const wrap = (value: bigint): bigint => BigInt.asIntN(64, value);

function nonZero<T extends number | bigint>(divisor: T): T {
  if (Number(divisor) === 0) {
    throw faults.arithmetic('/ by zero');
  }
  return divisor;
}

/** Operations on numbers of one type, after both have been brought to it. */
const RULES: Readonly<Record<Exclude<ArithmeticOperator, '<<' | '>>' | '>>>'>, Rules>> = {
  '+': {
    int: (a, b) => (a + b) | 0,
    long: (a, b) => wrap(a + b),
    double: (a, b) => a + b,
  },
  '-': {
    int: (a, b) => (a - b) | 0,
    long: (a, b) => wrap(a - b),
    double: (a, b) => a - b,
  },
  '*': {
    int: (a, b) => Math.imul(a, b),
    long: (a, b) => wrap(a * b),
    double: (a, b) => a * b,
  },
  '/': {
    int: (a, b) => (a / nonZero(b)) | 0,
    long: (a, b) => wrap(a / nonZero(b)),
    double: (a, b) => a / b,
  },
  '%': {
    int: (a, b) => (a % nonZero(b)) | 0,
    long: (a, b) => a % nonZero(b),
    double: (a, b) => a % b,
  },
  '&': { int: (a, b) => a & b, long: (a, b) => a & b },
  '|': { int: (a, b) => a | b, long: (a, b) => a | b },
  '^': { int: (a, b) => a ^ b, long: (a, b) => a ^ b },
};

/** Shifts take the type of their left side alone, and only the low bits of their right side. */
const SHIFTS: Readonly<Record<'<<' | '>>' | '>>>', { int: IntRule; long: LongRule }>> = {
  '<<': { int: (a, b) => a << b, long: (a, b) => wrap(a << b) },
  '>>': { int: (a, b) => a >> b, long: (a, b) => a >> b },
  '>>>': {
    int: (a, b) => (a >>> b) | 0,
    long: (a, b) => wrap(BigInt.asUintN(64, a) >> b),
  },
};

/** Arithmetic as Java does it on the wider of both types. */
export function calculate(operator: ArithmeticOperator, left: unknown, right: unknown): unknown {
  if (operator === '<<' || operator === '>>' || operator === '>>>') {
    return shift(operator, left, right);
  }
  const rules = RULES[operator];
  if (typeof left === 'number' && typeof right === 'number') {
    return rules.int(left, right);
  }
  if (typeof left === 'boolean' && typeof right === 'boolean' && !rules.double) {
    return rules.int(Number(left), Number(right)) === 1;
  }
  if (!isNumeric(left) || !isNumeric(right)) {
    throw notFor(operator, left, right);
  }
  if (left instanceof Double || right instanceof Double) {
    return new Double(doubleRule(operator, left, right)(toDouble(left), toDouble(right)));
  }
  if (left instanceof Float || right instanceof Float) {
    return new Float(doubleRule(operator, left, right)(toDouble(left), toDouble(right)));
  }
  return typeof left === 'bigint' || typeof right === 'bigint'
    ? rules.long(toLong(left), toLong(right))
    : rules.int(toInt(left), toInt(right));
}

function doubleRule(
  operator: Exclude<ArithmeticOperator, '<<' | '>>' | '>>>'>,
  left: Numeric,
  right: Numeric,
): DoubleRule {
  const rule = RULES[operator].double;
  if (!rule) {
    throw notFor(operator, left, right);
  }
  return rule;
}

function shift(operator: '<<' | '>>' | '>>>', left: unknown, right: unknown): unknown {
  if (!isWhole(left) || !isWhole(right)) {
    throw notFor(operator, left, right);
  }
  const by = toInt(right);
  return typeof left === 'bigint'
    ? SHIFTS[operator].long(left, BigInt(by & 63))
    : SHIFTS[operator].int(toInt(left), by);
}

const isWhole = (value: unknown): value is number | bigint | Char =>
  typeof value === 'number' || typeof value === 'bigint' || value instanceof Char;

export function negate(value: unknown): unknown {
  if (value instanceof Double) {
    return new Double(-value.value);
  }
  if (value instanceof Float) {
    return new Float(-value.value);
  }
  return calculate('-', 0, value);
}

export function complement(value: unknown): unknown {
  return calculate('^', value, -1);
}

/** `<`, `<=`, `>`, `>=`; a comparison with NaN is false. */
export function isOrdered(
  operator: Extract<CompareOperator, '<' | '<=' | '>' | '>='>,
  left: unknown,
  right: unknown,
): boolean {
  if (!isNumeric(left) || !isNumeric(right)) {
    throw notFor(operator, left, right);
  }
  const [a, b] = comparable(left, right);
  switch (operator) {
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    case '>=':
      return a >= b;
  }
}

/** Equal by value, whatever their types. */
export function isSameNumber(left: Numeric, right: Numeric): boolean {
  const [a, b] = comparable(left, right);
  return a === b;
}

/** Both as bigints if both are whole, else as doubles. */
function comparable(left: Numeric, right: Numeric): [number, number] | [bigint, bigint] {
  return (typeof left === 'bigint' || typeof right === 'bigint') && isWhole(left) && isWhole(right)
    ? [toLong(left), toLong(right)]
    : [toDouble(left), toDouble(right)];
}

function notFor(operator: string, left: unknown, right: unknown) {
  if (left === null || right === null) {
    return faults.nullPointer(`Cannot apply [${operator}] operation to a null value`);
  }
  return faults.classCast(
    `Cannot apply [${operator}] operation to types [${javaTypeOf(left)}] and [${javaTypeOf(right)}].`,
  );
}

/** The Java class of a value, for messages. */
export function javaTypeOf(value: unknown): string {
  switch (typeof value) {
    case 'number':
      return 'java.lang.Integer';
    case 'bigint':
      return 'java.lang.Long';
    case 'string':
      return 'java.lang.String';
    case 'boolean':
      return 'java.lang.Boolean';
    default:
      return javaClassOf(value);
  }
}

function javaClassOf(value: unknown): string {
  if (value instanceof Double) {
    return 'java.lang.Double';
  }
  if (value instanceof Float) {
    return 'java.lang.Float';
  }
  if (value instanceof Char) {
    return 'java.lang.Character';
  }
  if (Array.isArray(value)) {
    return 'java.util.ArrayList';
  }
  return value === null ? 'null' : 'java.util.HashMap';
}
