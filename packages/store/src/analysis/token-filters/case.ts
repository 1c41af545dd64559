import { errors } from '@longshore/common/errors';
import { normalizingFilter, type TokenFilterType } from '../component.ts';
import { lowerCase } from '../engine-words.ts';
import { mapTerms } from '../token.ts';

/** Languages whose letters have other small forms. */
const LOCALES: Readonly<Record<string, string>> = { greek: 'el', irish: 'ga', turkish: 'tr' };

/** Lower case. */
export const lowercase: TokenFilterType = {
  names: ['lowercase'],
  isNormalizing: true,
  build(options) {
    const language = options.text('language');
    if (language === undefined) {
      return (tokens) => mapTerms(tokens, lowerCase);
    }
    const locale = LOCALES[language];
    if (locale === undefined) {
      throw errors.illegalArgument(`language [${language}] not support for lower case`);
    }
    return (tokens) => mapTerms(tokens, (term) => term.toLocaleLowerCase(locale));
  },
};

/** Upper case. */
export const uppercase = normalizingFilter(['uppercase'], (tokens) =>
  mapTerms(tokens, (term) => term.toUpperCase()),
);
