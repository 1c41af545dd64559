import { randomUUID } from 'node:crypto';
import { order } from '../compare.ts';
import { booleanOf, doubleOf, intOf, itemsOf, longOf, statics, textOf } from '../method.ts';
import { isNumeric, toInt } from '../numbers.ts';
import { faults } from '../script-fault.ts';
import { isEqual, toText } from '../text.ts';
import { Char, Double, Float, fitsInt, fitsLong } from '../values.ts';

const RADIX_MAX = 36;

function parseWhole(text: string, radix: number, fits: (value: bigint) => boolean): bigint {
  const digits = /^[+-]?([0-9a-zA-Z]+)$/.exec(text)?.[1];
  if (digits === undefined || radix < 2 || radix > RADIX_MAX || digits.length > 70) {
    throw faults.numberFormat(text);
  }
  let value = 0n;
  for (const digit of digits) {
    const worth = Number.parseInt(digit, RADIX_MAX);
    if (worth >= radix) {
      throw faults.numberFormat(text);
    }
    value = value * BigInt(radix) + BigInt(worth);
  }
  const signed = text.startsWith('-') ? -value : value;
  if (!fits(signed)) {
    throw faults.numberFormat(text);
  }
  return signed;
}

function parseDouble(text: string): number {
  const trimmed = text.trim();
  if (trimmed === 'NaN') {
    return Number.NaN;
  }
  if (!/^[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?[fFdD]?|Infinity)$/.test(trimmed)) {
    throw trimmed === '' ? faults.illegalArgument('empty String') : faults.numberFormat(text);
  }
  return Number(trimmed.replace(/[fFdD]$/, ''));
}

const parseInteger = (text: unknown, radix = 10): number =>
  Number(parseWhole(textOf(text), radix, fitsInt));
const parseLong = (text: unknown, radix = 10): bigint => parseWhole(textOf(text), radix, fitsLong);

/** `valueOf` takes a text or a number. */
const valueFrom =
  (parse: (text: string) => unknown, convert: (value: unknown) => unknown) =>
  ([value]: readonly unknown[]) =>
    typeof value === 'string' ? parse(value) : convert(value);

const unsigned = (value: unknown): bigint =>
  typeof value === 'number' ? BigInt(value >>> 0) : BigInt.asUintN(64, longOf(value));

