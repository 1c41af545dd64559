// Of a number of 16 bits: 10 bits of fraction, and the exponent of the smallest normal number.
const HALF_FRACTION_BITS = 10;
const HALF_EXPONENT_MIN = -14;
const SINGLE_DIGITS_MAX = 9;

/** The nearest number of 32 bits, as `float` fields keep it. */
export const singlePrecision = Math.fround;

/** The nearest number of 16 bits, as `half_float` fields keep it; of two, the even one. */
export function halfPrecision(value: number): number {
  if (value === 0 || !Number.isFinite(value)) {
    return value;
  }
  const exponent = Math.max(Math.floor(Math.log2(Math.abs(value))), HALF_EXPONENT_MIN);
  const unit = 2 ** (exponent - HALF_FRACTION_BITS);
  const units = value / unit;
  const floor = Math.floor(units);
  const rest = units - floor;
  const isUp = rest > 0.5 || (rest === 0.5 && floor % 2 !== 0);
  return (isUp ? floor + 1 : floor) * unit;
}

/** A number of 32 bits with no more digits than tell it from its neighbours: 0.1 and not 0.10000000149011612. */
export function shortestSingle(value: number): number {
  for (let digits = 1; digits <= SINGLE_DIGITS_MAX; digits += 1) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) {
      return short;
    }
  }
  return value;
}
