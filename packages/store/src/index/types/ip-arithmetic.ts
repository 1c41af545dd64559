import { isIPv4 } from 'node:net';

const BITS = 128;
const GROUP_BITS = 16n;
const GROUP_MASK = 0xffffn;

/** The greatest address, as a number. */
export const IP_MAX = 2n ** BigInt(BITS) - 1n;

/** An IPv6 address, or `::ffff:` and an IPv4 one, as a number. The text must be an address. */
export function ipToNumber(text: string): bigint {
  const last = text.slice(text.lastIndexOf(':') + 1);
  const groups = isIPv4(last) ? text.replace(last, hexOfV4(last)) : text;
  const [head = '', tail] = groups.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = new Array<string>(8 - before.length - after.length).fill('0');
  return [...before, ...zeros, ...after].reduce(
    (sum, group) => (sum << GROUP_BITS) | BigInt(`0x${group}`),
    0n,
  );
}

function hexOfV4(text: string): string {
  const [a = 0, b = 0, c = 0, d = 0] = text.split('.').map(Number);
  return `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
}

/** A number as an IPv6 address, without shortening. */
export function numberToIp(number: bigint): string {
  const groups: string[] = [];
  for (let rest = number, i = 0; i < 8; i += 1, rest >>= GROUP_BITS) {
    groups.unshift((rest & GROUP_MASK).toString(16));
  }
  return groups.join(':');
}

/** The first and last address of a block, `10.0.0.0/8`, by its address and the length of its prefix. */
export function cidrRange(address: string, prefixBits: number): readonly [bigint, bigint] {
  const rest = (1n << BigInt(BITS - prefixBits)) - 1n;
  const first = ipToNumber(address) & (IP_MAX ^ rest);
  return [first, first | rest];
}

const V4_PREFIX = 0xffffn << 32n;

/** A number as an address in its shortest form; those of IPv4 with dots. */
export function shortIp(number: bigint): string {
  const low = number & 0xffffffffn;
  if (number === (V4_PREFIX | low)) {
    return [24n, 16n, 8n, 0n].map((bits) => (low >> bits) & 0xffn).join('.');
  }
  return new URL(`http://[${numberToIp(number)}]`).hostname.slice(1, -1);
}

/** An address as the engine writes it, with dots alone where it is one of IPv4. */
export const plainIp = (text: string): string => text.replace(/^::ffff:(?=\d+\.)/, '');
