import { stemKorean, withEndings } from '../analysis/korean.ts';
import { wordsOf } from '../analysis/tokenizers/words.ts';
import { type Sql, sql, string, strings } from '../sql/sql.ts';
import { analyze } from './analyzer.ts';
import { allOf, anyOf, known, NEVER } from './predicate.ts';
import type { Path, Slot } from './text-clauses.ts';
import { escapeLike, escapeRegExp } from './wildcard.ts';

/**
 * Conditions on a text column by the words of the standard analyzer. The engine's own tokens are runs of ASCII letters
 * and digits and of everything beyond ASCII; a word that is more than one of them, or less, is looked for by what the
 * index can say and then checked on the text. Only functions of two arguments on exactly the indexed expression use
 * the text index of a table and answer the same without it.
 */
export function wordsHavePath(text: Sql, path: Path): Sql {
  const [first] = path;
  if (first === undefined) {
    return NEVER;
  }
  if (path.length === 1) {
    return anyWord(text, first.terms);
  }
  const isPlain = path.every(({ terms: [only, ...more], offset }, i) => {
    return only !== undefined && more.length === 0 && offset === i && !HAS_ASIAN.test(only);
  });
  return isPlain ? plainPhrase(text, path) : checkedPhrase(text, path);
}

/** True where the text has all of the words. */
export function hasAllWords(text: Sql, words: readonly string[]): Sql {
  const plain = words.filter(isPlainWord);
  const others = words.filter((word) => !isPlainWord(word));
  return allOf([
    ...chunked('hasAllTokens', text, plain),
    ...others.map((word) => hasWord(text, word)),
  ]);
}

/** True where the text has any of the words. */
export function hasAnyWord(text: Sql, words: readonly string[]): Sql {
  return anyWord(text, words);
}

/** One call takes so many; more are several calls. */
const TOKENS_PER_CALL_MAX = 64;
const HAS_ASIAN = /[\p{Script=Hangul}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;
const ASCII_WORD = /^[a-z0-9]+$/;

const isPlainWord = (word: string): boolean => ASCII_WORD.test(word);

function anyWord(text: Sql, words: readonly string[]): Sql {
  const plain = words.filter(isPlainWord);
  const others = words.filter((word) => !isPlainWord(word));
  return anyOf([
    ...chunked('hasAnyTokens', text, plain),
    ...others.map((word) => hasWord(text, word)),
  ]);
}

function chunked(
  name: 'hasAllTokens' | 'hasAnyTokens',
  text: Sql,
  tokens: readonly string[],
): readonly Sql[] {
  const calls: Sql[] = [];
  for (let at = 0; at < tokens.length; at += TOKENS_PER_CALL_MAX) {
    const chunk = strings(tokens.slice(at, at + TOKENS_PER_CALL_MAX));
    calls.push(
      known(
        name === 'hasAllTokens'
          ? sql`hasAllTokens(${text}, ${chunk})`
          : sql`hasAnyTokens(${text}, ${chunk})`,
      ),
    );
  }
  return calls;
}

/** A word that is not simply one token of the engine. What the standard analyzer never makes is nowhere. */
function hasWord(text: Sql, word: string): Sql {
  if (word !== word.toLowerCase() || !isOneWord(word)) {
    return NEVER;
  }
  if (HAS_ASIAN.test(word)) {
    return hasAsianWord(text, word);
  }
  const tokens = analyze(word);
  const [token] = tokens;
  if (token === undefined) {
    return NEVER;
  }
  // The index lowers ASCII letters only: `CAFÉ` is in it as `cafÉ`.
  return tokens.length === 1 && token === word
    ? anyOf(chunked('hasAnyTokens', text, spellings(word)))
    : allOf([known(sql`hasPhrase(${text}, ${string(tokens.join(' '))})`), contains(text, word)]);
}

function isOneWord(word: string): boolean {
  const [only, ...more] = wordsOf(word);
  return more.length === 0 && only?.term === word;
}

function spellings(word: string): readonly string[] {
  const upper = word.replace(/[^\0-\x7f]/gu, (letter) => letter.toUpperCase());
  const title = word.replace(/^[^\0-\x7f]/u, (letter) => letter.toUpperCase());
  return [...new Set([word, title, upper])];
}

/**
 * Chinese and Japanese have no blanks, so these words are found anywhere in the text. Korean particles are no part of
 * what is looked for: a word is found with each of them, which the index answers, and a particle of the query is left
 * out.
 */
function hasAsianWord(text: Sql, word: string): Sql {
  if (!/[가-힣]$/.test(word)) {
    return contains(text, word);
  }
  const forms = new Set([word, stemOf(word)].flatMap(withEndings));
  return anyOf(chunked('hasAnyTokens', text, [...forms]));
}

/** `모니터링을` and `docker를` without their particles. */
function stemOf(word: string): string {
  const [, before = '', hangul = ''] = /^(.*?)([가-힣]*)$/s.exec(word) ?? [];
  const isParticle = before !== '' && withEndings('').includes(hangul);
  return isParticle ? before : before + stemKorean(hangul);
}

const contains = (text: Sql, part: string): Sql =>
  known(sql`${text} LIKE ${string(`%${escapeLike(part)}%`)}`);

function plainPhrase(text: Sql, path: Path): Sql {
  const words = path.flatMap(({ terms }) => terms);
  if (words.some((word) => word !== word.toLowerCase() || !isOneWord(word))) {
    return NEVER;
  }
  const tokens = words.flatMap((word) => analyze(word));
  const joined = words.filter((word) => analyze(word).length > 1);
  return allOf([
    known(sql`hasPhrase(${text}, ${string(tokens.join(' '))})`),
    ...joined.map((word) => contains(text, word)),
  ]);
}

/** Words by the index, then their order by a pattern over the text. */
function checkedPhrase(text: Sql, path: Path): Sql {
  const pattern = path
    .map((slot, i) => `${between(path[i - 1], slot)}${slotPattern(slot)}`)
    .join('');
  const bounded = `(?i)(?:^|${NO_LETTER})${pattern}(?:$|${NO_LETTER})`;
  return allOf([
    ...path.map(({ terms }) => anyWord(text, terms)),
    known(sql`match(${text}, ${string(HAS_ASIAN.test(pattern) ? `(?i)${pattern}` : bounded)})`),
  ]);
}

const NO_LETTER = '[^\\p{L}\\p{N}]';

function between(before: Slot | undefined, slot: Slot): string {
  if (before === undefined) {
    return '';
  }
  const words = slot.offset - before.offset - 1;
  const isAsian = [...before.terms, ...slot.terms].every((term) => HAS_ASIAN.test(term));
  return `${NO_LETTER}${isAsian ? '*' : '+'}${words > 0 ? `(?:[\\p{L}\\p{N}]+${NO_LETTER}+){${words}}` : ''}`;
}

function slotPattern({ terms }: Slot): string {
  const patterns = terms.map((term) => {
    const stem = HAS_ASIAN.test(term) ? stemOf(term) : term;
    return `${escapeRegExp(stem)}${/[가-힣]$/.test(term) ? '[가-힣]*' : ''}`;
  });
  return `(?:${patterns.join('|')})`;
}
