import { faults } from './script-fault.ts';

/** A piece of a script; `at` and `end` are offsets in it. */
export interface Token {
  readonly kind: 'number' | 'string' | 'regexp' | 'name' | 'operator' | 'end';
  /** As written; of texts without quotes and escapes, of regular expressions without slashes and flags. */
  readonly text: string;
  readonly flags?: string;
  readonly at: number;
  readonly end: number;
}

const SPACE = /(?:\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\/)+/y;
const NUMBER = /0[xX][0-9a-fA-F]+[lL]?|(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?[lLfFdD]?/y;
const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;
const STRING = /"(?:[^"\\]|\\["\\])*"|'(?:[^'\\]|\\['\\])*'/y;
const REGEXP = /\/((?:[^/\\\n]|\\[^\n])+)\/([cilmsUux]*)/y;
const OPERATOR =
  /===|!==|==~|>>>=|>>>|<<=|>>=|==|=~|!=|<=|>=|&&|\|\||\+\+|--|\+=|-=|\*=|\/=|%=|&=|\^=|\|=|<<|>>|\?\.|\?:|->|::|[-+*/%=<>!~&|^?:;,.()[\]{}]/y;

/** Splits a script into its tokens. Throws a `ScriptFault` at what is none. */
export function readTokens(source: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = matchAt(SPACE, source, 0)?.[0].length ?? 0;
  while (at < source.length) {
    const token = readToken(source, at, tokens.at(-1));
    tokens.push(token);
    at = token.end + (matchAt(SPACE, source, token.end)?.[0].length ?? 0);
  }
  return [...tokens, { kind: 'end', text: '<EOF>', at: source.length, end: source.length }];
}

function readToken(source: string, at: number, previous: Token | undefined): Token {
  const make = (kind: Token['kind'], match: RegExpExecArray, text = match[0]): Token => ({
    kind,
    text,
    at,
    end: at + match[0].length,
  });
  const name = matchAt(NAME, source, at);
  if (name) {
    return make('name', name);
  }
  const number = /[0-9.]/.test(source.charAt(at)) ? matchAt(NUMBER, source, at) : undefined;
  if (number && !(number[0].startsWith('.') && endsValue(previous))) {
    return make('number', number);
  }
  const string = matchAt(STRING, source, at);
  if (string) {
    return make('string', string, string[0].slice(1, -1).replace(/\\(.)/g, '$1'));
  }
  const regexp = endsValue(previous) ? undefined : matchAt(REGEXP, source, at);
  if (regexp) {
    return { ...make('regexp', regexp, regexp[1] ?? ''), flags: regexp[2] ?? '' };
  }
  const operator = matchAt(OPERATOR, source, at);
  if (operator) {
    return make('operator', operator);
  }
  throw unexpectedCharacter(source, at);
}

/** A slash behind a value divides; elsewhere it begins a regular expression. */
function endsValue(token: Token | undefined): boolean {
  if (token === undefined) {
    return false;
  }
  if (token.kind === 'operator') {
    return token.text === ')' || token.text === ']' || token.text === '++' || token.text === '--';
  }
  return token.kind !== 'name' || !/^(?:return|instanceof|else|do|in|throw)$/.test(token.text);
}

function unexpectedCharacter(source: string, at: number) {
  const quote = source.charAt(at);
  const character = source.slice(at, at + 1 + (source.charCodeAt(at) >= 0xd800 ? 1 : 0));
  if (quote !== '"' && quote !== "'") {
    return faults.illegalArgument(`unexpected character [${character}].`, at);
  }
  const wrongEscape = /^["'](?:[^\\"']|\\["'\\])*\\[^"'\\]/.exec(source.slice(at));
  return wrongEscape
    ? faults.illegalArgument(
        `unexpected character [${wrongEscape[0]}]. The only valid escape sequences in strings starting with [${quote}] are [\\\\] and [\\${quote}].`,
        at,
      )
    : faults.illegalArgument(`unexpected character [${quote}]. The text has no end.`, at);
}

function matchAt(pattern: RegExp, source: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(source) ?? undefined;
}
