/** A piece of a query text; `start` and `end` are offsets in it. */
export interface LuceneToken {
  readonly kind:
    | 'and'
    | 'or'
    | 'not'
    | '+'
    | '-'
    | '('
    | ')'
    | ':'
    | '^'
    | '~'
    | 'word'
    | 'wildcard'
    | 'phrase'
    | 'regexp'
    | 'range'
    | 'compare'
    | 'end';
  /** As written; of phrases and regular expressions, without their marks. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** True if a blank, or the beginning, is before it. */
  readonly isAfterBlank: boolean;
}

/** A query text that is no query; `position` says where. */
export class LuceneSyntaxError extends Error {
  override readonly name = 'LuceneSyntaxError';
  readonly position: number;

  constructor(reason: string, position: number) {
    super(`${reason} at position ${position}`);
    this.position = position;
  }
}

const BLANKS = /[ \t\n\r\u3000]+/y;
const OPERATORS = /(AND|OR|NOT)(?=[\s()+\-!"]|$)|&&|\|\||[+\-!():^~]/y;
const PHRASE = /"((?:[^"\\]|\\[\s\S])*)"/y;
const REGEXP = /\/((?:[^/\\]|\\[\s\S])*)\//y;
const RANGE = /[[{]((?:[^\]}"\\]|\\[\s\S]|"(?:[^"\\]|\\[\s\S])*")*)[\]}]/y;
const COMPARE = /[<>]=?/y;
/** A word may have `+`, `-`, `!` and `/` inside, but not in front. */
const WORD = /(?:[^\s"()[\]{}:^~\\\u3000]|\\[\s\S])+/y;

const NAMES: Readonly<Record<string, LuceneToken['kind']>> = {
  AND: 'and',
  '&&': 'and',
  OR: 'or',
  '||': 'or',
  NOT: 'not',
  '!': 'not',
};

/** Splits a query text. Throws `LuceneSyntaxError` for a phrase, range or expression without an end. */
export function readLuceneTokens(text: string): readonly LuceneToken[] {
  const tokens: LuceneToken[] = [];
  let at = 0;
  while (at < text.length) {
    const blank = matchAt(BLANKS, text, at);
    at += blank?.[0].length ?? 0;
    if (at >= text.length) {
      break;
    }
    const token = readToken(text, at, blank !== undefined || at === 0);
    tokens.push(token);
    at = token.end;
  }
  return [...tokens, { kind: 'end', text: '', start: at, end: at, isAfterBlank: true }];
}

function readToken(text: string, at: number, isAfterBlank: boolean): LuceneToken {
  const make = (kind: LuceneToken['kind'], match: RegExpExecArray, inner = match[0]) => ({
    kind,
    text: inner,
    start: at,
    end: at + match[0].length,
    isAfterBlank,
  });
  const operator = matchAt(OPERATORS, text, at);
  if (operator !== undefined) {
    return make(NAMES[operator[0]] ?? (operator[0] as LuceneToken['kind']), operator);
  }
  const quoted = matchAt(PHRASE, text, at);
  if (quoted !== undefined) {
    return make('phrase', quoted, quoted[1]);
  }
  const range = matchAt(RANGE, text, at);
  if (range !== undefined) {
    return make('range', range);
  }
  const regexp = matchAt(REGEXP, text, at);
  if (regexp !== undefined) {
    return make('regexp', regexp, regexp[1]);
  }
  const compare = matchAt(COMPARE, text, at);
  if (compare !== undefined) {
    return make('compare', compare);
  }
  const word = matchAt(WORD, text, at);
  if (word === undefined || text[at] === '/') {
    throw new LuceneSyntaxError(`unexpected [${text[at]}]`, at);
  }
  return make(hasSign(word[0]) ? 'wildcard' : 'word', word);
}

/** True if an unescaped `*` or `?` is in a word. */
const hasSign = (word: string): boolean => /[*?]/.test(word.replace(/\\[\s\S]/g, ''));

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}

/** Takes away the backslashes of a text that has no signs. */
export function unescapeLucene(text: string): string {
  return text.replace(/\\([\s\S])/g, '$1');
}
