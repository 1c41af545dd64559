import { int, join, raw, type Sql, sql } from '../../sql/sql.ts';
import type { Branch } from '../plan.ts';
import type { PlannedAgg } from './agg-plan.ts';
import type { Level } from './agg-type.ts';
import { orderJoins, topClause } from './bucket-order.ts';
import { BUCKETS_MAX } from './fill.ts';
import type { Layout } from './layout.ts';
import { keyedLevels, keyName, rowsWithin } from './rows-within.ts';

export interface BucketStatement {
  /** The path with the aggregation itself as its last level; the groups are those around it. */
  readonly level: Level;
  readonly children: readonly PlannedAgg[];
  readonly layout: Layout;
  readonly branches: readonly Branch[];
  /** No more buckets than so many may be answered. */
  readonly bucketsMax?: number;
}

/** One row for each bucket of the last level: its keys, its count as `n`, and the columns of the layout. */
export function bucketStatement({
  level,
  children,
  layout,
  branches,
  bucketsMax = BUCKETS_MAX,
}: BucketStatement): Sql {
  const keyed = keyedLevels(level.path);
  const keys = keyed.map((_, i) => keyName(i));
  const own = level.path.at(-1);
  const inputs = (branch: Branch) =>
    layout.parts.flatMap(({ columns, inputNames }) =>
      columns.inputs(branch).map((input, i) => sql`${input} AS ${inputNames[i] ?? raw('v')}`),
    );
  const outputs = layout.parts.flatMap(({ columns, inputNames, columnNames }) =>
    columns.columns(inputNames).map((output, i) => sql`${output} AS ${raw(columnNames[i] ?? 'c')}`),
  );
  const select = join([...keys, sql`count() AS n`, ...outputs], ', ');
  const from = rowsWithin(level, branches, inputs);
  if (keys.length === 0) {
    return sql`SELECT ${select} FROM ${from}`;
  }
  const grouped = sql`SELECT ${select} FROM ${from} GROUP BY ${join(keys, ', ')}`;
  const top = own?.key === undefined ? undefined : own.top;
  // One more than may be shown, so that too many are noticed.
  const limit =
    top !== undefined && keys.length === 1 ? Math.min(top.size, bucketsMax + 1) : bucketsMax + 1;
  if (top === undefined) {
    return sql`${grouped} LIMIT ${int(limit)}`;
  }
  const joined = orderJoins(top.order, children, { level, branches });
  const clause = topClause(top, keys, { children, layout, joined });
  const ordered =
    joined.size === 0
      ? sql`${grouped}${clause}`
      : sql`SELECT * FROM (${grouped}) AS b ${join(
          [...joined.values()].map((one) => one.join),
          ' ',
        )}${clause}`;
  return sql`${ordered} LIMIT ${int(limit)}`;
}
