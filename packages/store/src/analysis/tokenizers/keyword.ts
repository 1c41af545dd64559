import type { TokenizerType } from '../component.ts';
import { tokensOf } from '../token.ts';

/** The whole text as one token. */
export const keyword: TokenizerType = {
  names: ['keyword'],
  build: () => (text) => (text === '' ? [] : tokensOf([{ term: text, start: 0 }])),
};
