import type { TokenizerType } from '../component.ts';
import type { Options } from '../options.ts';
import { tokensOf } from '../token.ts';
import { checkGramDiff, type GramRange, readGramRange, readTokenChars } from './grams.ts';

/** Every piece of the text of some lengths. */
export const ngram: TokenizerType = {
  names: ['ngram', 'nGram'],
  build(options, { limits }) {
    const range = readGramRange(options, { min: 1, max: 2 });
    checkGramDiff(range, limits, 'Tokenizer');
    const runs = readRuns(options);
    return (text) => tokensOf(grams(text, runs, range));
  },
};

/** The beginnings of each word. */
export const edgeNgram: TokenizerType = {
  names: ['edge_ngram', 'edgeNGram'],
  build(options) {
    const range = readGramRange(options, { min: 1, max: 2 });
    const runs = readRuns(options);
    return (text) => tokensOf(edgeGrams(text, runs, range));
  },
};

/** Grams stay within runs of `token_chars`. */
function readRuns(options: Options): RegExp {
  const chars = readTokenChars(options);
  return new RegExp(chars === undefined ? '[\\s\\S]+' : `[${chars}]+`, 'gu');
}

function* grams(text: string, runs: RegExp, { min, max }: GramRange) {
  for (const run of text.matchAll(runs)) {
    const places = placesOf(run[0]);
    for (let from = 0; from < places.length - 1; from += 1) {
      yield* gramsFrom(run[0], places, { from, min, max, offset: run.index });
    }
  }
}

function* edgeGrams(text: string, runs: RegExp, { min, max }: GramRange) {
  for (const run of text.matchAll(runs)) {
    yield* gramsFrom(run[0], placesOf(run[0]), { from: 0, min, max, offset: run.index });
  }
}

interface GramsFrom extends GramRange {
  readonly from: number;
  readonly offset: number;
}

function* gramsFrom(run: string, places: readonly number[], of: GramsFrom) {
  const start = places[of.from] ?? 0;
  for (let length = of.min; length <= of.max && of.from + length < places.length; length += 1) {
    yield { term: run.slice(start, places[of.from + length]), start: of.offset + start };
  }
}

/** Where characters begin, and the end: half a surrogate pair is no character. */
function placesOf(text: string): readonly number[] {
  const places: number[] = [];
  let at = 0;
  for (const char of text) {
    places.push(at);
    at += char.length;
  }
  return [...places, at];
}
