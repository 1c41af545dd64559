import type { TokenizerType } from '../component.ts';
import { lowerCase } from '../engine-words.ts';
import { mapTerms } from '../token.ts';
import { buildRuns } from './runs.ts';

const LETTERS = /\p{L}+/gu;

/** Runs of letters. */
export const letter: TokenizerType = { names: ['letter', 'simple'], build: buildRuns(LETTERS) };

/** Runs of letters in lower case. */
export const lowercase: TokenizerType = {
  names: ['lowercase'],
  isNormalizing: true,
  build(options) {
    const split = buildRuns(LETTERS)(options);
    return (text) => mapTerms(split(text), lowerCase);
  },
};
