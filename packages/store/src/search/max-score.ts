import { int, sql } from '../sql/sql.ts';
import { type Branch, unionOf } from './plan.ts';
import { NEVER } from './predicate.ts';
import type { Run } from './run.ts';
import { shownScore } from './scoring/bm25.ts';
import { branchScore } from './scoring/branch-score.ts';
import type { SearchRequest } from './search-request.ts';
import { scoreSql } from './sort-columns.ts';

/** Whether the best score of all that matches need not be that of a hit that is shown. */
export function needsMaxScore(request: SearchRequest): boolean {
  const { from, size, sort, searchAfter, trackScores, tiebreak } = request;
  if (size === 0 || tiebreak === 'hidden') {
    return false;
  }
  const [first] = sort;
  const isBestFirst = first === undefined || (first.kind === 'score' && first.order === 'desc');
  const isScored = first === undefined || trackScores || sort.some(({ kind }) => kind === 'score');
  return isScored && !(isBestFirst && from === 0 && searchAfter === undefined);
}

/** The best score of all that matches; undefined if nothing does. */
export async function findMaxScore(
  { query }: Pick<SearchRequest, 'query'>,
  branches: readonly Branch[],
  run: Run,
): Promise<number | undefined> {
  const selects = branches
    .filter(({ where }) => where !== NEVER)
    .map((branch) => {
      const score = branchScore(branch, query);
      // One document is enough where all score alike.
      const some = typeof score === 'number' ? sql` LIMIT ${int(1)}` : sql``;
      return sql`SELECT * FROM (SELECT ${scoreSql(score)} AS v FROM ${branch.from} WHERE ${branch.where}${some})`;
    });
  if (selects.length === 0) {
    return undefined;
  }
  const [row] = await run(sql`SELECT maxOrNull(v) AS v FROM (${unionOf(selects)})`);
  return typeof row?.v === 'number' ? shownScore(row.v) : undefined;
}
