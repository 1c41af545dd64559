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
  const selects = branches.map((branch) => {
    const rows = path.reduce(within, startOf(path, branch));
    const { from, shown } = withKeys(rows);
    const all = [...shown.map(({ select }) => select), ...columnsOfBranch(rows.branch)];
    return sql`SELECT ${all.length === 0 ? sql`1 AS one` : join(all, ', ')} FROM ${from}`;
  });
  const conditions = keyed.flatMap((plan, i) => plan.keyCondition?.(keyName(i)) ?? []);
  const where = allOf([...conditions, restriction(keyed, level)]);
  return sql`(${unionOf(selects)}) WHERE ${where}`;
}

/** Rows of a branch on the way into a path of buckets. */
interface PathRows {
  readonly branch: Branch;
  readonly where: readonly Sql[];
  /** What says which buckets a row is in; those that its rows have as columns are undefined. */
  readonly keys: readonly (Sql | undefined)[];
}

function startOf(path: readonly BucketPlan[], branch: Branch): PathRows {
  const isGlobal = path.some((plan) => plan.isGlobal === true);
  return { branch, where: [isGlobal ? branch.visible : branch.where], keys: [] };
}

/** The rows in the buckets of one further level. */
function within(rows: PathRows, plan: BucketPlan): PathRows {
  const { branch, where, keys } = plan.rows === undefined ? rows : otherRows(rows, plan.rows);
  const key = plan.key?.(branch);
  return {
    branch,
    where: [...where, plan.where?.(branch) ?? ALWAYS],
    keys: key === undefined ? keys : [...keys, key],
  };
}

function otherRows(rows: PathRows, enter: NonNullable<BucketPlan['rows']>): PathRows {
  const { from, shown } = withKeys(rows);
  const further = shown.flatMap(({ select, isColumn }) => (isColumn ? [] : [select]));
  const branch = {
    ...rows.branch,
    from: sql`(SELECT ${join([sql`*`, ...further], ', ')} FROM ${from})`,
  };
  const names = rows.keys.map((_, i) => keyName(i));
  return { branch: enter(branch, names), where: [], keys: names.map(() => undefined) };
}

/**
 * Rows and how the keys of their buckets are selected. A list that is a key twice, as tags are within tags, is joined
 * each time in a select of its own: the engine takes equal `arrayJoin`s of one select for one, and would pair each value
 * with itself.
 */
function withKeys({ branch, where, keys }: PathRows) {
  const texts = keys.map((key) => (key === undefined ? '' : textOf(key)));
  let from = sql`${branch.from} WHERE ${allOf(where)}`;
  const shown = keys.map((key, i) => {
    const name = keyName(i);
    const isAgain = texts[i]?.includes('arrayJoin') === true && texts.includes(texts[i], i + 1);
    if (key !== undefined && isAgain) {
      from = sql`(SELECT *, ${key} AS ${name} FROM ${from})`;
    }
    return key === undefined || isAgain
      ? { select: name, isColumn: true }
      : { select: sql`${key} AS ${name}`, isColumn: false };
  });
  return { from, shown };
}

const textOf = ({ parts }: Sql): string => JSON.stringify(parts, replaceBigInt);

/** The branches as aggregations in the last bucket of a path see them. */
export const branchesWithin = (
  path: readonly BucketPlan[],
  branches: readonly Branch[],
): readonly Branch[] =>
  path.reduce((all, { rows }) => (rows ? all.map((branch) => rows(branch, [])) : all), branches);

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
