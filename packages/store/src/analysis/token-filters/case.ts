import { errors } from '@longshore/common/errors';
import { normalizingFilter, type TokenFilterType } from '../component.ts';
import { lowerCase } from '../engine-words.ts';
import { mapTerms } from '../token.ts';

/** Languages whose letters have other small forms. */
const LANGUAGES: Readonly<Record<string, (term: string) => string>> = {
  greek: lowerGreek,
  irish: lowerIrish,
  turkish: (term) => term.toLocaleLowerCase('tr'),
};

/** Lower case. */
export const lowercase: TokenFilterType = {
  names: ['lowercase'],
  isNormalizing: true,
  build(options) {
    const language = options.text('language');
    if (language === undefined) {
      return (tokens) => mapTerms(tokens, lowerCase);
    }
    const lower = LANGUAGES[language];
    if (lower === undefined) {
      throw errors.illegalArgument(`language [${language}] not support for lower case`);
    }
    return (tokens) => mapTerms(tokens, lower);
  },
};

/** Without accents, and with one sigma. */
function lowerGreek(term: string): string {
  const bare = term.normalize('NFD').replace(/(?<=\p{Script=Greek})[\u0301\u0308]+/gu, '');
  return lowerCase(bare.normalize('NFC')).replace(/ς/g, 'σ');
}

/** `nAthair` is `n-athair`. */
function lowerIrish(term: string): string {
  return lowerCase(term.replace(/^([nt])([AEIOUÁÉÍÓÚ])/, '$1-$2'));
}

/** Upper case. */
export const uppercase = normalizingFilter(['uppercase'], (tokens) =>
  mapTerms(tokens, (term) => term.toUpperCase()),
);
