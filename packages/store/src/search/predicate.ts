import { int, join, raw, type Sql, sql } from '../sql/sql.ts';

/**
 * Conditions on a row. Every one of them is true or false, never null: with SQL's third value, `NOT` of a missing
 * field would be unknown and its documents would vanish from `must_not`.
 */
export const ALWAYS: Sql = raw('true');
export const NEVER: Sql = raw('false');

/** True if all are. One flat conjunction, whatever their number. */
export function allOf(conditions: readonly Sql[]): Sql {
  const needed = conditions.filter((condition) => condition !== ALWAYS);
  return needed.includes(NEVER) ? NEVER : combine(needed, ' AND ', ALWAYS);
}

/** True if any is. */
export function anyOf(conditions: readonly Sql[]): Sql {
  const needed = conditions.filter((condition) => condition !== NEVER);
  return needed.includes(ALWAYS) ? ALWAYS : combine(needed, ' OR ', NEVER);
}

export function not(condition: Sql): Sql {
  if (condition === ALWAYS) {
    return NEVER;
  }
  return condition === NEVER ? ALWAYS : sql`NOT ${condition}`;
}

/** True if `count` or more of the conditions are. */
export function atLeast(count: number, conditions: readonly Sql[]): Sql {
  if (count <= 0) {
    return ALWAYS;
  }
  if (count > conditions.length) {
    return NEVER;
  }
  if (count === 1) {
    return anyOf(conditions);
  }
  if (count === conditions.length) {
    return allOf(conditions);
  }
  const numbers = conditions.map((condition) => sql`toUInt32(${condition})`);
  return sql`((${join(numbers, ' + ')}) >= ${int(count)})`;
}

/** A condition that may be null where a column is: null counts as false. */
export function known(condition: Sql): Sql {
  return sql`ifNull(${condition}, false)`;
}

function combine(conditions: readonly Sql[], operator: string, empty: Sql): Sql {
  const [first] = conditions;
  if (first === undefined) {
    return empty;
  }
  return conditions.length === 1 ? first : sql`(${join(conditions, operator)})`;
}
