import { float, join, type Sql, sql } from '../../sql/sql.ts';
import { NEVER } from '../predicate.ts';

/** One of several ways to match, with its score. */
export interface Alternative {
  readonly condition: Sql;
  readonly score: Sql | number;
}

/** The score of the best of what matches, and so much of the scores of the others. */
export function scoreBest(alternatives: readonly Alternative[], tieBreaker: number): Sql | number {
  const [only, ...more] = alternatives.filter(({ condition }) => condition !== NEVER);
  if (only === undefined) {
    return 0;
  }
  const isConstant = typeof only.score === 'number' && tieBreaker === 0;
  if (more.length === 0 || (isConstant && more.every(({ score }) => score === only.score))) {
    return only.score;
  }
  const scores = [only, ...more].map(
    ({ condition, score }) =>
      sql`if(${condition}, ${typeof score === 'number' ? sql`${float(score)}` : score}, 0.)`,
  );
  const list = sql`[${join(scores, ', ')}]`;
  return tieBreaker === 0
    ? sql`arrayMax(${list})`
    : sql`(arrayMax(${list}) * ${float(1 - tieBreaker)} + arraySum(${list}) * ${float(tieBreaker)})`;
}
