import { errors } from '@longshore/common/errors';
import type { TokenFilterType } from '../component.ts';
import type { Token } from '../token.ts';

/** The words of a list that a longer word is made of, beside it. */
export const dictionaryDecompounder: TokenFilterType = {
  names: ['dictionary_decompounder'],
  build(options) {
    const words = options.list('word_list');
    if (words === undefined) {
      throw errors.illegalArgument('word_list must be provided for [dictionary_decompounder]');
    }
    const known = new Set(words.map((word) => word.toLowerCase()));
    const sizes = {
      word: options.integer('min_word_size', 5),
      min: options.integer('min_subword_size', 2),
      max: options.integer('max_subword_size', 15),
      isLongestOnly: options.boolean('only_longest_match', false),
    };
    return (tokens) =>
      tokens.flatMap((token) =>
        token.term.length < sizes.word ? [token] : [token, ...partsOf(token, known, sizes)],
      );
  },
};

interface Sizes {
  readonly min: number;
  readonly max: number;
  readonly isLongestOnly: boolean;
}

function partsOf(
  token: Token,
  known: ReadonlySet<string>,
  { min, max, isLongestOnly }: Sizes,
): readonly Token[] {
  const found: Token[] = [];
  for (let from = 0; from + min <= token.term.length; from += 1) {
    const here: Token[] = [];
    const longest = Math.min(max, token.term.length - from);
    for (let length = min; length <= longest; length += 1) {
      const term = token.term.slice(from, from + length);
      if (known.has(term.toLowerCase())) {
        here.push({ ...token, term });
      }
    }
    found.push(...(isLongestOnly ? here.slice(-1) : here));
  }
  return found;
}
