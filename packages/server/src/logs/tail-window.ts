import type { Hit } from '../search-types.ts';

/** Ids that are remembered; far more than the window's search can return. */
const SEEN_MAX = 20_000;

/** Remembers which lines were seen, so that overlapping searches give each line once. */
export interface TailWindow {
  /** The hits that were not seen before, oldest first. */
  take(newestFirst: readonly Hit[]): Hit[];
}

export function openTailWindow(): TailWindow {
  const seen = new Set<string>();
  return {
    take(newestFirst) {
      const fresh = newestFirst.filter((hit) => !seen.has(keyOf(hit))).reverse();
      for (const hit of fresh) {
        seen.add(keyOf(hit));
      }
      forgetOldest(seen);
      return fresh;
    },
  };
}

function keyOf({ _index, _id }: Hit): string {
  return `${_index}/${_id}`;
}

/** A set keeps the order of insertion, so the first ones are the oldest. */
function forgetOldest(seen: Set<string>): void {
  for (const key of seen) {
    if (seen.size <= SEEN_MAX) {
      return;
    }
    seen.delete(key);
  }
}

/** Evenly chosen lines when there are more than can be read; their order is kept. */
export function thin<T>(items: readonly T[], max: number): readonly T[] {
  if (items.length <= max) {
    return items;
  }
  const step = items.length / max;
  return Array.from({ length: max }, (_, index) => items[Math.floor(index * step)]).filter(
    (item): item is T => item !== undefined,
  );
}
