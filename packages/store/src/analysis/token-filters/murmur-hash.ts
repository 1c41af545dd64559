/** A hash of 128 bits, in two halves. */
export interface Hash {
  readonly first: bigint;
  readonly second: bigint;
}

const MASK = (1n << 64n) - 1n;
const FACTOR_1 = 0x87c37b91114253d5n;
const FACTOR_2 = 0x4cf5ad432745937fn;
const BLOCK_BYTES = 16;

const times = (a: bigint, b: bigint): bigint => (a * b) & MASK;
const plus = (a: bigint, b: bigint): bigint => (a + b) & MASK;
const rotate = (a: bigint, bits: bigint): bigint => ((a << bits) | (a >> (64n - bits))) & MASK;
const mixFirst = (key: bigint): bigint => times(rotate(times(key, FACTOR_1), 31n), FACTOR_2);
const mixSecond = (key: bigint): bigint => times(rotate(times(key, FACTOR_2), 33n), FACTOR_1);

/** MurmurHash3 of 128 bits for machines of 64 bits, with the seed 0. */
export function murmurHash(bytes: Buffer): Hash {
  let first = 0n;
  let second = 0n;
  const whole = bytes.length - (bytes.length % BLOCK_BYTES);
  for (let at = 0; at < whole; at += BLOCK_BYTES) {
    first = rotate(first ^ mixFirst(bytes.readBigUInt64LE(at)), 27n);
    first = plus(times(plus(first, second), 5n), 0x52dce729n);
    second = rotate(second ^ mixSecond(bytes.readBigUInt64LE(at + 8)), 31n);
    second = plus(times(plus(second, first), 5n), 0x38495ab5n);
  }
  const rest = Buffer.alloc(BLOCK_BYTES);
  bytes.copy(rest, 0, whole);
  const length = BigInt(bytes.length);
  first ^= mixFirst(rest.readBigUInt64LE(0)) ^ length;
  second ^= mixSecond(rest.readBigUInt64LE(8)) ^ length;
  first = plus(first, second);
  second = plus(second, first);
  first = finish(first);
  second = finish(second);
  first = plus(first, second);
  return { first, second: plus(second, first) };
}

function finish(key: bigint): bigint {
  const once = times(key ^ (key >> 33n), 0xff51afd7ed558ccdn);
  const twice = times(once ^ (once >> 33n), 0xc4ceb9fe1a85ec53n);
  return twice ^ (twice >> 33n);
}
