import { engineWords, isAscii, lowerCase, spacedText } from '../analysis/engine-words.ts';
import { stemKorean, withEndings } from '../analysis/korean.ts';
import { TOKEN_CHARS_MAX, wordsOf } from '../analysis/tokenizers/words.ts';
import type { SearchedText } from '../sql/indexed-text.ts';
import { type Sql, sql, string, strings } from '../sql/sql.ts';
import { allOf, anyOf, known, NEVER } from './predicate.ts';
import type { Path, Slot } from './text-clauses.ts';
import { escapeLike, escapeRegExp } from './wildcard.ts';

/**
 * Conditions on a text column by the words of the standard analyzer. The engine's own words are parts of them
 * (`engine-words.ts`); one that is several of the engine's, or less than itself, is looked for by what the index can say
 * and then checked on the text. Only functions of two arguments on exactly the indexed expression use the text index of
 * a table and answer the same without it.
 */
export function wordsHavePath(text: SearchedText, path: Path): Sql {
  const [first] = path;
  if (first === undefined) {
    return NEVER;
  }
  if (path.length === 1) {
    return hasAnyWord(text, first.terms);
  }
  const isPlain = path.every(({ terms: [only, ...more], offset }, i) => {
    return only !== undefined && more.length === 0 && offset === i && !HAS_HANGUL.test(only);
  });
  return isPlain ? plainPhrase(text, path) : checkedPhrase(text, path);
}

/** True where the text has all of the words. */
export function hasAllWords(text: SearchedText, words: readonly string[]): Sql {
  const { plain, others } = sorted(words);
  return allOf([
    ...chunked('hasAllTokens', text, plain),
    ...others.map((word) => hasWord(text, word)),
  ]);
}

/** True where the text has any of the words. */
export function hasAnyWord(text: SearchedText, words: readonly string[]): Sql {
  const { plain, others } = sorted(words);
  return anyOf([
    ...chunked('hasAnyTokens', text, plain),
    ...others.map((word) => hasWord(text, word)),
  ]);
}

/** One call takes so many; more are several calls. */
const TOKENS_PER_CALL_MAX = 64;
const HAS_HANGUL = /\p{Script=Hangul}/u;
const ENDS_IN_HANGUL = /[가-힣]$/;

/** The words that are each one of the index, and the others. What the standard analyzer never makes is nowhere. */
function sorted(words: readonly string[]) {
  const known = words.filter((word) => word === lowerCase(word) && isOneWord(word));
  const isPlain = (word: string) => !ENDS_IN_HANGUL.test(word) && isIndexed(word);
  return {
    plain: known.filter(isPlain),
    others: words.filter((word) => !known.includes(word) || !isPlain(word)),
  };
}

/** A word that the engine has as it is. Longer ones may have been cut out of one that is longer still. */
function isIndexed(word: string): boolean {
  const [only, ...more] = engineWords(word);
  return more.length === 0 && only === word && word.length < TOKEN_CHARS_MAX;
}

function chunked(
  name: 'hasAllTokens' | 'hasAnyTokens',
  { spaced }: SearchedText,
  tokens: readonly string[],
): readonly Sql[] {
  const calls: Sql[] = [];
  for (let at = 0; at < tokens.length; at += TOKENS_PER_CALL_MAX) {
    const chunk = strings(tokens.slice(at, at + TOKENS_PER_CALL_MAX));
    calls.push(
      known(
        name === 'hasAllTokens'
          ? sql`hasAllTokens(${spaced}, ${chunk})`
          : sql`hasAnyTokens(${spaced}, ${chunk})`,
      ),
    );
  }
  return calls;
}

/**
 * A word that is not simply one token of the engine. Korean particles are no part of what is looked for: a word is
 * found with each of them, which the index answers, and a particle of the query is left out.
 */
function hasWord(text: SearchedText, word: string): Sql {
  if (word !== lowerCase(word) || !isOneWord(word)) {
    return NEVER;
  }
  if (ENDS_IN_HANGUL.test(word) && isIndexed(word)) {
    return anyOf(chunked('hasAnyTokens', text, formsOf(word)));
  }
  return word.length < TOKEN_CHARS_MAX
    ? allOf([...inARow(text, engineWords(word)), contains(text, word)])
    : contains(text, word);
}

/** A Korean word with and without the particles that it can have. */
const formsOf = (word: string): readonly string[] => [
  ...new Set([word, stemOf(word)].flatMap(withEndings)),
];

/** The words of the engine that a word is in a row, for each the forms of which any will do. */
export function engineWordsOf(word: string): readonly (readonly string[])[] {
  return ENDS_IN_HANGUL.test(word) && isIndexed(word)
    ? [formsOf(word)]
    : engineWords(word).map((one) => [one]);
}

