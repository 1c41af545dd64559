import type { Token } from '../../analysis/token.ts';
import type { Mark } from './find-marks.ts';
import type { Fragment } from './fragment.ts';
import type { HighlightOptions } from './highlight-request.ts';
import { passagesOf } from './passages.ts';
import { plainFragments } from './plain-fragments.ts';
import { TextBreaks } from './text-breaks.ts';
import { writeFragment } from './write-fragment.ts';

/** A value of a field and what is found in it. */
export interface MarkedValue {
  readonly value: string;
  readonly tokens: readonly Token[];
  readonly marks: readonly Mark[];
}

/** What log views send for the whole value. */
const UNLIMITED_CHARS = 2 ** 31 - 1;

/** The texts that are shown of a field with these values; none where there is nothing to show. */
export function markedTexts(
  values: readonly MarkedValue[],
  options: HighlightOptions,
): readonly string[] {
  const { numberOfFragments, isByScore, type } = options;
  const fragments = fragmentsOf(values, options);
  if (fragments.length === 0) {
    return unmarkedText(values, options);
  }
  const max = numberOfFragments === 0 ? fragments.length : numberOfFragments;
  // The plain highlighter takes the first ones, the unified one the best ones.
  const best =
    type === 'plain' && !isByScore
      ? fragments.slice(0, max)
      : [...fragments].sort((a, b) => b.score - a.score).slice(0, max);
  const kept = new Set(best);
  const shown = isByScore ? best : fragments.filter((fragment) => kept.has(fragment));
  return shown.map(({ value, ...fragment }) => {
    const text = writeFragment(value, fragment, options);
    return type === 'plain' ? text : text.trim();
  });
}

type ValueFragment = Fragment & { readonly value: string };

function fragmentsOf(
  values: readonly MarkedValue[],
  options: HighlightOptions,
): readonly ValueFragment[] {
  let before = 0;
  return values.flatMap((marked) => {
    const { value } = marked;
    const fragments = marked.marks.length === 0 ? [] : cut(marked, options, before);
    before += value.length + 1;
    return fragments.map((fragment) => ({ ...fragment, value }));
  });
}

function cut(
  { value, tokens, marks }: MarkedValue,
  options: HighlightOptions,
  before: number,
): readonly Fragment[] {
  const { type, numberOfFragments, fragmentSize, scanner, locale, fragmenter } = options;
  if (numberOfFragments === 0 || fragmentSize === UNLIMITED_CHARS) {
    return [{ start: 0, end: value.length, marks, score: marks.length }];
  }
  return type === 'plain'
    ? plainFragments(value, { tokens, marks }, { charsMax: fragmentSize, fragmenter })
    : passagesOf(value, marks, { charsMax: fragmentSize, scanner, locale }, before);
}

/** The beginning of the first value, up to the end of a word. */
function unmarkedText(
  values: readonly MarkedValue[],
  options: HighlightOptions,
): readonly string[] {
  const { noMatchSize, locale } = options;
  const value = values.find((one) => one.value !== '')?.value ?? '';
  if (noMatchSize === 0 || value === '') {
    return [];
  }
  const end =
    value.length <= noMatchSize
      ? value.length
      : new TextBreaks(value, 'word', locale).before(noMatchSize + 1);
  const text = writeFragment(value, { start: 0, end, marks: [] }, options).trim();
  return text === '' ? [] : [text];
}