/** Class functions of the boxes of primitives, `String`, `Objects`, `System`. */
export const LANG_STATICS = statics({
  'Integer.parseInt/1': ([text]) => parseInteger(text),
  'Integer.parseInt/2': ([text, radix]) => parseInteger(text, intOf(radix)),
  'Integer.valueOf/1': valueFrom((text) => parseInteger(text), intOf),
  'Integer.valueOf/2': ([text, radix]) => parseInteger(text, intOf(radix)),
  'Integer.toString/1': ([value]) => toText(intOf(value)),
  'Integer.toHexString/1': ([value]) => unsigned(intOf(value)).toString(16),
  'Integer.toBinaryString/1': ([value]) => unsigned(intOf(value)).toString(2),
  'Integer.compare/2': ([a, b]) => order(intOf(a), intOf(b)),
  'Integer.max/2': ([a, b]) => Math.max(intOf(a), intOf(b)),
  'Integer.min/2': ([a, b]) => Math.min(intOf(a), intOf(b)),
  'Integer.sum/2': ([a, b]) => (intOf(a) + intOf(b)) | 0,
  'Long.parseLong/1': ([text]) => parseLong(text),
  'Long.parseLong/2': ([text, radix]) => parseLong(text, intOf(radix)),
  'Long.valueOf/1': valueFrom((text) => parseLong(text), longOf),
  'Long.toString/1': ([value]) => toText(longOf(value)),
  'Long.toHexString/1': ([value]) => unsigned(longOf(value)).toString(16),
  'Long.compare/2': ([a, b]) => order(longOf(a), longOf(b)),
  'Double.parseDouble/1': ([text]) => new Double(parseDouble(textOf(text))),
  'Double.valueOf/1': valueFrom(
    (text) => new Double(parseDouble(text)),
    (value) => new Double(doubleOf(value)),
  ),
  'Double.toString/1': ([value]) => toText(new Double(doubleOf(value))),
  'Double.isNaN/1': ([value]) => Number.isNaN(doubleOf(value)),
  'Double.isInfinite/1': ([value]) => Math.abs(doubleOf(value)) === Number.POSITIVE_INFINITY,
  'Double.compare/2': ([a, b]) => order(a, b),
  'Float.parseFloat/1': ([text]) => new Float(parseDouble(textOf(text))),
  'Float.valueOf/1': valueFrom(
    (text) => new Float(parseDouble(text)),
    (value) => new Float(doubleOf(value)),
  ),
  'Boolean.parseBoolean/1': ([text]) => text !== null && textOf(text).toLowerCase() === 'true',
  'Boolean.valueOf/1': valueFrom((text) => text.toLowerCase() === 'true', booleanOf),
  'Boolean.toString/1': ([value]) => String(booleanOf(value)),
  'Short.parseShort/1': ([text]) =>
    Number(parseWhole(textOf(text), 10, (value) => value === BigInt.asIntN(16, value))),
  'Byte.parseByte/1': ([text]) =>
    Number(parseWhole(textOf(text), 10, (value) => value === BigInt.asIntN(8, value))),
  'Character.isDigit/1': ([char]) => /^\p{Nd}$/u.test(characterOf(char)),
  'Character.isLetter/1': ([char]) => /^\p{L}$/u.test(characterOf(char)),
  'Character.isLetterOrDigit/1': ([char]) => /^[\p{L}\p{Nd}]$/u.test(characterOf(char)),
  'Character.isUpperCase/1': ([char]) => /^\p{Lu}$/u.test(characterOf(char)),
  'Character.isLowerCase/1': ([char]) => /^\p{Ll}$/u.test(characterOf(char)),
  'Character.isWhitespace/1': ([char]) => /^\s$/.test(characterOf(char)),
  'Character.toUpperCase/1': ([char]) => charOf(characterOf(char).toUpperCase()),
  'Character.toLowerCase/1': ([char]) => charOf(characterOf(char).toLowerCase()),
  'Character.toString/1': ([char]) => characterOf(char),
  'Character.getNumericValue/1': ([char]) =>
    Math.max(
      -1,
      Number.parseInt(characterOf(char), RADIX_MAX) || (characterOf(char) === '0' ? 0 : -1),
    ),
  'String.valueOf/1': ([value], run) => run.text(toText(value)),
  'String.copyValueOf/1': ([chars], run) =>
    run.text(
      itemsOf(chars)
        .map((c) => toText(c))
        .join(''),
    ),
  'String.join/2': ([separator, items], run) =>
    run.text(
      itemsOf(items)
        .map((item) => toText(item))
        .join(textOf(separator)),
    ),
  'Objects.equals/2': ([a, b]) => isEqual(a, b),
  'Objects.isNull/1': ([value]) => value === null,
  'Objects.nonNull/1': ([value]) => value !== null,
  'Objects.toString/1': ([value], run) => run.text(toText(value)),
  'Objects.toString/2': ([value, other], run) => run.text(toText(value ?? other)),
  'Objects.requireNonNull/1': ([value]) => notNull(value, ''),
  'Objects.requireNonNull/2': ([value, message]) => notNull(value, toText(message)),
  'System.currentTimeMillis/0': (_args, run) => BigInt(Math.trunc(run.now())),
  'System.nanoTime/0': (_args, run) => BigInt(Math.trunc(run.now())) * 1_000_000n,
  'UUID.randomUUID/0': () => randomUUID(),
});

function notNull(value: unknown, message: string): unknown {
  if (value === null) {
    throw faults.nullPointer(message);
  }
  return value;
}

/** A `char`, a text of one, or a code point. */
function characterOf(value: unknown): string {
  if (value instanceof Char) {
    return value.toString();
  }
  return isNumeric(value)
    ? String.fromCodePoint(Math.max(0, Math.min(toInt(value), 0x10ffff)))
    : textOf(value);
}

const charOf = (text: string): Char => new Char(text.charCodeAt(0));

/** Constants of classes. */
export const LANG_CONSTANTS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['Integer.MAX_VALUE', 2 ** 31 - 1],
  ['Integer.MIN_VALUE', -(2 ** 31)],
  ['Long.MAX_VALUE', 2n ** 63n - 1n],
  ['Long.MIN_VALUE', -(2n ** 63n)],
  ['Double.MAX_VALUE', new Double(Number.MAX_VALUE)],
  ['Double.MIN_VALUE', new Double(Number.MIN_VALUE)],
  ['Double.NaN', new Double(Number.NaN)],
  ['Double.POSITIVE_INFINITY', new Double(Number.POSITIVE_INFINITY)],
  ['Double.NEGATIVE_INFINITY', new Double(Number.NEGATIVE_INFINITY)],
  ['Float.MAX_VALUE', new Float(3.4028234663852886e38)],
  ['Short.MAX_VALUE', 32_767],
  ['Short.MIN_VALUE', -32_768],
  ['Byte.MAX_VALUE', 127],
  ['Byte.MIN_VALUE', -128],
  ['Boolean.TRUE', true],
  ['Boolean.FALSE', false],
  ['Math.PI', new Double(Math.PI)],
  ['Math.E', new Double(Math.E)],
  ['Locale.ROOT', null],
  ['Locale.ENGLISH', null],
  ['Locale.US', null],
]);
