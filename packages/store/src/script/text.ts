import { ExactNumber } from '../index/exact-json.ts';
import { spendText, spendValues } from './meter.ts';
import { isNumeric, isSameNumber } from './numbers.ts';
import { faults, ScriptFault } from './script-fault.ts';
import {
  Char,
  Double,
  Float,
  fromPlain,
  isPlainObject,
  ScriptFunction,
  ScriptObject,
  ScriptSet,
} from './values.ts';

/** Lists in lists deeper than this have no text, and are not compared: they may contain themselves. */
const DEPTH_MAX = 100;

/** The text of a value as `String.valueOf` gives it. */
export function toText(value: unknown, depth = 0): string {
  if (depth > DEPTH_MAX) {
    throw faults.limit(`a value is nested deeper than ${DEPTH_MAX} levels`);
  }
  spendValues(1);
  if (value instanceof Double) {
    return doubleText(value.value, String(value.value));
  }
  if (value instanceof Float) {
    return doubleText(value.value, shortestFloat(value.value));
  }
  if (value instanceof ScriptObject) {
    return value.toText();
  }
  if (value instanceof ExactNumber) {
    return value.text;
  }
  if (typeof value === 'object' && value !== null && !(value instanceof Char)) {
    const text = containerText(value, depth + 1);
    spendText(text.length);
    return text;
  }
  return String(value);
}

function containerText(value: object, depth: number): string {
  if (Array.isArray(value)) {
    return `[${value.map((item) => toText(fromPlain(item), depth)).join(', ')}]`;
  }
  if (value instanceof ScriptSet) {
    return `[${[...value.items.values()].map((item) => toText(item, depth)).join(', ')}]`;
  }
  if (value instanceof ScriptFault) {
    return `java.lang.${value.javaName}: ${value.message}`;
  }
  if (value instanceof ScriptFunction) {
    return 'lambda';
  }
  const entries = value instanceof Map ? [...value] : Object.entries(value);
  const texts = entries.map(
    ([key, member]) => `${toText(key, depth)}=${toText(fromPlain(member), depth)}`,
  );
  return `{${texts.join(', ')}}`;
}

/** Java writes a point always, and an exponent from 10^7 and below 10^-3 on. */
function doubleText(value: number, shortest: string): string {
  if (!Number.isFinite(value)) {
    return String(value);
  }
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e7 || size < 1e-3)) {
    const [mantissa = '', exponent = ''] = Number(shortest).toExponential().split('e');
    const point = mantissa.includes('.') ? '' : '.0';
    return `${mantissa}${point}E${exponent.replace('+', '')}`;
  }
  const text = Object.is(value, -0) ? '-0' : shortest;
  return text.includes('.') ? text : `${text}.0`;
}

/** The fewest digits that give the same number of single precision. */
function shortestFloat(value: number): string {
  for (let digits = 1; digits < 9; digits += 1) {
    const text = value.toPrecision(digits);
    if (Math.fround(Number(text)) === value) {
      return String(Number(text));
    }
  }
  return String(value);
}

/** `==`: numbers by value, texts, lists, maps and sets by content. */
export function isEqual(left: unknown, right: unknown, depth = 0): boolean {
  spendValues(1);
  if (typeof left === 'string' && typeof right === 'string') {
    spendText(Math.min(left.length, right.length));
  }
  if (left === right) {
    return true;
  }
  if (left === null || right === null || depth > DEPTH_MAX) {
    return false;
  }
  if (isNumeric(left) && isNumeric(right)) {
    return isSameNumber(left, right);
  }
  if (left instanceof ScriptObject) {
    return left.equals(right);
  }
  if (left instanceof ExactNumber) {
    return right instanceof ExactNumber && BigInt(left.text) === BigInt(right.text);
  }
  return isSameContainer(left, right, depth + 1);
}

function isSameContainer(left: unknown, right: unknown, depth: number): boolean {
  if (Array.isArray(left) && Array.isArray(right)) {
    return (
      left.length === right.length &&
      left.every((item, i) => isEqual(fromPlain(item), fromPlain(right[i]), depth))
    );
  }
  if (left instanceof ScriptSet && right instanceof ScriptSet) {
    return (
      left.items.size === right.items.size &&
      [...left.items.keys()].every((key) => right.items.has(key))
    );
  }
  const a = entriesOf(left);
  const b = entriesOf(right);
  return (
    a !== undefined &&
    b !== undefined &&
    a.size === b.size &&
    [...a].every(
      ([key, value]) => b.has(key) && isEqual(fromPlain(value), fromPlain(b.get(key)), depth),
    )
  );
}

function entriesOf(value: unknown): ReadonlyMap<unknown, unknown> | undefined {
  if (value instanceof Map) {
    return value;
  }
  return isPlainObject(value) ? new Map(Object.entries(value)) : undefined;
}
