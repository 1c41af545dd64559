import { errors } from '@longshore/common/errors';
import { plainFilter, type TokenFilterType } from '../component.ts';
import { mapTerms } from '../token.ts';

/** Words of a length only. */
export const length: TokenFilterType = {
  names: ['length'],
  build(options) {
    const min = options.integer('min', 0);
    const max = options.integer('max', 2_147_483_647);
    if (min > max) {
      throw errors.illegalArgument(
        `maximum length must not be greater than minimum length: ${min} > ${max}`,
      );
    }
    return (tokens) => tokens.filter(({ term }) => term.length >= min && term.length <= max);
  },
};

/** The first words only. */
export const limit: TokenFilterType = {
  names: ['limit'],
  build(options) {
    const count = options.integer('max_token_count', 1);
    if (count < 1) {
      throw errors.illegalArgument('maxTokenCount must be greater than zero');
    }
    return (tokens) => tokens.slice(0, count);
  },
};

/** The beginning of each word. */
export const truncate: TokenFilterType = {
  names: ['truncate'],
  build(options) {
    const chars = options.integer('length', options.has('length') ? 0 : 10);
    if (chars <= 0) {
      throw errors.illegalArgument('length parameter must be provided');
    }
    return (tokens) => mapTerms(tokens, (term) => term.slice(0, chars));
  },
};

/** Blanks at both ends off. */
export const trim: TokenFilterType = {
  ...plainFilter(['trim'], (tokens) => mapTerms(tokens, (term) => term.trim())),
  isNormalizing: true,
};

/** Each word from its end. */
export const reverse = plainFilter(['reverse'], (tokens) =>
  mapTerms(tokens, (term) => [...term].reverse().join('')),
);
