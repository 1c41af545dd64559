let seed = 42;

/** Marsaglia's xorshift32: the same numbers in every run. */
export function random(below: number): number {
  seed ^= seed << 13;
  seed ^= seed >>> 17;
  seed ^= seed << 5;
  return Math.floor(((seed >>> 0) / 2 ** 32) * below);
}

export const chance = (share: number): boolean => random(1_000_000) < share * 1_000_000;

export function pick<T>(from: readonly [T, ...T[]] | readonly T[]): T {
  const one = from[random(from.length)];
  if (one === undefined) {
    throw new Error('there is nothing to pick from');
  }
  return one;
}

export const hex = (digits: number): string =>
  Array.from({ length: digits }, () => random(16).toString(16)).join('');

export const uuid = (): string => `${hex(8)}-${hex(4)}-4${hex(3)}-${hex(4)}-${hex(12)}`;

/** An address of a private network, as those of containers and their clients are. */
export const ip = (): string => `10.${random(4)}.${random(256)}.${1 + random(254)}`;
