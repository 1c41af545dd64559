import { int, type Sql, sql } from '../sql/sql.ts';
import { type Branch, unionOf } from './plan.ts';

/** Counts what the query matches, up to one more than `limit`. */
export function countStatement(branches: readonly Branch[], limit: number): Sql {
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
