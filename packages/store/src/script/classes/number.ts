import { order } from '../compare.ts';
import { intOf, methods } from '../method.ts';
import { type Numeric, toDouble, toInt, toLong } from '../numbers.ts';
import { isEqual, toText } from '../text.ts';
import { Char, Double, Float, type ScriptFunction } from '../values.ts';

/** Methods of `Integer`, `Long`, `Float`, `Double` and `Character`. */
export const NUMBER_METHODS = methods<Numeric>({
  'intValue/0': toInt,
  'longValue/0': toLong,
  'doubleValue/0': (value) => new Double(toDouble(value)),
  'floatValue/0': (value) => new Float(toDouble(value)),
  'shortValue/0': (value) => (toInt(value) << 16) >> 16,
  'byteValue/0': (value) => (toInt(value) << 24) >> 24,
  'charValue/0': (value) => new Char(toInt(value)),
  'toString/0': (value) => toText(value),
  'equals/1': (value, [other]) => isEqual(value, other),
  'compareTo/1': (value, [other]) => order(value, other),
  'hashCode/0': toInt,
  'isNaN/0': (value) => Number.isNaN(toDouble(value)),
  'isInfinite/0': (value) => Math.abs(toDouble(value)) === Number.POSITIVE_INFINITY,
});

export const BOOLEAN_METHODS = methods<boolean>({
  'booleanValue/0': (value) => value,
  'toString/0': (value) => String(value),
  'equals/1': (value, [other]) => value === other,
  'compareTo/1': (value, [other]) => order(value, other),
  'hashCode/0': (value) => (value ? 1231 : 1237),
});

const call = (target: ScriptFunction, args: readonly unknown[]) => target.call(args);

/** The method of a functional interface calls the function, whatever the interface is called. */
export const FUNCTION_METHODS = methods<ScriptFunction>({
  'get/0': call,
  'getAsInt/0': call,
  'run/0': call,
  'apply/1': call,
  'apply/2': call,
  'applyAsInt/1': call,
  'applyAsLong/1': call,
  'applyAsDouble/1': call,
  'test/1': call,
  'test/2': call,
  'accept/1': call,
  'accept/2': call,
  'compare/2': (target, args) => intOf(target.call(args)),
});
