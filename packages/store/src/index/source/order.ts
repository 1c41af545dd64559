/** Order of texts by their code points, which is that of their bytes in UTF-8. */
export function comparePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i += 1) {
    const left = a.charCodeAt(i);
    const right = b.charCodeAt(i);
    if (left !== right) {
      return pointOrder(left) - pointOrder(right);
    }
  }
  return a.length - b.length;
}

const SURROGATES = 0xd800;
const AFTER_SURROGATES = 0xe000;
const ABOVE_ALL_UNITS = 0x10000;

/** Half a pair stands for a code point above all that one unit can be. */
const pointOrder = (unit: number): number =>
  unit >= SURROGATES && unit < AFTER_SURROGATES ? unit + ABOVE_ALL_UNITS : unit;

const GROUPS = 8;
const GROUP_BITS = 16n;
const GROUP_MASK = 0xffffn;
const V4_PREFIX = 0xffffn;
const V4_BITS = 32n;

/** An address as RFC 5952 writes it; one that stands for an IPv4 address as that one. */
export function showIp(number: bigint): string {
  if (number >> V4_BITS === V4_PREFIX) {
    return [24n, 16n, 8n, 0n].map((shift) => (number >> shift) & 0xffn).join('.');
  }
  const groups = Array.from({ length: GROUPS }, (_, i) =>
    ((number >> (GROUP_BITS * BigInt(GROUPS - 1 - i))) & GROUP_MASK).toString(16),
  );
  const [start, length] = longestZeros(groups);
  return length < 2
    ? groups.join(':')
    : `${groups.slice(0, start).join(':')}::${groups.slice(start + length).join(':')}`;
}

/** Where the first of the longest runs of zeros is, and how long. */
function longestZeros(groups: readonly string[]): readonly [number, number] {
  let best: readonly [number, number] = [0, 0];
  let start = 0;
  for (const [i, group] of groups.entries()) {
    if (group !== '0') {
      start = i + 1;
    } else if (i + 1 - start > best[1]) {
      best = [start, i + 1 - start];
    }
  }
  return best;
}
