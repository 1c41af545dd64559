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
  hindi_normalization: [
    // Nasal signs are one; the dot below, the sign of no vowel and joiners say nothing of the word.
    [/न्|ँ/g, 'ं'],
    [/[\u093c\u094d\u200c\u200d]/g, ''],
    ...oneOfEach(
      '\u0929\u0931\u0934\u0958\u0959\u095a\u095b\u095c\u095d\u095e\u095f',
      'नरळकखगजडढफय',
    ),
    // Vowels of loanwords, then long and short ones.
    ...oneOfEach('ऍऎऑऒॲ', 'एएओओअ'),
    ...oneOfEach('\u0945\u0946\u0949\u094a', '\u0947\u0947\u094b\u094b'),
    ...oneOfEach('आईऊॠॡऐऔ', 'अइउऋऌएओ'),
    ...oneOfEach('\u0940\u0942\u0944\u0963\u0948\u094c', '\u093f\u0941\u0943\u0962\u0947\u094b'),
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
  serbian_normalization: [
    ...oneOfEach('абвгдезијклмнопрстуфх', 'abvgdezijklmnoprstufh'),
    ...oneOfEach('жћцчшžćčš', 'zcccszccs'),
    [/[ђđ]/g, 'dj'],
    [/љ/g, 'lj'],
    [/њ/g, 'nj'],
    [/џ/g, 'dz'],
  ],
  sorani_normalization: [
    [/[\u064b-\u0652\u0640]/g, ''],
    [/\u0647\u200c|\u0647$|\u0629/g, '\u06d5'],
    [/\p{Cf}/gu, ''],
    [/[يى]/g, '\u06cc'],
    [/\u0643/g, '\u06a9'],
    [/\u06be/g, '\u0647'],
    [/^\u0631|\u0692/g, '\u0695'],
  ],
};

/** Each letter of one text becomes the letter at its place in the other. */
function oneOfEach(from: string, to: string): Rules {
  const letters = [...to];
  return [...from].map((letter, i) => [new RegExp(letter, 'g'), letters[i] ?? ''] as const);
}

/** One filter for each language, under the names that Lucene gives them. */
export const languageNormalizations: readonly TokenFilterType[] = Object.entries(LANGUAGES).map(
  ([name, rules]) =>
    normalizingFilter([name], (tokens) =>
      mapTerms(tokens, (term) => rules.reduce((text, [from, to]) => text.replace(from, to), term)),
    ),
);
