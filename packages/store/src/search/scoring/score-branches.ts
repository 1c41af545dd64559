import { sql } from '../../sql/sql.ts';
import { documentKey, type HitRow, selectHits } from '../hits.ts';
import { withStatistics } from '../index-context.ts';
import type { Branch } from '../plan.ts';
import { NEVER } from '../predicate.ts';
import type { CompileContext, Query } from '../query.ts';
import type { Run } from '../run.ts';
import type { SearchRequest } from '../search-request.ts';
import { scoreSql } from '../sort-columns.ts';
import { branchScore } from './branch-score.ts';
import { type StatisticsReader, TERMS_MAX } from './load-statistics.ts';
import { statisticsOf } from './snapshot-statistics.ts';
import { type Statistics, StatisticsNeeds } from './statistics.ts';

interface Scoring {
  readonly statistics: StatisticsReader;
  readonly run: Run;
  /** Also what does not count for the score of the whole, but is explained with it. */
  readonly everyClause?: boolean;
}

/** Whether the answer shows or is sorted by scores. */
export function needsScores({ size, sort, trackScores, explain }: SearchRequest): boolean {
  const isByScore = sort.length === 0 || sort.some(({ kind }) => kind === 'score');
  return size > 0 && (isByScore || trackScores || explain);
}

/** Whether hits show scores that they are not sorted by: those of the hits that are shown are enough. */
export const isScoredLate = ({ sort, trackScores }: SearchRequest): boolean =>
  trackScores && sort.length > 0 && !sort.some(({ kind }) => kind === 'score');

/** The branches with what the scores of a query depend on; as they are where it has nothing that is counted. */
export const scoredBranches = (
  query: Query,
  branches: readonly Branch[],
  scoring: Scoring,
): Promise<readonly Branch[]> =>
  Promise.all(branches.map((branch) => scoredBranch(query, branch, scoring, branches)));

type Counted = Pick<Branch, 'index' | 'from' | 'where'>;

/** The same for one of them. */
export async function scoredBranch<Scored extends Counted & Pick<Branch, 'context'>>(
  query: Query,
  branch: Scored,
  { statistics, run, everyClause = false }: Scoring,
  siblings: readonly Counted[] = [],
): Promise<Scored> {
  const needs = new StatisticsNeeds();
  scoreOnce(query, withStatistics(branch.context, needs.statistics), everyClause);
  if (needs.isEmpty || needs.conditions.size > TERMS_MAX) {
    return branch;
  }
  const counted = await countOnce(branch, siblings, needs, (of) => statistics.read(of, needs, run));
  return counted === undefined
    ? branch
    : { ...branch, context: withStatistics(branch.context, counted) };
}

/**
 * What is counted for an index. In a snapshot it is what was counted first, and of the table of the index alone: hits
 * would be lost between pages that count differently, and those that were replaced since must not score otherwise.
 */
function countOnce(
  branch: Counted,
  branches: readonly Counted[],
  needs: StatisticsNeeds,
  count: (of: Counted) => Promise<Statistics | undefined>,
): Promise<Statistics | undefined> {
  const { moment } = branch.index;
  if (moment === undefined) {
    return count(branch);
  }
  const table = branches.find(
    ({ index }) => index.moment?.shard === moment.shard && !index.moment.isKept,
  );
  return statisticsOf(moment.snapshot).once(needs.key, () => count(table ?? branch));
}

/**
 * Whether the order of hits is the same whatever is counted for their scores: those of one index that all have the same
 * score. What is counted is then only shown, with hits that there are.
 */
export function isOrderedWithoutStatistics(query: Query, branches: readonly Branch[]): boolean {
  const [only, ...more] = branches.filter(({ where }) => where !== NEVER);
  if (only === undefined || more.length > 0) {
    return only === undefined;
  }
  const { statistics } = new StatisticsNeeds();
  return typeof withStatistics(only.context, statistics).score(query) === 'number';
}

function scoreOnce(query: Query, context: CompileContext, everyClause: boolean): void {
  context.score(query);
  if (everyClause) {
    for (const clause of query.type.clauses?.(query.spec) ?? []) {
      scoreOnce(clause.query, context, true);
    }
  }
}

/** The scores of hits that are not sorted by them, by `documentKey`, where not all of an index score alike. */
export async function scoresOf(
  query: Query,
  hits: readonly HitRow[],
  { branches, run }: { readonly branches: readonly Branch[]; readonly run: Run },
): Promise<ReadonlyMap<string, number>> {
  const found = new Map<string, number>();
  for (const branch of branches) {
    const own = hits.filter(({ ordinal }) => ordinal === branch.ordinal);
    const score = branchScore(branch, query);
    if (own.length > 0 && typeof score !== 'number') {
      for (const row of await run(selectHits(sql`${scoreSql(score)} AS v`, own, branch))) {
        const key = documentKey({ ordinal: branch.ordinal, seqNo: Number(row.s) });
        found.set(key, Number(row.v));
      }
    }
  }
  return found;
}
