import type { Mark } from './find-marks.ts';
import type { Fragment, FragmentOptions } from './fragment.ts';
import { TextBreaks } from './text-breaks.ts';

/** Of BM25 over passages, as Lucene's unified highlighter has them. */
const TF_SATURATION = 1.2;
const LENGTH_WEIGHT = 0.75;
const PASSAGE_CHARS = 87;

/**
 * The passages of a value that have marks, as the unified highlighter makes them: from the beginning of a sentence, with
 * as many sentences behind it as fit; of a sentence that is too long, the words around the first mark. `before` is what
 * the values before this one have of characters: what stands first counts a little more.
 */
export function passagesOf(
  value: string,
  marks: readonly Mark[],
  options: FragmentOptions,
  before = 0,
): readonly Fragment[] {
  const window = openWindow(value, options);
  const passages: { start: number; end: number; marks: Mark[] }[] = [];
  for (const mark of marks) {
    const last = passages.at(-1);
    if (last !== undefined && mark.start < last.end) {
      last.marks.push(mark);
    } else {
      const { start, end } = window(mark.start);
      passages.push({ start: Math.max(start, last?.end ?? 0), end, marks: [mark] });
    }
  }
  const counts = countTerms(marks);
  return passages.map((passage) => ({
    ...passage,
    end: Math.max(passage.end, ...passage.marks.map(({ end }) => end)),
    score: scoreOf(passage, { valueChars: value.length, counts, before }),
  }));
}

function openWindow(value: string, { charsMax, scanner, locale }: FragmentOptions) {
  const words = new TextBreaks(value, 'word', locale);
  if (scanner === 'word') {
    return (at: number) => ({ start: words.before(at + 1), end: words.after(at) });
  }
  const sentences = new TextBreaks(value, 'sentence', locale);
  return (at: number) => {
    let start = sentences.before(at + 1);
    let end = sentences.after(at);
    while (charsMax > 0 && end < value.length && end - start < charsMax) {
      const next = sentences.after(end);
      if (next - start > charsMax) {
        break;
      }
      end = next;
    }
    if (charsMax > 0 && end - start > charsMax) {
      if (at + 1 - charsMax > start) {
        start = Math.max(start, words.before(at + 1 - charsMax));
      }
      const left = Math.max(0, charsMax - (at + 1 - start));
      end = Math.min(end, words.after(at + 1 + left));
    }
    return { start, end };
  };
}

function countTerms(marks: readonly Mark[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { term } of marks) {
    counts.set(term, (counts.get(term) ?? 0) + 1);
  }
  return counts;
}

interface Scoring {
  readonly valueChars: number;
  /** How often each term is in the value. */
  readonly counts: ReadonlyMap<string, number>;
  readonly before: number;
}

function scoreOf(
  { start, end, marks }: Pick<Fragment, 'start' | 'end' | 'marks'>,
  { valueChars, counts, before }: Scoring,
): number {
  const passages = 1 + valueChars / PASSAGE_CHARS;
  const length =
    TF_SATURATION * (1 - LENGTH_WEIGHT + (LENGTH_WEIGHT * (end - start)) / PASSAGE_CHARS);
  let score = 0;
  for (const [term, inPassage] of countTerms(marks)) {
    const inValue = counts.get(term) ?? inPassage;
    const weight = (TF_SATURATION + 1) * Math.log(1 + (passages + 0.5) / (inValue + 0.5));
    score += weight * (inPassage / (inPassage + length));
  }
  return score * (1 + 1 / Math.log(PASSAGE_CHARS + before + start));
}
