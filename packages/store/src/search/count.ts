import { int, type Sql, sql } from '../sql/sql.ts';
import { type Branch, unionOf } from './plan.ts';
import { NEVER } from './predicate.ts';
import type { Run } from './run.ts';
import type { SearchRequest } from './search-request.ts';

/** Counts what the query matches, up to one more than `limit`. */
function countStatement(branches: readonly Branch[], limit: number): Sql {
  if (!Number.isFinite(limit)) {
    const counts = branches.map(
      (branch) => sql`SELECT count() AS n FROM ${branch.from} WHERE ${branch.where}`,
    );
    return sql`SELECT sum(n) AS n FROM (${unionOf(counts)})`;
  }
  const capped = int(limit + 1);
  const rows = branches.map(
    (branch) => sql`SELECT 1 AS one FROM ${branch.from} WHERE ${branch.where} LIMIT ${capped}`,
  );
  const all = unionOf(rows.map((row) => sql`SELECT * FROM (${row})`));
  return sql`SELECT count() AS n FROM (${all})`;
}

/** The total of a search up to its limit; undefined where it wants none. */
export async function countTotal(
  { trackTotalHits }: Pick<SearchRequest, 'trackTotalHits'>,
  branches: readonly Branch[],
  run: Run,
): Promise<number | undefined> {
  if (trackTotalHits === 0) {
    return undefined;
  }
  const counted = branches.filter(({ where }) => where !== NEVER);
  if (counted.length === 0) {
    return 0;
  }
  const [row] = await run(countStatement(counted, trackTotalHits));
  return Number(row?.n ?? 0);
}
