import { plainFilter, type TokenFilterType } from '../component.ts';
import type { Token } from '../token.ts';

/** Each word once: of the whole text, or with `only_on_same_position` of one place. */
export const unique: TokenFilterType = {
  names: ['unique'],
  build: (options) =>
    options.boolean('only_on_same_position', false)
      ? uniqueAtPosition
      : (tokens) => firstOnly(tokens, ({ term }) => term),
};

/** Each word once in one place. */
export const removeDuplicates = plainFilter(['remove_duplicates'], uniqueAtPosition);

function uniqueAtPosition(tokens: readonly Token[]): readonly Token[] {
  return firstOnly(tokens, ({ term, position }) => `${position} ${term}`);
}

function firstOnly(tokens: readonly Token[], key: (token: Token) => string): readonly Token[] {
  const seen = new Set<string>();
  return tokens.filter((token) => {
    const before = seen.size;
    return seen.add(key(token)).size > before;
  });
}
