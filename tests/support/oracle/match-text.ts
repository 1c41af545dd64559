import { wordsOf } from './analysis.ts';
import type { Json } from './json.ts';

/** What `match` and the queries like it look for. */
export interface TextQuery {
  readonly type: 'match' | 'phrase' | 'phrase_prefix' | 'bool_prefix';
  readonly query: Json;
  readonly operator?: Json | undefined;
  readonly minimum_should_match?: Json;
  readonly zero_terms_query?: Json;
}

/** Whether the texts of a field have what is looked for. A phrase is in one of them. */
export function matchText(texts: readonly string[], query: TextQuery): boolean {
  const wanted = wordsOf(String(query.query));
  const lists = texts.map(wordsOf);
  if (wanted.length === 0) {
    return query.zero_terms_query === 'all';
  }
  const isPrefix = query.type.endsWith('prefix');
  const isSame = (word: string | undefined, i: number) =>
    isPrefix && i === wanted.length - 1
      ? word?.startsWith(wanted[i] ?? '') === true
      : word === wanted[i];
  if (query.type.startsWith('phrase')) {
    return lists.some((words) =>
      words.some((_, at) => wanted.every((_, i) => isSame(words[at + i], i))),
    );
  }
  const found = wanted.filter((_, i) => lists.flat().some((word) => isSame(word, i)));
  const minimum = query.minimum_should_match;
  const needed =
    query.operator === 'and'
      ? wanted.length
      : Math.max(1, minimum === undefined ? 1 : shouldMatch(minimum, wanted.length));
  return found.length >= needed;
}

/** `2`, `-1`, `50%`, `-50%` of so many clauses. */
export function shouldMatch(given: Json, clauses: number): number {
  const text = String(given);
  const number = Number.parseInt(text, 10);
  const size = text.endsWith('%')
    ? Math.trunc((clauses * Math.abs(number)) / 100)
    : Math.abs(number);
  return Math.max(0, number < 0 ? clauses - size : size);
}
