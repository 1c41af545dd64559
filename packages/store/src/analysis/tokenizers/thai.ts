import type { TokenizerType } from '../component.ts';
import { tokensOf } from '../token.ts';

/** Words of Thai, which has no blanks between them, by the dictionary of the runtime. */
export const thai: TokenizerType = {
  names: ['thai'],
  build() {
    const segmenter = new Intl.Segmenter('th', { granularity: 'word' });
    return (text) =>
      tokensOf(
        [...segmenter.segment(text)]
          .filter(({ isWordLike }) => isWordLike === true)
          .map(({ segment, index }) => ({ term: segment, start: index })),
      );
  },
};
