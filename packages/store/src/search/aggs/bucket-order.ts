import { errors } from '@longshore/common/errors';
import { int, join, raw, type Sql, sql } from '../../sql/sql.ts';
import { findStep } from '../pipeline-aggs/bucket-path.ts';
import type { Branch } from '../plan.ts';
import { ALWAYS, allOf } from '../predicate.ts';
import type { PlannedAgg } from './agg-plan.ts';
import type { BucketPlan, Level, OrderKey, TopBuckets } from './agg-type.ts';
import type { Layout } from './layout.ts';
import { keyedLevels, keyName, rowsWithin } from './rows-within.ts';

interface OrderScope {
  readonly children: readonly PlannedAgg[];
  readonly layout: Layout;
  /** Orders by what is in single buckets below, by their paths. */
  readonly joined: ReadonlyMap<string, Joined>;
}

/** The first buckets by an order, within each bucket around. */
export function topClause(top: TopBuckets, keys: readonly Sql[], scope: OrderScope): Sql {
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
  const having =
    counts === ALWAYS
      ? sql``
      : sql` ${raw(scope.joined.size === 0 ? 'HAVING' : 'WHERE')} ${counts}`;
  // Never a number after BY: it would name a column by its position.
  const limit = outer.length === 0 ? sql`` : sql` LIMIT ${int(top.size)} BY ${join(outer, ', ')}`;
  return sql`${having} ORDER BY ${join(order, ', ')}${limit}`;
}

function orderClause({ path, direction }: OrderKey, own: Sql, scope: OrderScope): Sql {
  const known = path === '_count' ? sql`n` : path === '_key' ? own : scope.joined.get(path)?.value;
  const expression = known ?? metricOrder(path, scope);
  return sql`${expression}${direction === 'desc' ? sql` DESC` : sql` ASC`} NULLS LAST`;
}

/** `stats.avg`, `p[95]`, `p.95`, or the name of a metric. */
function metricOrder(path: string, { children, layout }: OrderScope): Sql {
  const step = findStep(path, children);
  if (step?.child.kind !== 'metric') {
    throw invalidOrder(path);
  }
  const part = layout.parts.find(({ owner }) => owner === step.child);
  return step.child.plan.orderBy(step.property, part?.inputNames ?? []);
}

const invalidOrder = (path: string) =>
  errors.illegalArgument(
    `Invalid aggregator order path [${path}]. The provided aggregation [${path}] either does not exist, or is no metric, alone or within single buckets, and cannot be used to sort the buckets.`,
  );

/** What is joined to a statement whose buckets are ordered by what is in single buckets below them: `errors>took.avg`. */
export function orderJoins(
  order: readonly OrderKey[],
  children: readonly PlannedAgg[],
  { level, branches }: { readonly level: Level; readonly branches: readonly Branch[] },
): ReadonlyMap<string, Joined> {
  const keys = keyedLevels(level.path).map((_, i) => keyName(i));
  const joins = new Map<string, Joined>();
  for (const { path } of order) {
    const found =
      path === '_count' || path === '_key' ? undefined : findBelow(path, children, branches);
    if (found === undefined) {
      continue;
    }
    const { singles, value } = found;
    const name = raw(`o${joins.size}`);
    const from = rowsWithin(
      { ...level, path: [...level.path, ...singles] },
      branches,
      value.inputs,
    );
    const table = sql`SELECT ${join(keys, ', ')}, toNullable(${value.column}) AS ${name} FROM ${from} GROUP BY ${join(keys, ', ')}`;
    joins.set(path, {
      join: sql`LEFT JOIN (${table}) AS ${raw(`j${joins.size}`)} USING (${join(keys, ', ')})`,
      // Nothing to count is a count.
      value: value.isCount ? sql`ifNull(${name}, 0)` : name,
    });
  }
  return joins;
}

/** What a statement is joined to, and what its buckets are then ordered by. */
interface Joined {
  readonly join: Sql;
  readonly value: Sql;
}

interface OrderValue {
  readonly isCount: boolean;
  inputs(branch: Branch): readonly Sql[];
  readonly column: Sql;
}

interface Below {
  readonly singles: readonly BucketPlan[];
  readonly value: OrderValue;
}

/** Follows a path through single buckets to a metric or to a count; undefined for a metric that is not in any. */
function findBelow(
  path: string,
  children: readonly PlannedAgg[],
  branches: readonly Branch[],
): Below | undefined {
  const singles: BucketPlan[] = [];
  let inside = children;
  const elements = path.replace(/>(_count|doc_count)$/, '.$1').split('>');
  for (const [i, element] of elements.entries()) {
    const step = findStep(element, inside);
    if (step?.child.kind === 'metric' && i === elements.length - 1) {
      return singles.length === 0
        ? undefined
        : { singles, value: metricValue(step.child, step.property, branches) };
    }
    if (
      step?.child.kind !== 'bucket' ||
      step.child.plan.key !== undefined ||
      step.child.plan.adapt
    ) {
      break;
    }
    singles.push(step.child.plan);
    inside = step.child.children;
    const isCount = step.property === undefined || /^_?(?:doc_)?count$/.test(step.property);
    if (i === elements.length - 1 && isCount) {
      return { singles, value: { isCount: true, inputs: () => [], column: sql`count()` } };
    }
  }
  throw invalidOrder(path);
}

function metricValue(
  { plan }: Extract<PlannedAgg, { kind: 'metric' }>,
  property: string | undefined,
  [sample]: readonly Branch[],
): OrderValue {
  const named = (branch: Branch) =>
    plan.inputs(branch).map((input, i) => ({ input, name: raw(`w${i}`) }));
  const names = sample === undefined ? [] : named(sample).map(({ name }) => name);
  return {
    isCount: false,
    inputs: (branch) => named(branch).map(({ input, name }) => sql`${input} AS ${name}`),
    column: plan.orderBy(property, names),
  };
}
