import type { CharFilter, Replacement } from './component.ts';

/** A text that char filters have changed, and the way back to where its characters stood. */
export interface MappedText {
  readonly text: string;
  /** Where a place of `text` is in the text as received. */
  originalOffset(at: number): number;
}

/** A text as received. */
export const unchanged = (text: string): MappedText => ({ text, originalOffset: (at) => at });

/** Runs a char filter over a text. */
export function applyCharFilter(before: MappedText, filter: CharFilter): MappedText {
  const replacements = filter(before.text);
  if (replacements.length === 0) {
    return before;
  }
  const { text, corrections } = replaceAll(before.text, replacements);
  return {
    text,
    originalOffset: (at) => before.originalOffset(at + shiftAt(corrections, at)),
  };
}

/** From `at` on, a place of the new text is `shift` further on in the old one. */
interface Correction {
  readonly at: number;
  readonly shift: number;
}

function replaceAll(text: string, replacements: readonly Replacement[]) {
  const corrections: Correction[] = [];
  let out = '';
  let from = 0;
  let shift = 0;
  for (const { start, end, text: replacement } of replacements) {
    out += text.slice(from, start);
    const removed = end - start;
    const added = replacement.length;
    // What a longer replacement has in addition stands where the replaced text ends.
    for (let extra = removed; extra < added; extra += 1) {
      shift -= 1;
      corrections.push({ at: out.length + extra + 1, shift });
    }
    if (removed > added) {
      shift += removed - added;
      corrections.push({ at: out.length + added, shift });
    }
    out += replacement;
    from = end;
  }
  return { text: out + text.slice(from), corrections };
}

function shiftAt(corrections: readonly Correction[], at: number): number {
  let low = 0;
  let high = corrections.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((corrections[middle]?.at ?? 0) <= at) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return corrections[low - 1]?.shift ?? 0;
}
