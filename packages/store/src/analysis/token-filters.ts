import { byName, normalizingFilter, plainFilter, type TokenFilterType } from './component.ts';
import { asciiFolding } from './token-filters/ascii-folding.ts';
import { lowercase, uppercase } from './token-filters/case.ts';
import { cjkBigram, cjkWidth, decimalDigit } from './token-filters/cjk.ts';
import { commonGrams } from './token-filters/common-grams.ts';
import { dictionaryDecompounder } from './token-filters/dictionary-decompounder.ts';
import { flattenGraph } from './token-filters/flatten-graph.ts';
import { edgeNgram, ngram } from './token-filters/grams.ts';
import { keywordMarker, keywordRepeat } from './token-filters/keyword-marker.ts';
import { languageNormalizations } from './token-filters/language-normalization.ts';
import { length, limit, reverse, trim, truncate } from './token-filters/lengths.ts';
import { minHash } from './token-filters/min-hash.ts';
import { multiplexer } from './token-filters/multiplexer.ts';
import { patternCapture, patternReplace } from './token-filters/patterns.ts';
import { condition, predicateTokenFilter } from './token-filters/scripted.ts';
import { shingle } from './token-filters/shingle.ts';
import {
  apostrophe,
  classic,
  delimitedPayload,
  elision,
  fingerprint,
  keep,
  keepTypes,
} from './token-filters/small-words.ts';
import { namedStemmer, snowball, stemmer } from './token-filters/stemmer.ts';
import { stemmerOverride } from './token-filters/stemmer-override.ts';
import { stop } from './token-filters/stop.ts';
import { synonym, synonymGraph } from './token-filters/synonym.ts';
import { removeDuplicates, unique } from './token-filters/unique.ts';
import { wordDelimiter, wordDelimiterGraph } from './token-filters/word-delimiter.ts';

/** Every token filter we know. Adding one is a file in `token-filters/` and a word here. */
export const TOKEN_FILTERS: readonly TokenFilterType[] = [
  apostrophe,
  asciiFolding,
  cjkBigram,
  cjkWidth,
  classic,
  commonGrams,
  condition,
  decimalDigit,
  delimitedPayload,
  dictionaryDecompounder,
  edgeNgram,
  elision,
  fingerprint,
  flattenGraph,
  keep,
  keepTypes,
  keywordMarker,
  keywordRepeat,
  ...languageNormalizations,
  length,
  limit,
  lowercase,
  minHash,
  multiplexer,
  namedStemmer('arabic_stem', 'arabic'),
  namedStemmer('brazilian_stem', 'brazilian'),
  namedStemmer('czech_stem', 'czech'),
  namedStemmer('dutch_stem', 'dutch'),
  namedStemmer('french_stem', 'french'),
  namedStemmer('german_stem', 'german'),
  // Krovetz's dictionary is not here; the plural is what both take off.
  namedStemmer('kstem', 'minimal_english'),
  namedStemmer('porter_stem', 'porter'),
  namedStemmer('russian_stem', 'russian'),
  ngram,
  // The tokenizer of Korean takes particles off by itself, and reads no Hanja.
  plainFilter(['nori_part_of_speech'], (tokens) => tokens),
  normalizingFilter(['nori_readingform'], (tokens) => tokens),
  patternCapture,
  patternReplace,
  predicateTokenFilter,
  removeDuplicates,
  reverse,
  shingle,
  snowball,
  stemmer,
  stemmerOverride,
  stop,
  synonym,
  synonymGraph,
  trim,
  truncate,
  unique,
  uppercase,
  wordDelimiter,
  wordDelimiterGraph,
];

export const tokenFilterTypes = byName(TOKEN_FILTERS);
