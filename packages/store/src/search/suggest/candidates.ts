import { errors } from '@longshore/common/errors';
import type { Token } from '../../analysis/token.ts';
import { column, int, type Sql, sql, string, strings } from '../../sql/sql.ts';
import { isKeyword, isText, type SearchField } from '../field-context.ts';
import { listOf } from '../field-sql.ts';
import { isSimilar } from '../fuzzy.ts';
import { distanceOf } from '../highlight/similar-terms.ts';
import { type Branch, unionOf } from '../plan.ts';
import type { Run } from '../run.ts';
import { engineTokens } from '../scoring/term-frequency.ts';
import type { TermOptions } from './term-options.ts';

/** A word that might have been meant. */
export interface Candidate {
  readonly term: string;
  /** Up to 1. */
  readonly score: number;
  /** How many documents have it. */
  readonly documents: number;
}

/** A word of a text, and what might have been meant. */
export interface Entry {
  readonly token: Token;
  readonly text: string;
  /** How many documents have the word as it is. */
  readonly documents: number;
  readonly candidates: readonly Candidate[];
}

/** A place where words are looked for: indices, and the field of each that has it. */
export interface Dictionary {
  readonly branches: readonly { readonly branch: Branch; readonly field: SearchField }[];
  /** Of all indices together. */
  readonly documents: number;
  readonly run: Run;
}

const TOKENS_MAX = 32;
/** More words than this are not similar to one, but any. */
const CANDIDATES_MAX = 10_000;

/** Opens a field as a dictionary; one that no index has is refused, as by Elasticsearch. */
export async function openDictionary(
  path: string,
  branches: readonly Branch[],
  run: Run,
): Promise<Dictionary> {
  if (branches.length > 0 && !branches.some(({ context }) => context.isMapped(path))) {
    throw errors.illegalArgument(`no mapping found for field [${path}]`);
  }
  const found = branches.flatMap((branch) => {
    const field = branch.context.field(path);
    return field === undefined ? [] : [{ branch, field }];
  });
  for (const { field } of found) {
    if (field.grams !== undefined || !(isText(field) || isKeyword(field))) {
      throw errors.illegalArgument(
        `suggestions are made of [text] and [keyword] fields, not of [${path}] of type [${field.type}]`,
      );
    }
  }
  const counts = branches.map(
    ({ from, where }) => sql`SELECT count() AS n FROM ${from} WHERE ${where}`,
  );
  const [row] =
    counts.length === 0 ? [] : await run(sql`SELECT sum(n) AS n FROM (${unionOf(counts)})`);
  return { branches: found, documents: Number(row?.n ?? 0), run };
}

/** The words of a text, by the analyzer of the first index that has the field. */
export function tokensOf(
  { branches }: Dictionary,
  { text, analyzer, field: path }: { text: string; analyzer: string | undefined; field: string },
): readonly Token[] {
  const [first] = branches;
  if (first === undefined) {
    return [];
  }
  const { field, branch } = first;
  const named =
    analyzer === undefined
      ? field.analysis?.search
      : branch.index.mapping.analysis.analyzer(analyzer);
  if (named === undefined && analyzer !== undefined) {
    throw errors.illegalArgument(`analyzer [${analyzer}] doesn't exists`);
  }
  const whole = { term: text, start: 0, end: text.length, type: 'word', position: 0 };
  const tokens = named?.analyze(text) ?? [whole];
  if (tokens.length > TOKENS_MAX) {
    throw errors.illegalArgument(
      `the text of a suggestion on [${path}] has more than ${TOKENS_MAX} words`,
    );
  }
  return tokens;
}

/** What might have been meant by a word, best first. */
export async function findEntry(
  token: Token,
  { text, options }: { readonly text: string; readonly options: TermOptions },
  dictionary: Dictionary,
): Promise<Entry> {
  const term = options.lowercases ? token.term.toLowerCase() : token.term;
  const similar = await similarTerms(term, options, dictionary);
  const documents = similar.get(term) ?? 0;
  const entry = { token, text: text.slice(token.start, token.end), documents };
  if (isSkipped(term, documents, options, dictionary)) {
    return { ...entry, candidates: [] };
  }
  const least = ofAll(options.minDocFreq, dictionary.documents);
  const candidates = [...similar]
    .filter(([other]) => other !== term)
    .map(([other, count]) => ({
      term: other,
      documents: count,
      score: similarity(term, other, options),
    }))
    .filter(
      (one) =>
        one.score >= options.accuracy &&
        one.documents >= least &&
        (options.mode !== 'popular' || one.documents > documents),
    );
  return { ...entry, candidates: candidates.sort(orderOf(options.sort)) };
}

