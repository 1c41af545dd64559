import { ExactNumber } from '../index/exact-json.ts';

const FLOAT_DIGITS_MAX = 9;

/** A number that is written with a fraction, so that its field becomes a floating point one. */
export function doubleOf(value: number): number | ExactNumber {
  return Number.isInteger(value) ? new ExactNumber(fractionText(String(value))) : value;
}

/** The same with the shortest digits that tell a 32-bit number from its neighbours. */
export function floatOf(value: number): number | ExactNumber {
  const float = Math.fround(value);
  if (!Number.isFinite(float)) {
    return doubleOf(value);
  }
  for (let digits = 1; digits <= FLOAT_DIGITS_MAX; digits += 1) {
    const short = Number(float.toPrecision(digits));
    if (Math.fround(short) === float) {
      return doubleOf(short);
    }
  }
  return doubleOf(float);
}

const fractionText = (text: string) => (/[.e]/.test(text) ? text : `${text}.0`);
