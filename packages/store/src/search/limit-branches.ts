import { SYSTEM_COLUMNS } from '../index/column.ts';
import { singlePrecision } from '../index/types/precision.ts';
import { column, float, int, sql } from '../sql/sql.ts';
import type { Branch } from './plan.ts';
import { allOf, NEVER } from './predicate.ts';
import type { Query } from './query.ts';
import type { Run } from './run.ts';
import { branchScore } from './scoring/branch-score.ts';
import type { StatisticsReader } from './scoring/load-statistics.ts';
import { scoredBranches } from './scoring/score-branches.ts';
import { scoreSql } from './sort-columns.ts';

interface Limits {
  readonly query: Query;
  readonly minScore: number | undefined;
  readonly terminateAfter: number | undefined;
  /** Nothing but how many documents there are is asked of what is left. */
  readonly onlyTotal: boolean;
}

type Limited = Pick<Terminated, 'branches'> & Partial<Terminated>;

/** The branches of a search with what `min_score` and `terminate_after` leave of them. */
export async function limitBranches(
  { query, minScore, terminateAfter: after, onlyTotal }: Limits,
  planned: readonly Branch[],
  { statistics, run }: { readonly statistics: StatisticsReader; readonly run: Run },
): Promise<Limited> {
  const branches =
    minScore === undefined
      ? planned
      : withMinScore(query, await scoredBranches(query, planned, { statistics, run }), minScore);
  return after === undefined ? { branches } : terminate(branches, { after, onlyTotal }, run);
}

/** The same branches without what scores less. Their scores must have been counted. */
function withMinScore(
  query: Query,
  branches: readonly Branch[],
  minScore: number,
): readonly Branch[] {
  const least = singlePrecision(minScore);
  return branches.map((branch) => {
    const score = branchScore(branch, query);
    if (typeof score === 'number') {
      return singlePrecision(score) >= least ? branch : { ...branch, where: NEVER };
    }
    const passes = sql`${scoreSql(score)} >= toFloat32(${float(least)})`;
    return { ...branch, where: allOf([branch.where, passes]) };
  });
}

/** What a search sees that stops in each index after so many documents. */
interface Terminated {
  readonly branches: readonly Branch[];
  /** Some index has more documents that match. */
  readonly isTerminated: boolean;
  /** How many documents are left in all. */
  readonly total: number;
}

/**
 * Leaves the first documents of each index, in the order of indexing. Whether there are more is asked by reading no more
 * than that; where the search shows `onlyTotal`, nothing else is.
 */
async function terminate(
  branches: readonly Branch[],
  { after, onlyTotal }: { readonly after: number; readonly onlyTotal: boolean },
  run: Run,
): Promise<Terminated> {
  const limited = await Promise.all(
    branches.map(async (branch) => {
      const found = await countUpTo(branch, after + 1, run);
      const hasMore = found > after;
      const left = hasMore && !onlyTotal ? await firstOf(branch, after, run) : branch;
      return { branch: left, hasMore, count: Math.min(found, after) };
    }),
  );
  return {
    branches: limited.map(({ branch }) => branch),
    isTerminated: limited.some(({ hasMore }) => hasMore),
    total: limited.reduce((sum, { count }) => sum + count, 0),
  };
}

async function countUpTo({ from, where }: Branch, limit: number, run: Run): Promise<number> {
  if (where === NEVER) {
    return 0;
  }
  const [row] = await run(
    sql`SELECT count() AS n FROM (SELECT 1 FROM ${from} WHERE ${where} LIMIT ${int(limit)})`,
  );
  return Number(row?.n ?? 0);
}

async function firstOf(branch: Branch, count: number, run: Run): Promise<Branch> {
  const seqNo = column(SYSTEM_COLUMNS.seqNo);
  const { from, where } = branch;
  const [row] = await run(
    sql`SELECT ${seqNo} AS s FROM ${from} WHERE ${where} ORDER BY s LIMIT 1 OFFSET ${int(count - 1)}`,
  );
  const isFirst = sql`${seqNo} <= ${int(Number(row?.s ?? 0))}`;
  return { ...branch, where: allOf([where, isFirst]) };
}
