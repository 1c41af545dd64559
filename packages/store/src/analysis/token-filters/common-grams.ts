import { errors } from '@longshore/common/errors';
import type { TokenFilterType } from '../component.ts';
import type { Token } from '../token.ts';
import { readWords } from './word-set.ts';

/** Common words joined to their neighbors, so that phrases with them are rare words. */
export const commonGrams: TokenFilterType = {
  names: ['common_grams'],
  build(options) {
    const words = readWords(options, 'common_words', options.boolean('ignore_case', false));
    if (words === undefined) {
      throw errors.illegalArgument(
        'missing or empty [common_words] or [common_words_path] configuration for common_grams token filter',
      );
    }
    const isQuery = options.boolean('query_mode', false);
    return (tokens) =>
      tokens.flatMap((token, i) => {
        const next = tokens[i + 1];
        const before = tokens[i - 1];
        const isGram = (a?: Token, b?: Token) =>
          a !== undefined && b !== undefined && (words.has(a.term) || words.has(b.term));
        const gram = next !== undefined && isGram(token, next) ? [join(token, next)] : [];
        const isLeftOut = isQuery && (gram.length > 0 || isGram(before, token));
        return isLeftOut ? gram : [token, ...gram];
      });
  },
};

const join = (first: Token, second: Token): Token => ({
  term: `${first.term}_${second.term}`,
  start: first.start,
  end: second.end,
  type: 'gram',
  position: first.position,
  positionLength: 2,
});
