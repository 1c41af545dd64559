import { float, type Sql, sql } from '../../sql/sql.ts';
import type { Branch } from '../plan.ts';
import type { Query } from '../query.ts';

/** What a search's query scores in an index: times the boost that the search gives it. */
export function branchScore({ context, boost }: Branch, query: Query): Sql | number {
  const score = context.score(query);
  if (boost === 1) {
    return score;
  }
  return typeof score === 'number' ? boost * score : sql`(${float(boost)} * ${score})`;
}
