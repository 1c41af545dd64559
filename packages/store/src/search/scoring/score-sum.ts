import { float, join, type Sql, sql } from '../../sql/sql.ts';
import { NEVER } from '../predicate.ts';
import type { Alternative } from './score-best.ts';

/** The scores of all that must match, and of what else does; a number where every match scores alike. */
export function scoreSum(
  must: readonly (Sql | number)[],
  should: readonly Alternative[],
): Sql | number {
  const numbers = must.filter((score) => typeof score === 'number');
  const constant = numbers.reduce((sum, score) => sum + score, 0);
  const parts = [
    ...must.filter((score) => typeof score !== 'number'),
    ...should
      .filter(({ condition }) => condition !== NEVER)
      .map(({ condition, score }) => {
        const given = typeof score === 'number' ? sql`${float(score)}` : score;
        return sql`if(${condition}, ${given}, 0.)`;
      }),
  ];
  return parts.length === 0 ? constant : sql`(${join([sql`${float(constant)}`, ...parts], ' + ')})`;
}
