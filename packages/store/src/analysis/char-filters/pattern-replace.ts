import type { CharFilterType } from '../component.ts';
import { expandReplacement, readPattern } from '../pattern.ts';

/** Replaces what a pattern matches. */
export const patternReplace: CharFilterType = {
  names: ['pattern_replace'],
  isNormalizing: true,
  build(options) {
    const pattern = readPattern(options);
    const replacement = options.text('replacement') ?? '';
    return (text) =>
      [...pattern.matches(text)].map((match) => ({
        start: match.start,
        end: match.end,
        text: expandReplacement(replacement, match),
      }));
  },
};
