import type { Options } from '../options.ts';
import { type WordSet, wordSet } from './word-set.ts';

/** What the word delimiters split at, and what they make of the parts. */
export interface WordParts {
  readonly hasWords: boolean;
  readonly hasNumbers: boolean;
  readonly joinsWords: boolean;
  readonly joinsNumbers: boolean;
  readonly joinsAll: boolean;
  readonly keepsOriginal: boolean;
  readonly keepsOffsets: boolean;
  readonly protectedWords: WordSet;
  readonly pattern: RegExp;
  readonly stemsPossessive: boolean;
}

/** A part of a word. */
export interface Part {
  readonly term: string;
  readonly start: number;
  readonly isNumber: boolean;
}

export function readWordParts(options: Options): WordParts {
  const splitsCase = options.boolean('split_on_case_change', true);
  const splitsNumerics = options.boolean('split_on_numerics', true);
  return {
    hasWords: options.boolean('generate_word_parts', true),
    hasNumbers: options.boolean('generate_number_parts', true),
    joinsWords: options.boolean('catenate_words', false),
    joinsNumbers: options.boolean('catenate_numbers', false),
    joinsAll: options.boolean('catenate_all', false),
    keepsOriginal: options.boolean('preserve_original', false),
    keepsOffsets: !options.boolean('adjust_offsets', true),
    protectedWords: wordSet(options.list('protected_words') ?? [], false),
    pattern: partPattern(splitsCase, splitsNumerics),
    stemsPossessive: options.boolean('stem_english_possessive', true),
  };
}

/** `PowerShot` is two words where case splits: an upper case letter begins one, a run of them stays with what follows. */
function partPattern(splitsCase: boolean, splitsNumerics: boolean): RegExp {
  const digits = '\\p{N}';
  const letters = '[\\p{L}\\p{M}]';
  if (!splitsNumerics) {
    const any = splitsCase
      ? `(?:(?!(?<=\\p{Ll}|\\p{N})\\p{Lu})[\\p{L}\\p{M}${digits}])`
      : `[\\p{L}\\p{M}${digits}]`;
    return new RegExp(splitsCase ? `[\\p{L}\\p{M}${digits}]${any}*` : `${any}+`, 'gu');
  }
  const words = splitsCase
    ? `\\p{Lu}*[\\p{Ll}\\p{Lo}\\p{Lm}\\p{Lt}\\p{M}]+|\\p{Lu}+`
    : `${letters}+`;
  return new RegExp(`${words}|${digits}+`, 'gu');
}

/** The parts of a word. */
export function partsOf(word: string, { pattern, stemsPossessive }: WordParts): readonly Part[] {
  const text = stemsPossessive ? word.replace(/(\p{L})['’][sS](?!\p{L})/gu, '$1  ') : word;
  return [...text.matchAll(pattern)].map(({ 0: term, index }) => ({
    term,
    start: index,
    isNumber: /^\p{N}+$/u.test(term),
  }));
}
