import { errors } from '@longshore/common/errors';
import { plainFilter, type TokenFilterType } from '../component.ts';
import { compilePattern } from '../pattern.ts';
import type { Token } from '../token.ts';
import { readWords } from './word-set.ts';

/** Marks words that stemmers shall leave alone. */
export const keywordMarker: TokenFilterType = {
  names: ['keyword_marker'],
  build(options) {
    const source = options.text('keywords_pattern');
    const words = readWords(options, 'keywords', options.boolean('ignore_case', false));
    if (source !== undefined && words !== undefined) {
      throw errors.illegalArgument(
        'cannot specify both `keywords_pattern` and `keywords` or `keywords_path`',
      );
    }
    if (source === undefined && words === undefined) {
      throw errors.illegalArgument(
        'keyword filter requires either `keywords`, `keywords_path`, or `keywords_pattern` to be configured',
      );
    }
    const pattern = source === undefined ? undefined : compilePattern(`^(?:${source})$`);
    const isKeyword = (term: string) =>
      pattern === undefined ? words?.has(term) === true : [...pattern.matches(term)].length > 0;
    return (tokens) => tokens.map((token) => (isKeyword(token.term) ? marked(token) : token));
  },
};

/** Every word twice: as a keyword, and as one to be stemmed. */
export const keywordRepeat = plainFilter(['keyword_repeat'], (tokens) =>
  tokens.flatMap((token) => [marked(token), token]),
);

const marked = (token: Token): Token => ({ ...token, isKeyword: true });
