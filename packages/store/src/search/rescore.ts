import { errors } from '@longshore/common/errors';
import type { Json } from '@longshore/common/json';
import { singlePrecision } from '../index/types/precision.ts';
import { sql } from '../sql/sql.ts';
import { documentKey, type HitRow, selectHits } from './hits.ts';
import { parseQuery } from './parse-query.ts';
import type { Branch } from './plan.ts';
import type { Query } from './query.ts';
import { readObject } from './read-object.ts';
import type { Run } from './run.ts';
import type { SearchRequest } from './search-request.ts';
import { scoreSql } from './sort-columns.ts';

const SCORE_MODES = ['total', 'multiply', 'avg', 'max', 'min'] as const;
type ScoreMode = (typeof SCORE_MODES)[number];

/** A second query, for the best hits of the first one in each index only. */
export interface Rescore {
  readonly windowSize: number;
  readonly query: Query;
  readonly queryWeight: number;
  readonly rescoreQueryWeight: number;
  readonly scoreMode: ScoreMode;
}

const WINDOW_SIZE = 10;
/** As `index.max_rescore_window` has it. */
const WINDOW_MAX = 10_000;
const RESCORES_MAX = 10;

/** Reads `rescore`: one, or several that come one after the other. */
export function parseRescores(given: Json | undefined): readonly Rescore[] {
  if (given === undefined || given === null) {
    return [];
  }
  const list: readonly Json[] = Array.isArray(given) ? given : [given];
  if (list.length > RESCORES_MAX) {
    throw errors.illegalArgument(
      `[rescore] has ${list.length} rescorers, more than ${RESCORES_MAX}`,
    );
  }
  return list.map(parseRescore);
}

function parseRescore(given: Json): Rescore {
  const outer = readObject('rescore', given);
  const windowSize = outer.optionalInteger('window_size') ?? WINDOW_SIZE;
  if (windowSize > WINDOW_MAX) {
    throw errors.illegalArgument(
      `Rescore window [${windowSize}] is too large. It must be less than [${WINDOW_MAX}]. This prevents allocating massive heaps for storing the results to be rescored. This limit can be set by changing the [index.max_rescore_window] index level setting.`,
    );
  }
  if (windowSize < 0) {
    throw errors.illegalArgument(`[window_size] must not be negative but was [${windowSize}]`);
  }
  const query = outer.json('query');
  outer.rejectUnknown();
  if (query === undefined) {
    throw errors.parsing('missing rescore type');
  }
  const reader = readObject('query', query);
  const mode = reader.optionalString('score_mode')?.toLowerCase() ?? 'total';
  const scoreMode = SCORE_MODES.find((known) => known === mode);
  if (scoreMode === undefined) {
    throw errors.illegalArgument(`illegal score_mode [${mode}]`);
  }
  if (!reader.has('rescore_query')) {
    throw errors.illegalArgument('Required [rescore_query]');
  }
  const rescore: Rescore = {
    windowSize,
    query: parseQuery(reader.json('rescore_query')),
    queryWeight: reader.optionalNumber('query_weight') ?? 1,
    rescoreQueryWeight: reader.optionalNumber('rescore_query_weight') ?? 1,
    scoreMode,
  };
  reader.rejectUnknown();
  return rescore;
}

/** What hits are rescored for must be their order. */
export function checkRescores({
  rescores,
  sort,
  collapse,
}: Pick<SearchRequest, 'rescores' | 'sort' | 'collapse'>): void {
  if (rescores.length === 0) {
    return;
  }
  const isByScore = sort.every(({ kind, order }) => kind === 'score' && order === 'desc');
  if (!isByScore) {
    throw errors.illegalArgument('Cannot use [sort] option in conjunction with [rescore].');
  }
  if (collapse !== undefined) {
    throw errors.illegalArgument('cannot use `collapse` in conjunction with `rescore`');
  }
}

/** How many of the best hits of an index the first query has to find. */
export const rescoredSize = ({ from, size, rescores }: SearchRequest): number =>
  Math.max(from + size, ...rescores.map(({ windowSize }) => windowSize));

/** A hit with the score that it is ordered by. */
export interface ScoredRow {
  readonly row: HitRow;
  readonly score: number;
}

/**
 * Scores the best hits of one index again. `branch` must have what the second query's scores depend on. Hits behind the
 * window keep the part of the first query, as in Elasticsearch, and all are in the order of what they have then.
 */
export async function rescoreHits(
  { query, windowSize, ...how }: Rescore,
  hits: readonly ScoredRow[],
  { branch, run }: { readonly branch: Branch; readonly run: Run },
): Promise<readonly ScoredRow[]> {
  const seconds = await secondScores(query, hits.slice(0, windowSize), { branch, run });
  return hits
    .map(({ row, score }) => {
      const first = score * how.queryWeight;
      const second = seconds.get(documentKey(row));
      return {
        row,
        score: singlePrecision(
          second === undefined
            ? first
            : combine(how.scoreMode, first, second * how.rescoreQueryWeight),
        ),
      };
    })
    .sort((a, b) => b.score - a.score || a.row.seqNo - b.row.seqNo);
}

/** The scores of those hits that a query matches, by `documentKey`. */
async function secondScores(
  query: Query,
  hits: readonly ScoredRow[],
  { branch, run }: { readonly branch: Branch; readonly run: Run },
): Promise<ReadonlyMap<string, number>> {
  if (hits.length === 0) {
    return new Map();
  }
  const { context, ordinal } = branch;
  const columns = sql`toUInt8(${context.compile(query)}) AS m, ${scoreSql(context.score(query))} AS v`;
  const rows = await run(
    selectHits(
      columns,
      hits.map(({ row }) => row),
      branch,
    ),
  );
  return new Map(
    rows
      .filter(({ m }) => Number(m) === 1)
      .map(({ s, v }) => [documentKey({ ordinal, seqNo: Number(s) }), Number(v)]),
  );
}

function combine(mode: ScoreMode, first: number, second: number): number {
  switch (mode) {
    case 'total':
      return first + second;
    case 'multiply':
      return first * second;
    case 'avg':
      return (first + second) / 2;
    case 'max':
      return Math.max(first, second);
    case 'min':
      return Math.min(first, second);
  }
}
