import type { TokenFilterType } from '../component.ts';
import type { Token } from '../token.ts';
import { checkGramDiff, type GramRange, readGramRange } from '../tokenizers/grams.ts';

/** Every piece of each word of some lengths. */
export const ngram: TokenFilterType = {
  names: ['ngram', 'nGram'],
  build(options, { limits }) {
    const range = readGramRange(options, { min: 1, max: 2 });
    checkGramDiff(range, limits, 'Filter');
    const keepsOriginal = options.boolean('preserve_original', false);
    return (tokens) => tokens.flatMap((token) => grams(token, range, 'all', keepsOriginal));
  },
};

/** The beginnings of each word, or with `side: back` its endings. */
export const edgeNgram: TokenFilterType = {
  names: ['edge_ngram', 'edgeNGram'],
  build(options) {
    const range = readGramRange(options, { min: 1, max: 2 });
    const keepsOriginal = options.boolean('preserve_original', false);
    const side = options.text('side') === 'back' ? 'back' : 'front';
    return (tokens) => tokens.flatMap((token) => grams(token, range, side, keepsOriginal));
  },
};

/** All of them stand where the word stood. */
function grams(
  token: Token,
  range: GramRange,
  side: 'all' | 'front' | 'back',
  keepsOriginal: boolean,
): readonly Token[] {
  const chars = [...token.term];
  const found: Token[] = [];
  const lastStart = side === 'all' ? chars.length - 1 : 0;
  for (let from = 0; from <= lastStart; from += 1) {
    const longest = Math.min(range.max, chars.length - from);
    for (let size = range.min; size <= longest; size += 1) {
      const start = side === 'back' ? chars.length - size : from;
      found.push({ ...token, term: chars.slice(start, start + size).join('') });
    }
  }
  const isThere = chars.length >= range.min && chars.length <= range.max;
  return keepsOriginal && !isThere ? [...found, token] : found;
}
