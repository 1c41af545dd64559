import { join, raw, type Sql, sql } from '../../sql/sql.ts';
import { type Branch, unionOf } from '../plan.ts';
import { ALWAYS, allOf } from '../predicate.ts';
import type { BucketPlan, Level } from './agg-type.ts';

/** Levels of a path that have keys, in order: the key of the i-th is the column `k<i>`. */
export const keyedLevels = (path: readonly BucketPlan[]): readonly BucketPlan[] =>
  path.filter(({ key }) => key !== undefined);

export const keyName = (position: number): Sql => raw(`k${position}`);

/** Rows of all branches within the buckets of a level: its keys, and further columns. */
export function rowsWithin(
  level: Level,
  branches: readonly Branch[],
  columnsOfBranch: (branch: Branch) => readonly Sql[],
): Sql {
  const { path } = level;
  const keyed = keyedLevels(path);
  const isGlobal = path.some((plan) => plan.isGlobal === true);
  const selects = branches.map((branch) => {
    const keys = keyed.map((plan) => plan.key?.(branch) ?? sql`NULL`);
    const where = allOf([
      isGlobal ? branch.visible : branch.where,
      ...path.map((plan) => plan.where?.(branch) ?? ALWAYS),
    ]);
    return selectKeys(keys, columnsOfBranch(branch), sql`${branch.from} WHERE ${where}`);
  });
  const conditions = keyed.flatMap((plan, i) => plan.keyCondition?.(keyName(i)) ?? []);
  const where = allOf([...conditions, restriction(keyed, level)]);
  return sql`(${unionOf(selects)}) WHERE ${where}`;
}

/**
 * Rows with the keys of their buckets. A list that is a key twice, as tags are within tags, is joined each time in a
 * select of its own: the engine takes equal `arrayJoin`s of one select for one, and would pair each value with itself.
 */
function selectKeys(keys: readonly Sql[], columns: readonly Sql[], from: Sql): Sql {
  const texts = keys.map(textOf);
  let rows = from;
  const shown = keys.map((key, i) => {
    const isAgain = texts[i]?.includes('arrayJoin') === true && texts.includes(texts[i], i + 1);
    if (isAgain) {
      rows = sql`(SELECT *, ${key} AS ${keyName(i)} FROM ${rows})`;
    }
    return isAgain ? keyName(i) : sql`${key} AS ${keyName(i)}`;
  });
  const all = [...shown, ...columns];
  return sql`SELECT ${all.length === 0 ? sql`1 AS one` : join(all, ', ')} FROM ${rows}`;
}

const textOf = ({ parts }: Sql): string => JSON.stringify(parts, replaceBigInt);

/** Only the buckets that are shown: those of a level with a size are few among many. */
function restriction(
  keyed: readonly BucketPlan[],
  { groups, isExact = false }: Pick<Level, 'groups' | 'isExact'>,
): Sql {
  const chosen = keyed.flatMap((plan, i) => {
    const literal = plan.keyLiteral;
    const isOuter = groups[0] !== undefined && i < groups[0].keys.length;
    return isOuter && (isExact || plan.top !== undefined) && literal !== undefined
      ? [{ name: keyName(i), literal: (keys: readonly unknown[]) => literal(keys[i]) }]
      : [];
  });
  const [first, second] = chosen;
  if (first === undefined) {
    return ALWAYS;
  }
  const names =
    second === undefined
      ? first.name
      : sql`(${join(
          chosen.map(({ name }) => name),
          ', ',
        )})`;
  const tuples = new Map(
    groups.map(({ keys }) => {
      const literals = chosen.map(({ literal }) => literal(keys));
      const tuple = second === undefined ? join(literals, '') : sql`(${join(literals, ', ')})`;
      return [textOf(tuple), tuple];
    }),
  );
  return sql`${names} IN (${join([...tuples.values()], ', ')})`;
}

const replaceBigInt = (_: string, value: unknown): unknown =>
  typeof value === 'bigint' ? String(value) : value;
