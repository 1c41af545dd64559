import type { TokenizerType } from '../component.ts';
import { tokensOf } from '../token.ts';
import { readTokenCharsMax } from './token-length.ts';
import type { Word } from './words.ts';

const PART = '[\\p{L}\\p{N}]+';
/** What Lucene's first tokenizer told apart, in this order. */
const KINDS: Readonly<Record<string, string>> = {
  apostrophe: "\\p{L}+(?:'\\p{L}+)+",
  acronym: '\\p{L}\\.(?:\\p{L}\\.)+(?![\\p{L}\\p{N}])',
  email: `${PART}(?:[.\\-_]${PART})*@${PART}(?:[.-]${PART})+`,
  company: '\\p{L}+[&@]\\p{L}+',
  asian: '[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}]',
  parts: `${PART}(?:[_\\-/.,]${PART})*`,
};
const ANY = new RegExp(
  Object.entries(KINDS)
    .map(([kind, source]) => `(?<${kind}>${source})`)
    .join('|'),
  'gu',
);
const TYPES: Readonly<Record<string, string>> = {
  apostrophe: '<APOSTROPHE>',
  acronym: '<ACRONYM>',
  email: '<EMAIL>',
  company: '<COMPANY>',
  asian: '<CJ>',
};

/** Words by English grammar: hosts, mail addresses and numbers with signs stay whole, hyphens split. */
export const classic: TokenizerType = {
  names: ['classic'],
  build(options) {
    const charsMax = readTokenCharsMax(options);
    return (text) =>
      tokensOf(
        [...text.matchAll(ANY)].flatMap(wordsOf).filter(({ term }) => term.length <= charsMax),
      );
  },
};

function wordsOf({ 0: term, index: start, groups }: RegExpExecArray): readonly Word[] {
  if (groups?.parts === undefined) {
    const kind = Object.keys(TYPES).find((one) => groups?.[one] !== undefined);
    return [{ term, start, type: TYPES[kind ?? ''] ?? '<ALPHANUM>' }];
  }
  return isNumber(term) ? [{ term, start, type: '<NUM>' }] : hosts(term, start);
}

/** A product code, a date, an address: of two neighbors, one has a digit at least. */
function isNumber(term: string): boolean {
  const parts = term.split(/[_\-/.,]/);
  return (
    /[_\-/,]/.test(term) &&
    parts.every((part, i) => i === 0 || /\p{N}/u.test(`${part}${parts[i - 1]}`))
  );
}

function hosts(text: string, offset: number): readonly Word[] {
  return [...text.matchAll(/[^_\-/,]+/g)].map(({ 0: term, index }) => ({
    term,
    start: offset + index,
    type: term.includes('.') ? '<HOST>' : '<ALPHANUM>',
  }));
}
