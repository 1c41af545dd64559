import type { Token } from '../../analysis/token.ts';
import type { Mark } from './find-marks.ts';
import type { Fragment } from './fragment.ts';

/**
 * The fragments of a value that have marks, as the plain highlighter makes them: the value cut between tokens, about
 * every so many characters; the last one takes what would be less than half of that. The best come first: those with the
 * most different terms.
 */
export function plainFragments(
  value: string,
  { tokens, marks }: { readonly tokens: readonly Token[]; readonly marks: readonly Mark[] },
  { charsMax, fragmenter }: { readonly charsMax: number; readonly fragmenter: 'simple' | 'span' },
): readonly Fragment[] {
  const cuts: number[] = [];
  let end = 0;
  for (const token of tokens) {
    const isFull = token.end >= charsMax * (cuts.length + 1);
    const isEnough = fragmenter === 'simple' || value.length - token.end >= charsMax / 2;
    if (charsMax > 0 && isFull && isEnough && end > 0 && token.start >= end) {
      cuts.push(end);
    }
    end = Math.max(end, token.end);
  }
  const starts = [0, ...cuts];
  return starts
    .map((start, i) => {
      const next = starts[i + 1] ?? value.length;
      const own = marks.filter((mark) => mark.start >= start && mark.start < next);
      return { start, end: next, marks: own, score: new Set(own.map(({ term }) => term)).size };
    })
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score);
}
