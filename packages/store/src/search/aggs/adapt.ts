import type { Row } from '../../engine/engine.ts';
import { join, type Sql, sql } from '../../sql/sql.ts';
import type { Branch } from '../plan.ts';
import type { AggGroup, Ask, Level } from './agg-type.ts';
import { keyedLevels, keyName, rowsWithin } from './rows-within.ts';

/** The columns of the keys of the buckets around. */
export const outerKeys = ({ path }: Level): readonly Sql[] =>
  keyedLevels(path).map((_, i) => keyName(i));

/** What the rows within buckets are asked: columns of each row, and what is selected from them. */
interface Question {
  columns(branch: Branch): readonly Sql[];
  /** Aggregates, each with a name. */
  readonly select: readonly Sql[];
  /** Further columns to group by. */
  readonly by?: readonly Sql[];
  /** `LIMIT n BY …` and the like, after the groups. */
  readonly tail?: Sql;
}

/** Rows of answers by the bucket around that they are of. */
export async function askGroups(
  level: Level<AggGroup>,
  { columns, select, by = [], tail = sql`` }: Question,
  { branches, run }: Ask,
): Promise<ReadonlyMap<AggGroup, readonly Row[]>> {
  const byKeys = new Map(level.groups.map((group) => [JSON.stringify(group.keys), group]));
  const found = new Map<AggGroup, Row[]>();
  if (branches.length === 0) {
    return found;
  }
  const keys = outerKeys(level);
  const from = rowsWithin({ ...level, isExact: true }, branches, columns);
  const groupBy = [...keys, ...by];
  const grouped = groupBy.length === 0 ? sql`` : sql` GROUP BY ${join(groupBy, ', ')}`;
  const rows = await run(
    sql`SELECT ${join([...keys, ...select], ', ')} FROM ${from}${grouped}${tail}`,
  );
  for (const row of rows) {
    const group = byKeys.get(JSON.stringify(keys.map((_, i) => row[`k${i}`])));
    if (group !== undefined) {
      found.set(group, [...(found.get(group) ?? []), row]);
    }
  }
  return found;
}
