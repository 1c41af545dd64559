import { stemmer as arabic } from '@orama/stemmers/arabic';
import { stemmer as bulgarian } from '@orama/stemmers/bulgarian';
import { stemmer as danish } from '@orama/stemmers/danish';
import { stemmer as dutch } from '@orama/stemmers/dutch';
import { stemmer as porter } from '@orama/stemmers/english';
import { stemmer as finnish } from '@orama/stemmers/finnish';
import { stemmer as french } from '@orama/stemmers/french';
import { stemmer as german } from '@orama/stemmers/german';
import { stemmer as hungarian } from '@orama/stemmers/hungarian';
import { stemmer as italian } from '@orama/stemmers/italian';
import { stemmer as norwegian } from '@orama/stemmers/norwegian';
import { stemmer as portuguese } from '@orama/stemmers/portuguese';
import { stemmer as romanian } from '@orama/stemmers/romanian';
import { stemmer as russian } from '@orama/stemmers/russian';
import { stemmer as spanish } from '@orama/stemmers/spanish';
import { stemmer as swedish } from '@orama/stemmers/swedish';
import { stemmer as turkish } from '@orama/stemmers/turkish';
import { possessiveEnglish } from './possessive-english.ts';

/** The stem of a word in lower case. */
export type Stemmer = (word: string) => string;

/** Longer ones are no words; some rules take time that grows faster than the length. */
const WORD_CHARS_MAX = 100;

/** `s` of the plural off, nothing more. */
function minimalEnglish(word: string): string {
  if (word.length < 3 || !word.endsWith('s') || /(?:us|ss)$/.test(word)) {
    return word;
  }
  if (word.endsWith('ies')) {
    return word.length > 3 && !/[ae]ies$/.test(word) ? `${word.slice(0, -3)}y` : word;
  }
  return /[aeo]es$/.test(word) ? word : word.slice(0, -1);
}

const SNOWBALL: Readonly<Record<string, Stemmer>> = {
  arabic,
  bulgarian,
  danish,
  dutch,
  english: porter,
  finnish,
  french,
  german,
  hungarian,
  italian,
  norwegian,
  portuguese,
  romanian,
  russian,
  spanish,
  swedish,
  turkish,
};

/** Stemmers by the languages of the `stemmer` filter. Light and minimal ones have the language's own rules. */
export const STEMMERS: Readonly<Record<string, Stemmer>> = {
  ...SNOWBALL,
  dutch_kp: dutch,
  german2: german,
  kp: dutch,
  light_english: minimalEnglish,
  lovins: porter,
  minimal_english: minimalEnglish,
  porter,
  porter2: porter,
  possessive_english: possessiveEnglish,
};

/** Stemmers by the languages of the `snowball` filter, in lower case. */
export const SNOWBALL_STEMMERS: Readonly<Record<string, Stemmer>> = {
  ...SNOWBALL,
  german2: german,
  kp: dutch,
  lovins: porter,
  porter,
};

/** The stem, but of what is too long to be a word. */
export const stemWord = (stemmer: Stemmer, word: string): string =>
  word.length > WORD_CHARS_MAX ? word : stemmer(word);
