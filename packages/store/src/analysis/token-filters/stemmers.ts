import { stemmer as arabic } from '@orama/stemmers/arabic';
import { stemmer as armenian } from '@orama/stemmers/armenian';
import { stemmer as bulgarian } from '@orama/stemmers/bulgarian';
import { stemmer as danish } from '@orama/stemmers/danish';
import { stemmer as dutch } from '@orama/stemmers/dutch';
import { stemmer as porter } from '@orama/stemmers/english';
import { stemmer as finnish } from '@orama/stemmers/finnish';
import { stemmer as french } from '@orama/stemmers/french';
import { stemmer as german } from '@orama/stemmers/german';
import { stemmer as greek } from '@orama/stemmers/greek';
import { stemmer as hungarian } from '@orama/stemmers/hungarian';
import { stemmer as hindi } from '@orama/stemmers/indian';
import { stemmer as indonesian } from '@orama/stemmers/indonesian';
import { stemmer as irish } from '@orama/stemmers/irish';
import { stemmer as italian } from '@orama/stemmers/italian';
import { stemmer as lithuanian } from '@orama/stemmers/lithuanian';
import { stemmer as norwegian } from '@orama/stemmers/norwegian';
import { stemmer as portuguese } from '@orama/stemmers/portuguese';
import { stemmer as romanian } from '@orama/stemmers/romanian';
import { stemmer as russian } from '@orama/stemmers/russian';
import { stemmer as serbian } from '@orama/stemmers/serbian';
import { stemmer as spanish } from '@orama/stemmers/spanish';
import { stemmer as swedish } from '@orama/stemmers/swedish';
import { stemmer as turkish } from '@orama/stemmers/turkish';
import { czech } from './czech-stemmer.ts';
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
  armenian,
  bulgarian,
  danish,
  dutch,
  english: porter,
  finnish,
  french,
  german,
  greek,
  hungarian,
  indonesian,
  irish,
  italian,
  lithuanian,
  norwegian,
  portuguese,
  romanian,
  russian,
  serbian,
  spanish,
  swedish,
  turkish,
};

/** Languages that Elasticsearch has a lighter stemmer for, beside the one that they have here. */
const LIGHT = [
  ...['finnish', 'french', 'german', 'hungarian', 'italian', 'norwegian', 'portuguese'],
  ...['russian', 'spanish', 'swedish'],
];
const MINIMAL = ['french', 'german', 'norwegian', 'portuguese'];

const lighter = (kind: string, languages: readonly string[]) =>
  Object.fromEntries(
    languages.map((language) => [`${kind}_${language}`, SNOWBALL[language] ?? porter]),
  );

/** Stemmers by the languages of the `stemmer` filter. Light and minimal ones have the language's own rules. */
export const STEMMERS: Readonly<Record<string, Stemmer>> = {
  ...SNOWBALL,
  ...lighter('light', LIGHT),
  ...lighter('minimal', MINIMAL),
  brazilian: portuguese,
  czech,
  hindi,
  portuguese_rslp: portuguese,
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
