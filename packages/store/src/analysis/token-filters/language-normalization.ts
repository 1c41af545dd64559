import { normalizingFilter, type TokenFilterType } from '../component.ts';
import { mapTerms } from '../token.ts';

type Rules = readonly (readonly [RegExp, string])[];

/** Spellings of one letter made one, by language. */
const LANGUAGES: Readonly<Record<string, Rules>> = {
  arabic_normalization: [
    [/[آأإ]/g, 'ا'],
    [/ى/g, 'ي'],
    [/ة/g, 'ه'],
    [/[\u0640\u064b-\u0652]/g, ''],
  ],
  german_normalization: [
    [/ß/g, 'ss'],
    [/ä/g, 'a'],
    [/ö/g, 'o'],
    [/ü/g, 'u'],
    [/ae/g, 'a'],
    [/oe/g, 'o'],
    [/(?<![aeiouyq])ue/g, 'u'],
  ],
  persian_normalization: [
    [/[یے]/g, 'ي'],
    [/ک/g, 'ك'],
    [/[ۀہ]/g, 'ه'],
    [/[ٔ]/g, ''],
  ],
  scandinavian_normalization: [
    [/ä|ae/g, 'æ'],
    [/Ä|A[eE]/g, 'Æ'],
    [/ö|oe|oo/g, 'ø'],
    [/Ö|O[eEoO]/g, 'Ø'],
    [/aa|ao/g, 'å'],
    [/A[aAoO]/g, 'Å'],
  ],
  scandinavian_folding: [
    [/[åäæ]|a[aeo]/g, 'a'],
    [/[ÅÄÆ]|A[aAeEoO]/g, 'A'],
    [/[öø]|o[eo]/g, 'o'],
    [/[ÖØ]|O[eEoO]/g, 'O'],
  ],
};

/** One filter for each language, under the names that Lucene gives them. */
export const languageNormalizations: readonly TokenFilterType[] = Object.entries(LANGUAGES).map(
  ([name, rules]) =>
    normalizingFilter([name], (tokens) =>
      mapTerms(tokens, (term) => rules.reduce((text, [from, to]) => text.replace(from, to), term)),
    ),
);
