import { errors } from '@longshore/common/errors';
import { float, type Sql, sql } from '../../sql/sql.ts';
import { allOf } from '../predicate.ts';
import type { CompileContext, Query, QueryType } from '../query.ts';
import type { ObjectReader } from '../read-object.ts';

/** The score that documents must reach to be found at all. */
export const readMinScore = (reader: ObjectReader): number | undefined =>
  reader.optionalNumber('min_score');

/** What is found and has the score; the precision is that of scores that are shown. */
export const reachesScore = (found: Sql, score: Sql, least: number): Sql =>
  allOf([found, sql`toFloat32(${score}) >= toFloat32(${float(least)})`]);

/** The score of a query as a number of the engine. */
export function scoreSqlOf(query: Query, context: CompileContext): Sql {
  const score = context.score(query);
  return typeof score === 'number' ? sql`${float(score)}` : score;
}

type Counts = Pick<Parameters<NonNullable<QueryType<unknown>['prepare']>>[2], 'counts'>;

/** Refuses a search that finds documents which a function cannot score. */
export async function refuseFaults(
  {
    condition,
    reason,
    where,
  }: { readonly condition: Sql; readonly reason: string; readonly where: Sql },
  { counts }: Counts,
): Promise<void> {
  const [faulty = 0] = await counts([allOf([where, condition])]);
  if (faulty > 0) {
    throw errors.illegalArgument(reason);
  }
}
