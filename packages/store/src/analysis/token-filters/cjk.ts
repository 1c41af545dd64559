import { normalizingFilter, type TokenFilterType } from '../component.ts';
import { mapTerms, type Token } from '../token.ts';

/** Wide ASCII as ASCII, narrow Katakana as usual Katakana. */
export const cjkWidth = normalizingFilter(['cjk_width'], (tokens) =>
  mapTerms(tokens, (term) =>
    term.replace(/[\uff01-\uff5e]+|[\uff65-\uff9f]+/g, (run) => run.normalize('NFKC')),
  ),
);

/** Digits of every script as ASCII digits. */
export const decimalDigit = normalizingFilter(['decimal_digit'], (tokens) =>
  mapTerms(tokens, (term) =>
    term.replace(/[^\0-\x7f]/gu, (char) =>
      /\p{Nd}/u.test(char) ? String(digitValue(char)) : char,
    ),
  ),
);

/** Unicode keeps the ten digits of a script together. */
function digitValue(char: string): number {
  const code = char.codePointAt(0) ?? 0;
  let zero = code;
  while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) {
    zero -= 1;
  }
  return code - zero;
}

const SCRIPTS: Readonly<Record<string, string>> = {
  '<IDEOGRAPHIC>': 'han',
  '<HIRAGANA>': 'hiragana',
  '<KATAKANA>': 'katakana',
  '<HANGUL>': 'hangul',
};

/** Pairs of neighboring characters of Chinese, Japanese and Korean words. */
export const cjkBigram: TokenFilterType = {
  names: ['cjk_bigram'],
  build(options) {
    const ignored = new Set(options.list('ignored_scripts'));
    const hasUnigrams = options.boolean('output_unigrams', false);
    const isCjk = ({ type }: Token) => SCRIPTS[type] !== undefined && !ignored.has(SCRIPTS[type]);
    return (tokens) => {
      const found: Token[] = [];
      let shift = 0;
      for (const run of runsOf(tokens, isCjk)) {
        const chars = run.flatMap(charsOf);
        const pieces = chars.length > 0 ? bigrams(chars, hasUnigrams) : run;
        const first = run[0]?.position ?? 0;
        for (const token of pieces) {
          found.push({ ...token, position: token.position + shift });
        }
        const used = (pieces.at(-1)?.position ?? first) - first;
        shift += chars.length > 0 ? used - ((run.at(-1)?.position ?? first) - first) : 0;
      }
      return found;
    };
  },
};

/** Words of these scripts that touch, as one run each; every other token alone, as an empty run's neighbor. */
function* runsOf(
  tokens: readonly Token[],
  isCjk: (token: Token) => boolean,
): Iterable<readonly Token[]> {
  let run: Token[] = [];
  for (const token of tokens) {
    if (isCjk(token)) {
      if (run.length > 0 && run.at(-1)?.end !== token.start) {
        yield run;
        run = [];
      }
      run.push(token);
    } else {
      if (run.length > 0) {
        yield run;
        run = [];
      }
      yield [token];
    }
  }
  if (run.length > 0) {
    yield run;
  }
}

/** The characters of a token of these scripts; nothing of another. */
function charsOf(token: Token): readonly Token[] {
  if (SCRIPTS[token.type] === undefined) {
    return [];
  }
  let at = token.start;
  return [...token.term].map((term) => {
    const start = at;
    at += term.length;
    return { term, start, end: at, type: token.type, position: token.position };
  });
}

function bigrams(chars: readonly Token[], hasUnigrams: boolean): readonly Token[] {
  const [first] = chars;
  if (first === undefined) {
    return [];
  }
  if (chars.length === 1) {
    return [{ ...first, type: '<SINGLE>' }];
  }
  const found: Token[] = [];
  for (const [i, char] of chars.entries()) {
    const position = first.position + i;
    const next = chars[i + 1];
    if (hasUnigrams) {
      found.push({ ...char, type: '<SINGLE>', position });
    }
    if (next !== undefined) {
      const pair = { term: char.term + next.term, start: char.start, end: next.end, position };
      found.push({ ...pair, type: '<DOUBLE>', ...(hasUnigrams ? { positionLength: 2 } : {}) });
    }
  }
  return found;
}
