import { type Grams, PREFIX_CHARS_MAX } from '../index/grams.ts';
import type { Path, Slot } from './text-clauses.ts';

/** Words in a row, the last of which may be only the beginning of one. */
export interface WordPath {
  readonly path: Path;
  readonly prefix?: Slot;
}

/**
 * The words that a row of shingles stands for; undefined where there is no such row. With `isPrefix`, the last one is
 * the beginning of a shingle. Of slots with several terms only the first counts.
 */
export function wordsOfGrams(grams: Grams, path: Path, isPrefix: boolean): WordPath | undefined {
  const words = new Map<number, string>();
  let end = 0;
  for (const { terms, offset } of path) {
    const parts = (terms[0] ?? '').split(' ');
    if (!fits(grams, parts, isPrefix)) {
      return undefined;
    }
    for (const [i, word] of parts.entries()) {
      end = offset + i;
      if (word !== '' && (words.get(end) ?? word) !== word) {
        // Shingles that overlap have the same word where they do, unless the last one is cut short.
        return undefined;
      }
      words.set(end, word);
    }
  }
  const slots = [...words]
    .filter(([, word]) => word !== '')
    .map(([offset, word]) => ({ terms: [word], offset }))
    .sort((a, b) => a.offset - b.offset);
  const last = slots.at(-1);
  const isCut = isPrefix || grams.kind === 'prefixes';
  return isCut && last?.offset === end
    ? { path: slots.slice(0, -1), prefix: last }
    : { path: slots };
}

function fits(grams: Grams, parts: readonly string[], isPrefix: boolean): boolean {
  if (grams.kind === 'prefixes') {
    return parts.length <= grams.words && parts.join(' ').length <= PREFIX_CHARS_MAX;
  }
  return isPrefix ? parts.length <= grams.words : parts.length === grams.words;
}