function isSkipped(
  term: string,
  documents: number,
  { mode, minWordLength, maxTermFreq }: TermOptions,
  dictionary: Dictionary,
): boolean {
  const isShort = [...term].length < minWordLength;
  const isKnown = mode === 'missing' && documents > 0;
  return isShort || isKnown || documents > Math.ceil(ofAll(maxTermFreq, dictionary.documents));
}

/** A number of documents, or below 1 a part of all. */
const ofAll = (given: number, documents: number): number => (given < 1 ? given * documents : given);

function orderOf(sort: TermOptions['sort']) {
  return (a: Candidate, b: Candidate): number => {
    const byScore = b.score - a.score;
    const byCount = b.documents - a.documents;
    const byTerm = a.term < b.term ? -1 : 1;
    return sort === 'score' ? byScore || byCount || byTerm : byCount || byScore || byTerm;
  };
}

/** 1 for the same word, less for each edit. */
function similarity(a: string, b: string, { distance }: TermOptions): number {
  const [from, to] = [[...a], [...b]];
  const edits = distanceOf(from, to, distance !== 'levenshtein');
  const length =
    distance === 'levenshtein'
      ? Math.max(from.length, to.length)
      : Math.min(from.length, to.length);
  return Math.fround(1 - edits / length);
}

/** How many documents have each word that is similar to one, and the word itself. */
async function similarTerms(
  term: string,
  { maxEdits, prefixLength }: TermOptions,
  { branches, run }: Dictionary,
): Promise<ReadonlyMap<string, number>> {
  if (branches.length === 0) {
    return new Map();
  }
  const fuzzy = { fuzziness: maxEdits, prefixLength, hasTranspositions: true };
  const selects = branches.map(({ branch: { from, where }, field }) => {
    const terms = sql`arrayFilter(t -> ${isSimilar(sql`t`, term, fuzzy)}, ${termsOf(field)})`;
    return sql`SELECT arrayJoin(arrayDistinct(${terms})) AS w FROM ${from} WHERE ${where}`;
  });
  const rows = await run(
    sql`SELECT w, count() AS n FROM (${unionOf(selects)}) GROUP BY w ORDER BY n DESC, w LIMIT ${int(CANDIDATES_MAX)}`,
  );
  const found = new Map(rows.map(({ w, n }) => [String(w), Number(n)]));
  return found;
}

/** The words of a row. */
function termsOf(field: SearchField): Sql {
  if (!isText(field)) {
    return listOf(field);
  }
  const tokens = field.analysis?.tokens;
  return tokens === undefined ? engineTokens(field) : column(tokens.terms.name);
}

/** How many documents have each pair of words side by side, by the words with a space between. */
export async function countPairs(
  pairs: readonly (readonly [string, string])[],
  { branches, run }: Dictionary,
): Promise<ReadonlyMap<string, number>> {
  const texts = [...new Set(pairs.map((pair) => pair.join(' ')))];
  if (texts.length === 0 || branches.length === 0) {
    return new Map();
  }
  const selects = branches.map(({ branch: { from, where }, field }) => {
    const terms = termsOf(field);
    const sideBySide = sql`arrayMap((a, b) -> concat(a, ${string(' ')}, b), ${terms}, arrayShiftLeft(${terms}, 1, ''))`;
    return sql`SELECT arrayJoin(arrayIntersect(${sideBySide}, ${strings(texts)})) AS w FROM ${from} WHERE ${where}`;
  });
  const rows = await run(sql`SELECT w, count() AS n FROM (${unionOf(selects)}) GROUP BY w`);
  return new Map(rows.map(({ w, n }) => [String(w), Number(n)]));
}
