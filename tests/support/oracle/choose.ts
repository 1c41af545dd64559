import type { Random } from '../fuzz/random.ts';

/** So many of a kind, from `least` to `most`. */
export const several = <T>(
  random: Random,
  [least, most]: readonly [number, number],
  make: () => T,
): readonly T[] => Array.from({ length: least + random.below(most - least + 1) }, make);

/** A member with this name, once in `times`; else none. */
export const sometimes = <T>(
  random: Random,
  times: number,
  make: () => Readonly<Record<string, T>>,
): Readonly<Record<string, T>> => (random.oneIn(times) ? make() : {});

/** Each once, in any order. */
export function shuffled<T>(random: Random, from: readonly T[]): readonly T[] {
  const left = [...from];
  return from.map(() => left.splice(random.below(left.length), 1)[0] as T);
}
