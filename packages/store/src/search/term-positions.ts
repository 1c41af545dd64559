import { TEXT_BOUNDARY } from '../index/mapping.ts';
import { column, int, type Sql, sql, string, strings } from '../sql/sql.ts';
import type { SearchField } from './field-context.ts';
import { refuseGrams, textOf } from './text.ts';
import { engineWordsOf } from './words-column.ts';

/** Of texts without a column of tokens: the words of the standard analyzer, as a pattern over spaced texts. */
const LETTER = '[a-z\\x{80}-\\x{10FFFF}]';
const WORD = `(?:${LETTER}(?:[.':]${LETTER})*|[0-9](?:[.,;'][0-9])*|_)+`;
/** How many positions the values of one field are apart. */
const VALUES_APART = 100;

/** Which tokens count: an expression over `t`, of the tokens that `tokensOf` gives. */
export type TokenTest = Sql;

/** Where in the text of a row tokens are that pass a test: a sorted list of numbers. */
export function positionsOf(field: SearchField, test: TokenTest): Sql {
  refuseGrams(field);
  const tokens = field.analysis?.tokens;
  if (tokens !== undefined) {
    return sql`arraySort(arrayDistinct(arrayFilter((p, t) -> ${test}, ${column(tokens.positions.name)}, ${column(tokens.terms.name)})))`;
  }
  const words = sql`extractAll(${textOf(field).spaced}, ${string(WORD)})`;
  const boundary = string(TEXT_BOUNDARY.trim());
  const places = sql`arrayMap(c -> c - 1, arrayCumSum(t -> if(t = ${boundary}, ${int(VALUES_APART)}, toInt64(1)), w))`;
  return sql`arrayMap(w -> arrayFilter((p, t) -> ${test}, ${places}, w), [${words}])[1]`;
}

/** Passes any of these terms. Words that are several of the engine's are looked for by the first of those. */
export function isAnyTerm(field: SearchField, terms: readonly string[]): TokenTest {
  const wanted = field.analysis?.tokens === undefined ? terms.flatMap(wordsIn) : terms;
  return sql`has(${strings(wanted)}, t)`;
}

const wordsIn = (term: string): readonly string[] =>
  new RegExp(`^${WORD.replaceAll(/\\x\{(\w+)\}/g, '\\u{$1}')}$`, 'u').test(term) &&
  !/\p{Script=Hangul}/u.test(term)
    ? [term]
    : (engineWordsOf(term)[0] ?? []);
