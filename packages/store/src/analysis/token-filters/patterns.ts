import { errors } from '@longshore/common/errors';
import type { TokenFilterType } from '../component.ts';
import { compilePattern, expandReplacement, readPattern } from '../pattern.ts';
import { mapTerms, type Token } from '../token.ts';

/** Replaces what a pattern matches in each word. */
export const patternReplace: TokenFilterType = {
  names: ['pattern_replace'],
  isNormalizing: true,
  build(options) {
    const pattern = readPattern(options);
    const replacement = options.text('replacement') ?? '';
    const isAll = options.boolean('all', true);
    return (tokens) =>
      mapTerms(tokens, (term) => {
        let out = '';
        let from = 0;
        for (const match of pattern.matches(term)) {
          out += term.slice(from, match.start) + expandReplacement(replacement, match);
          from = match.end;
          if (!isAll) {
            break;
          }
        }
        return out + term.slice(from);
      });
  },
};

/** The groups that patterns match, each a token where the word stands. */
export const patternCapture: TokenFilterType = {
  names: ['pattern_capture'],
  build(options) {
    const patterns = options.list('patterns')?.map((pattern) => compilePattern(pattern));
    if (patterns === undefined) {
      throw errors.illegalArgument("required setting 'patterns' is missing for token filter");
    }
    const keepsOriginal = options.boolean('preserve_original', true);
    return (tokens) =>
      tokens.flatMap((token): readonly Token[] => {
        const groups = patterns
          .flatMap((pattern) => [...pattern.matches(token.term)])
          .flatMap((match) => match.groups.slice(1))
          .filter((group) => group !== undefined)
          .filter(({ text }) => text !== '' && !(keepsOriginal && text === token.term))
          .sort((a, b) => a.start - b.start);
        const found = groups.map(({ text }) => ({ ...token, term: text }));
        return keepsOriginal || found.length === 0 ? [token, ...found] : found;
      });
  },
};
