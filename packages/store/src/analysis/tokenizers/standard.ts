import type { TokenizerType } from '../component.ts';
import { tokensOf } from '../token.ts';
import { readTokenCharsMax } from './token-length.ts';
import { wordsOf } from './words.ts';

/** Words by the rules of Unicode. */
export const standard: TokenizerType = {
  names: ['standard'],
  build(options) {
    const charsMax = readTokenCharsMax(options);
    return (text) => tokensOf(wordsOf(text, charsMax));
  },
};
