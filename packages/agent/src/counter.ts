/** A counter as it was read; `bigint` where a double would lose digits. */
export type Counter = number | bigint;

const LONG_MAX = 2n ** 63n - 1n;

/** `current - previous`, exact before it becomes a double. */
export function difference(current: Counter, previous: Counter): number {
  return typeof current === 'number' && typeof previous === 'number'
    ? current - previous
    : Number(BigInt(current) - BigInt(previous));
}

/**
 * The counter as a number for an event: exact to 2^53, then to 16 digits; `undefined` beyond what a `long` field
 * holds, which is how the kernel writes "no limit".
 */
export function toNumber(counter: Counter | null | undefined): number | undefined {
  if (counter === undefined || counter === null) {
    return undefined;
  }
  if (typeof counter === 'bigint') {
    // The nearest double of a value near the end would be 2^63 itself.
    return counter <= LONG_MAX - 1024n ? Number(counter) : undefined;
  }
  return counter;
}

/** What a wrapped counter advanced by: at 2^64 when it was above 2^32 - 1 before, otherwise at 2^32. */
export function wrappedDifference(current: bigint, previous: bigint): bigint {
  if (current >= previous) {
    return current - previous;
  }
  const size = previous > 0xffff_ffffn ? 2n ** 64n : 2n ** 32n;
  return size - previous + current;
}
