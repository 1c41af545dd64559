import { doubleOf, statics, wrongType } from '../method.ts';
import {
  calculate,
  isNumeric,
  isOrdered,
  type Numeric,
  negate,
  toInt,
  toLong,
} from '../numbers.ts';
import { faults } from '../script-fault.ts';
import { Char, Double, Float, fitsInt, fitsLong } from '../values.ts';

/** A function from doubles to a double. */
const double =
  (compute: (...numbers: number[]) => number) =>
  (args: readonly unknown[]): Double =>
    new Double(compute(...args.map(doubleOf)));

const numeric = (value: unknown): Numeric => {
  if (isNumeric(value)) {
    return value;
  }
  throw wrongType(value, 'java.lang.Number');
};

/** The wider type of both, and the one that a comparison prefers. */
function pick(a: unknown, b: unknown, isFirst: (a: Numeric, b: Numeric) => boolean): unknown {
  // Adding zero of the other brings a number to the wider type.
  const [left, right] = [numeric(a), numeric(b)];
  const isNan = [left, right].some((value) => Number.isNaN(doubleOf(value)));
  if (isNan) {
    return new Double(Number.NaN);
  }
  const [chosen, other] = isFirst(left, right) ? [left, right] : [right, left];
  return calculate('+', chosen, zeroOf(other));
}

function zeroOf(value: Numeric): Numeric {
  if (value instanceof Double) {
    return new Double(0);
  }
  if (value instanceof Float) {
    return new Float(0);
  }
  return typeof value === 'bigint' ? 0n : 0;
}

function absolute(value: Numeric): unknown {
  if (value instanceof Double) {
    return new Double(Math.abs(value.value));
  }
  if (value instanceof Float) {
    return new Float(Math.abs(value.value));
  }
  return isOrdered('<', value, 0) ? negate(value) : calculate('+', value, 0);
}

/** Halves go up; of a float an int, of a double a long. */
function round(value: Numeric): unknown {
  const rounded = new Double(Math.floor(doubleOf(value) + 0.5));
  return value instanceof Float || typeof value === 'number' ? toInt(rounded) : toLong(rounded);
}

/** Halves go to the even neighbour. */
function rint(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  return rest === 0.5 ? floor + Math.abs(floor % 2) : Math.round(value);
}

const exactly =
  (operator: '+' | '-' | '*') =>
  ([a, b]: readonly unknown[]): unknown => {
    const result = calculate(operator, a, b);
    const [x, y] = [toLong(numeric(a)), toLong(numeric(b))];
    const exact = operator === '+' ? x + y : operator === '-' ? x - y : x * y;
    const isLong = typeof result === 'bigint';
    if (!(isLong ? fitsLong(exact) : fitsInt(exact))) {
      throw faults.arithmetic(isLong ? 'long overflow' : 'integer overflow');
    }
    return result;
  };

function floorMod([a, b]: readonly unknown[]): unknown {
  const rest = calculate('%', a, b);
  const isOther = isOrdered('<', rest, 0) !== isOrdered('<', b, 0);
  return isOther && !isZero(rest) ? calculate('+', rest, b) : rest;
}

function floorDiv([a, b]: readonly unknown[]): unknown {
  const quotient = calculate('/', a, b);
  const rest = calculate('%', a, b);
  const isOther = isOrdered('<', rest, 0) !== isOrdered('<', b, 0);
  return isOther && !isZero(rest) ? calculate('-', quotient, 1) : quotient;
}

const isZero = (value: unknown): boolean => isNumeric(value) && doubleOf(value) === 0;

/** Functions of `Math`. */
export const MATH_STATICS = statics({
  'Math.abs/1': ([value]) => absolute(numeric(value)),
  'Math.max/2': ([a, b]) => pick(a, b, (left, right) => isOrdered('>=', left, right)),
  'Math.min/2': ([a, b]) => pick(a, b, (left, right) => isOrdered('<=', left, right)),
  'Math.round/1': ([value]) => round(numeric(value)),
  'Math.rint/1': double((value = 0) => rint(value)),
  'Math.floor/1': double((value = 0) => Math.floor(value)),
  'Math.ceil/1': double((value = 0) => Math.ceil(value)),
  'Math.pow/2': double((base = 0, exponent = 0) => base ** exponent),
  'Math.sqrt/1': double((value = 0) => Math.sqrt(value)),
  'Math.cbrt/1': double((value = 0) => Math.cbrt(value)),
  'Math.exp/1': double((value = 0) => Math.exp(value)),
  'Math.expm1/1': double((value = 0) => Math.expm1(value)),
  'Math.log/1': double((value = 0) => Math.log(value)),
  'Math.log10/1': double((value = 0) => Math.log10(value)),
  'Math.log1p/1': double((value = 0) => Math.log1p(value)),
  'Math.sin/1': double((value = 0) => Math.sin(value)),
  'Math.cos/1': double((value = 0) => Math.cos(value)),
  'Math.tan/1': double((value = 0) => Math.tan(value)),
  'Math.asin/1': double((value = 0) => Math.asin(value)),
  'Math.acos/1': double((value = 0) => Math.acos(value)),
  'Math.atan/1': double((value = 0) => Math.atan(value)),
  'Math.atan2/2': double((y = 0, x = 0) => Math.atan2(y, x)),
  'Math.sinh/1': double((value = 0) => Math.sinh(value)),
  'Math.cosh/1': double((value = 0) => Math.cosh(value)),
  'Math.tanh/1': double((value = 0) => Math.tanh(value)),
  'Math.hypot/2': double((x = 0, y = 0) => Math.hypot(x, y)),
  'Math.signum/1': double((value = 0) => Math.sign(value)),
  'Math.toRadians/1': double((value = 0) => (value / 180) * Math.PI),
  'Math.toDegrees/1': double((value = 0) => (value * 180) / Math.PI),
  'Math.random/0': () => new Double(Math.random()),
  'Math.addExact/2': exactly('+'),
  'Math.subtractExact/2': exactly('-'),
  'Math.multiplyExact/2': exactly('*'),
  'Math.floorMod/2': floorMod,
  'Math.floorDiv/2': floorDiv,
  'Math.toIntExact/1': ([value]) => {
    const long = toLong(numeric(value));
    if (!fitsInt(long)) {
      throw faults.arithmetic('integer overflow');
    }
    return Number(long);
  },
  'Math.negateExact/1': ([value]) => negate(value instanceof Char ? value.code : value),
});
