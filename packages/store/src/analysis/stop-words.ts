import { stopwords as arabic } from '@orama/stopwords/arabic';
import { stopwords as armenian } from '@orama/stopwords/armenian';
import { stopwords as bulgarian } from '@orama/stopwords/bulgarian';
import { stopwords as danish } from '@orama/stopwords/danish';
import { stopwords as dutch } from '@orama/stopwords/dutch';
import { stopwords as finnish } from '@orama/stopwords/finnish';
import { stopwords as french } from '@orama/stopwords/french';
import { stopwords as german } from '@orama/stopwords/german';
import { stopwords as greek } from '@orama/stopwords/greek';
import { stopwords as hungarian } from '@orama/stopwords/hungarian';
import { stopwords as hindi } from '@orama/stopwords/indian';
import { stopwords as indonesian } from '@orama/stopwords/indonesian';
import { stopwords as irish } from '@orama/stopwords/irish';
import { stopwords as italian } from '@orama/stopwords/italian';
import { stopwords as lithuanian } from '@orama/stopwords/lithuanian';
import { stopwords as norwegian } from '@orama/stopwords/norwegian';
import { stopwords as portuguese } from '@orama/stopwords/portuguese';
import { stopwords as romanian } from '@orama/stopwords/romanian';
import { stopwords as russian } from '@orama/stopwords/russian';
import { stopwords as serbian } from '@orama/stopwords/serbian';
import { stopwords as spanish } from '@orama/stopwords/spanish';
import { stopwords as swedish } from '@orama/stopwords/swedish';
import { stopwords as turkish } from '@orama/stopwords/turkish';

/** Lucene's English stop words: few, so that hardly a phrase is lost. */
const ENGLISH_STOP_WORDS: readonly string[] =
  'a an and are as at be but by for if in into is it no not of on or such that the their then there these they this to was will with'.split(
    ' ',
  );

const CJK_STOP_WORDS: readonly string[] =
  'a and are as at be but by for if in into is it no not of on or s such t that the their then there these they this to was will with www'.split(
    ' ',
  );

/** Lists that were written with another table of characters than they were read with: letters, and what they are. */
function repaired(words: readonly string[], wrong: string, right: string): readonly string[] {
  const letters = new Map([...wrong].map((letter, i) => [letter, [...right][i] ?? letter]));
  return words.map((word) => [...word].map((letter) => letters.get(letter) ?? letter).join(''));
}

/** Lists of stop words by the name that settings call them. */
export const STOP_WORDS: Readonly<Record<string, readonly string[]>> = {
  _none_: [],
  _arabic_: arabic,
  _armenian_: armenian,
  _brazilian_: portuguese,
  _bulgarian_: bulgarian,
  _cjk_: CJK_STOP_WORDS,
  _danish_: danish,
  _dutch_: dutch,
  _english_: ENGLISH_STOP_WORDS,
  _finnish_: finnish,
  _french_: french,
  _german_: german,
  _greek_: greek,
  _hindi_: hindi,
  _hungarian_: hungarian,
  _indonesian_: indonesian,
  _irish_: irish,
  _italian_: italian,
  _lithuanian_: repaired(lithuanian, 'àèæëáðøûþÀÈÆËÁÐØÛÞ', 'ąčęėįšųūžĄČĘĖĮŠŲŪŽ'),
  _norwegian_: norwegian,
  _portuguese_: portuguese,
  _romanian_: romanian,
  _russian_: russian,
  _serbian_: repaired(serbian, 'æèð', 'ćčđ'),
  _spanish_: spanish,
  _swedish_: swedish,
  _turkish_: turkish,
};
