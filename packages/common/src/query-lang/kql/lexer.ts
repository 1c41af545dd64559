import type { KqlValue } from './ast.ts';

/** A piece of a query text; `start` and `end` are offsets in it. */
export interface KqlToken {
  readonly kind:
    | '('
    | ')'
    | '{'
    | '}'
    | ':'
    | '<'
    | '<='
    | '>'
    | '>='
    | 'and'
    | 'or'
    | 'not'
    | 'value'
    | 'end';
  readonly start: number;
  readonly end: number;
  /** Of `value` tokens only: what they say. */
  readonly value?: KqlValue;
}

/** A query text that is no query: where it stops being one, and what could have been there. */
export class KqlSyntaxError extends Error {
  override readonly name = 'KqlSyntaxError';
  readonly position: number;
  readonly expected: readonly string[];

  constructor(text: string, position: number, expected: readonly string[]) {
    const found = position < text.length ? `"${text[position]}"` : 'end of input';
    super(`Expected ${expected.join(', ')} but ${found} found.`);
    this.position = position;
    this.expected = expected;
  }
}

const BLANKS = /[ \t\r\n\u00a0]+/y;
const SIGNS = /[<>]=?|[(){}:]/y;
const QUOTED = /"((?:[^"\\]|\\[\s\S])*)"/y;
/** A keyword is a word of its own, and something follows it. */
const KEYWORD = /(and|or|not)(?=[ \t\r\n\u00a0(])/iy;
const CHARACTER = /\\(?:u[0-9a-f]{4}|[trn\\():<>"*{}]|and|or|not)|[^\\():<>"{}]/iy;
const WHITESPACE: Readonly<Record<string, string>> = { t: '\t', r: '\r', n: '\n' };

/** Splits a query text. Throws `KqlSyntaxError` for a quote without an end and a backslash before what needs none. */
export function readKqlTokens(text: string): readonly KqlToken[] {
  const tokens: KqlToken[] = [];
  let at = skipBlanks(text, 0);
  while (at < text.length) {
    const token = readToken(text, at, tokens.at(-1));
    tokens.push(token);
    at = skipBlanks(text, token.end);
  }
  return [...tokens, { kind: 'end', start: text.length, end: text.length }];
}

const skipBlanks = (text: string, at: number): number =>
  at + (matchAt(BLANKS, text, at)?.[0].length ?? 0);

function readToken(text: string, start: number, before: KqlToken | undefined): KqlToken {
  const sign = matchAt(SIGNS, text, start)?.[0];
  if (sign !== undefined) {
    return { kind: sign as KqlToken['kind'], start, end: start + sign.length };
  }
  if (text[start] === '"') {
    return readQuoted(text, start);
  }
  const keyword = matchAt(KEYWORD, text, start)?.[0];
  const kind = keyword?.toLowerCase() as 'and' | 'or' | 'not' | undefined;
  // Where nothing is to be combined, `and` and `or` are words like others.
  if (keyword !== undefined && kind !== undefined && (kind === 'not' || isOperand(before))) {
    return { kind, start, end: start + keyword.length };
  }
  return readLiteral(text, start);
}

const isOperand = (token: KqlToken | undefined): boolean =>
  token?.kind === 'value' || token?.kind === ')' || token?.kind === '}';

function readQuoted(text: string, start: number): KqlToken {
  const match = matchAt(QUOTED, text, start);
  if (match === undefined) {
    throw new KqlSyntaxError(text, text.length, ['"\\""']);
  }
  const inner = (match[1] ?? '').replace(
    /\\(?:u([0-9a-f]{4})|([trn\\"]))/gi,
    (whole, code: string | undefined, sign: string | undefined) => unescaped(whole, code, sign),
  );
  return {
    kind: 'value',
    start,
    end: start + match[0].length,
    value: { kind: 'text', text: inner, isQuoted: true },
  };
}

/** Words up to a sign or a keyword: several are one value. */
function readLiteral(text: string, start: number): KqlToken {
  const parts = [''];
  let at = start;
  while (at < text.length && !isKeywordAt(text, at, start)) {
    const character = matchAt(CHARACTER, text, at)?.[0];
    if (character === undefined) {
      break;
    }
    if (character === '*') {
      parts.push('');
    } else {
      parts.push(`${parts.pop()}${unescapeCharacter(character)}`);
    }
    at += character.length;
  }
  if (text[at] === '\\') {
    throw new KqlSyntaxError(text, at, ['escaped character']);
  }
  return { kind: 'value', start, end: at, value: readParts(parts, text, at) };
}

/** Blanks at the end, unless escaped, are no part of a value. */
function readParts(parts: readonly string[], text: string, end: number): KqlValue {
  const isEscaped = /\\[trn]$/.test(text.slice(0, end));
  const last = parts.at(-1) ?? '';
  const trimmed = [...parts.slice(0, -1), isEscaped ? last : last.trimEnd()];
  return trimmed.length === 1
    ? { kind: 'text', text: trimmed[0] ?? '', isQuoted: false }
    : { kind: 'wildcard', parts: trimmed };
}

const isKeywordAt = (text: string, at: number, start: number): boolean =>
  at > start && /\s/.test(text[at - 1] ?? '') && matchAt(KEYWORD, text, at) !== undefined;

function unescapeCharacter(character: string): string {
  const match = /^\\(?:u([0-9a-f]{4})|([\s\S]+))$/i.exec(character);
  return match === null ? character : unescaped(character, match[1], match[2]);
}

const unescaped = (whole: string, code: string | undefined, sign: string | undefined): string =>
  code === undefined
    ? (WHITESPACE[sign ?? ''] ?? sign ?? whole)
    : String.fromCharCode(Number.parseInt(code, 16));

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}