function isOneWord(word: string): boolean {
  const [only, ...more] = wordsOf(word);
  return more.length === 0 && only?.term === word;
}

/** `모니터링을` and `docker를` without their particles. */
function stemOf(word: string): string {
  const [, before = '', hangul = ''] = /^(.*?)([가-힣]*)$/s.exec(word) ?? [];
  const isParticle = before !== '' && withEndings('').includes(hangul);
  return isParticle ? before : before + stemKorean(hangul);
}

const contains = ({ lower }: SearchedText, part: string): Sql =>
  known(sql`${lower} LIKE ${string(`%${escapeLike(part)}%`)}`);

/** No condition where the engine has none of the words: signs. */
const inARow = ({ spaced }: SearchedText, tokens: readonly string[]): readonly Sql[] =>
  tokens.length === 0 ? [] : [known(sql`hasPhrase(${spaced}, ${string(tokens.join(' '))})`)];

function plainPhrase(text: SearchedText, path: Path): Sql {
  const words = path.flatMap(({ terms }) => terms);
  if (words.some((word) => word !== lowerCase(word) || !isOneWord(word))) {
    return NEVER;
  }
  const joined = words.filter((word) => !isIndexed(word));
  const isCut = words.some((word) => word.length >= TOKEN_CHARS_MAX);
  return allOf([
    ...(isCut ? [] : inARow(text, words.flatMap(engineWords))),
    ...joined.map((word) => contains(text, word)),
  ]);
}

/** True where the text has these words in a row and behind them one that begins with any of the last. */
export function wordsHavePrefix(text: SearchedText, path: Path, last: Slot): Sql {
  const prefixes = last.terms.map(spacedPattern).join('|');
  const pattern = `${slotsPattern(path)}${between(path.at(-1), last)}(?:${prefixes})`;
  return allOf([
    ...path.map(({ terms }) => hasAnyWord(text, terms)),
    known(sql`match(${text.spaced}, ${string(`(?s)(?:^|${NO_LETTER})${pattern}`)})`),
  ]);
}

const slotsPattern = (path: Path): string =>
  path.map((slot, i) => `${between(path[i - 1], slot)}${slotPattern(slot)}`).join('');

/** Words by the index, then their order by a pattern over the text. */
function checkedPhrase(text: SearchedText, path: Path): Sql {
  const pattern = slotsPattern(path);
  const bounded = `(?:^|${NO_LETTER})${pattern}(?:$|${NO_LETTER})`;
  return allOf([
    ...path.map(({ terms }) => hasAnyWord(text, terms)),
    known(
      sql`match(${text.spaced}, ${string(`(?s)${HAS_HANGUL.test(pattern) ? pattern : bounded}`)})`,
    ),
  ]);
}

/** Of the engine's words, and what is between them. */
const LETTER = '[a-z0-9\\x{80}-\\x{10FFFF}]';
const NO_LETTER = '[^a-z0-9\\x{80}-\\x{10FFFF}]';
/** A word of the standard analyzer: some signs join. */
const WORD = `${LETTER}+(?:[.,:;'_]${LETTER}+)*`;

function between(before: Slot | undefined, slot: Slot): string {
  if (before === undefined) {
    return '';
  }
  const words = slot.offset - before.offset - 1;
  const isKorean = [...before.terms, ...slot.terms].every((term) => HAS_HANGUL.test(term));
  return `${NO_LETTER}${isKorean ? '*' : '+'}${words > 0 ? `(?:${WORD}${NO_LETTER}+){${words}}` : ''}`;
}

function slotPattern({ terms }: Slot): string {
  const patterns = terms.map((term) => {
    const stem = HAS_HANGUL.test(term) ? stemOf(term) : term;
    return `${spacedPattern(stem)}${ENDS_IN_HANGUL.test(term) ? '[가-힣]*' : ''}`;
  });
  return `(?:${patterns.join('|')})`;
}

/** A text as a regular expression over spaced texts: what stands for a sign beyond ASCII there is a blank or two. */
export function spacedPattern(text: string): string {
  return isAscii(text) ? escapeRegExp(text) : spacedPieces(text).map(escapeRegExp).join(' +');
}

/** The longest part of a text that spaced texts with it have too. */
export function spacedLiteral(text: string): string {
  const pieces = isAscii(text) ? [text] : spacedPieces(text);
  return pieces.reduce((longest, piece) => (piece.length > longest.length ? piece : longest), '');
}

const spacedPieces = (text: string): readonly string[] =>
  spacedText(text)
    .split(' ')
    .filter((piece) => piece !== '');
