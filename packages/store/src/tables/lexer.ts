import { syntaxError } from './syntax-error.ts';

/** A piece of a query; `start` and `end` are offsets in its source. */
export interface Token {
  /** `quoted` is a name in marks, which is never a keyword. */
  readonly kind: 'name' | 'quoted' | 'text' | 'number' | 'sign' | 'end';
  /** What it says, without marks and escapes. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** What the pieces of a language look like; the patterns are sticky. */
export interface Lexicon {
  readonly comment: RegExp;
  readonly text: RegExp;
  readText(match: string): string;
  readonly quoted: RegExp;
  readQuoted(match: string): string;
  readonly sign: RegExp;
}

/** A query, at most. */
const CHARS_MAX = 100_000;
const BLANK = /\s+/y;
const NAME = /[\p{L}_@][\p{L}\p{N}_@]*/uy;
const NUMBER = /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y;

/** Splits a query. Throws `parsing_exception` for a sign that the language does not have. */
export function readTokens(source: string, lexicon: Lexicon): readonly Token[] {
  if (source.length > CHARS_MAX) {
    throw syntaxError(
      source,
      0,
      `the query has [${source.length}] characters, more than the allowed maximum of [${CHARS_MAX}]`,
    );
  }
  const tokens: Token[] = [];
  let at = 0;
  while (at < source.length) {
    const skipped = matchAt(BLANK, source, at) ?? matchAt(lexicon.comment, source, at);
    if (skipped === undefined) {
      const token = readToken(source, at, lexicon);
      tokens.push(token);
      at = token.end;
    } else {
      at += skipped.length;
    }
  }
  return [...tokens, { kind: 'end', text: '<EOF>', start: at, end: at }];
}

function readToken(source: string, start: number, lexicon: Lexicon): Token {
  const kinds: readonly (readonly [Token['kind'], RegExp, (match: string) => string])[] = [
    ['name', NAME, String],
    ['number', NUMBER, String],
    ['text', lexicon.text, lexicon.readText],
    ['quoted', lexicon.quoted, lexicon.readQuoted],
    ['sign', lexicon.sign, String],
  ];
  for (const [kind, pattern, read] of kinds) {
    const match = matchAt(pattern, source, start);
    if (match !== undefined) {
      return { kind, text: read(match), start, end: start + match.length };
    }
  }
  throw syntaxError(source, start, `token recognition error at: '${source[start]}'`);
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}
