import { errors } from '@longshore/common/errors';
import type { Row } from '../../engine/engine.ts';
import { int, join, raw, type Sql, sql } from '../../sql/sql.ts';
import { type Branch, unionOf } from '../plan.ts';
import { ALWAYS, allOf } from '../predicate.ts';
import type { PlannedAgg } from './agg-plan.ts';
import type { BucketPlan, Columns, Level, OrderKey, TopBuckets } from './agg-type.ts';
import { BUCKETS_MAX } from './fill.ts';

/** What is computed for each bucket: metrics, and what aggregations below need to know of it. */
export interface Layout {
  readonly parts: readonly Part[];
}

interface Part {
  readonly owner: PlannedAgg;
  readonly columns: Columns;
  readonly inputNames: readonly Sql[];
  readonly columnNames: readonly string[];
}

/** The columns that the children of a bucket need in the bucket's own statement. */
export function layoutOf(children: readonly PlannedAgg[], branches: readonly Branch[]): Layout {
  const parts: Part[] = [];
  let inputs = 0;
  let outputs = 0;
  const [sample] = branches;
  for (const owner of children) {
    const columns = columnsOf(owner);
    if (columns === undefined || sample === undefined) {
      continue;
    }
    const inputNames = columns.inputs(sample).map((_, i) => raw(`v${inputs + i}`));
    const outputCount = columns.columns(inputNames).length;
    const columnNames = Array.from({ length: outputCount }, (_, i) => `c${outputs + i}`);
    parts.push({ owner, columns, inputNames, columnNames });
    inputs += inputNames.length;
    outputs += outputCount;
  }
  return { parts };
}

function columnsOf(agg: PlannedAgg): Columns | undefined {
  if (agg.kind === 'metric') {
    return agg.plan;
  }
  return agg.kind === 'bucket' ? agg.plan.around : undefined;
}

/** What the columns of a child say in one row; undefined if there is no row. */
export function partValues(layout: Layout, owner: PlannedAgg, row: Row | undefined) {
  const part = layout.parts.find((candidate) => candidate.owner === owner);
  return row === undefined || part === undefined
    ? undefined
    : part.columnNames.map((name) => row[name]);
}

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
    const keys = keyed.map((plan, i) => sql`${plan.key?.(branch) ?? sql`NULL`} AS ${keyName(i)}`);
    const columns = [...keys, ...columnsOfBranch(branch)];
    const where = allOf([
      isGlobal ? branch.visible : branch.where,
      ...path.map((plan) => plan.where?.(branch) ?? ALWAYS),
    ]);
    return sql`SELECT ${columns.length === 0 ? sql`1 AS one` : join(columns, ', ')} FROM ${branch.from} WHERE ${where}`;
  });
  const conditions = keyed.flatMap((plan, i) => plan.keyCondition?.(keyName(i)) ?? []);
  const where = allOf([...conditions, restriction(keyed, level)]);
  return sql`(${unionOf(selects)}) WHERE ${where}`;
}

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
      return [JSON.stringify(tuple.parts, replaceBigInt), tuple];
    }),
  );
  return sql`${names} IN (${join([...tuples.values()], ', ')})`;
}

const replaceBigInt = (_: string, value: unknown): unknown =>
  typeof value === 'bigint' ? String(value) : value;

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
  return sql`${grouped}${top === undefined ? sql`` : topClause(top, keys, { children, layout })} LIMIT ${int(limit)}`;
}

interface OrderScope {
  readonly children: readonly PlannedAgg[];
  readonly layout: Layout;
}

/** The first buckets by an order, within each bucket around. */
function topClause(top: TopBuckets, keys: readonly Sql[], scope: OrderScope): Sql {
  const key = keys.at(-1) ?? sql`1`;
  const own = top.keyOrder?.(key) ?? key;
  const outer = keys.slice(0, -1);
  const order = top.orderBy
    ? [top.orderBy(key)]
    : top.order.map((one) => orderClause(one, own, scope));
  const counts = allOf([
    top.minDocCount > 1 ? sql`n >= ${int(top.minDocCount)}` : ALWAYS,
    top.maxDocCount === undefined ? ALWAYS : sql`n <= ${int(top.maxDocCount)}`,
  ]);
  const having = counts === ALWAYS ? sql`` : sql` HAVING ${counts}`;
  // Never a number after BY: it would name a column by its position.
  const limit = outer.length === 0 ? sql`` : sql` LIMIT ${int(top.size)} BY ${join(outer, ', ')}`;
  return sql`${having} ORDER BY ${join(order, ', ')}${limit}`;
}

function orderClause({ path, direction }: OrderKey, own: Sql, scope: OrderScope): Sql {
  const expression = path === '_count' ? sql`n` : path === '_key' ? own : metricOrder(path, scope);
  return sql`${expression}${direction === 'desc' ? sql` DESC` : sql` ASC`} NULLS LAST`;
}

/** `stats.avg`, `p[95]`, `p.95`, or the name of a metric. */
function metricOrder(path: string, { children, layout }: OrderScope): Sql {
  for (const child of children) {
    const { name } = child.node;
    const rest = path.startsWith(name) ? path.slice(name.length) : undefined;
    const property = /^(?:\.(.+)|\[["']?(.+?)["']?\])?$/.exec(rest ?? '?');
    if (property === null || child.kind !== 'metric') {
      continue;
    }
    const part = layout.parts.find(({ owner }) => owner === child);
    return child.plan.orderBy(property[1] ?? property[2], part?.inputNames ?? []);
  }
  throw errors.illegalArgument(
    `Invalid aggregator order path [${path}]. The provided aggregation [${path}] either does not exist, or is not a metric directly below and cannot be used to sort the buckets.`,
  );
}
