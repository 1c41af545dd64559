import type { Options } from '../options.ts';
import { type Token, tokensOf } from '../token.ts';
import { readTokenCharsMax } from './token-length.ts';

/** The runs of characters that a pattern of our own matches (flags `gu`), cut at the longest token. */
export function runsOf(text: string, runs: RegExp, charsMax: number): readonly Token[] {
  return tokensOf(eachRun(text, runs, charsMax));
}

/** A tokenizer of runs, with `max_token_length`. */
export function buildRuns(runs: RegExp): (options: Options) => (text: string) => readonly Token[] {
  return (options) => {
    const charsMax = readTokenCharsMax(options);
    return (text) => runsOf(text, runs, charsMax);
  };
}

function* eachRun(text: string, runs: RegExp, charsMax: number) {
  for (const match of text.matchAll(runs)) {
    for (let from = 0; from < match[0].length; from += charsMax) {
      yield { term: match[0].slice(from, from + charsMax), start: match.index + from };
    }
  }
}
