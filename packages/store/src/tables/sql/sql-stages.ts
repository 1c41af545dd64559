import { compileExpression } from '../compile-expression.ts';
import { type Expression, replaceIn, walk } from '../expression.ts';
import { AggregateCollector, hasAggregates, isAggregate, shapeOf } from '../extract-aggregates.ts';
import type { QueryContext } from '../query-context.ts';
import type { Column } from '../row.ts';
import type { Named, Selected, SortStep, Stage } from '../stage.ts';
import { verificationError } from '../syntax-error.ts';
import type { Select, SelectItem } from './parse-sql.ts';

type Item = Extract<SelectItem, { kind: 'one' }>;

/** The steps of a SELECT. `shown` are the columns that `*` stands for. */
export function sqlStages(
  select: Select,
  shown: readonly Column[],
  context: QueryContext,
): readonly Stage[] {
  const plain = withoutAlias(select);
  const items = plain.items.flatMap((item): readonly Item[] =>
    item.kind === 'one' ? [item] : shown.map(itemOf),
  );
  const where: readonly Stage[] =
    plain.where === undefined ? [] : [{ kind: 'where', condition: plain.where }];
  refuseAggregates(plain.where, 'WHERE', context);
  const order = plain.order.map((step) => ({
    ...step,
    expression: meantBy(step.expression, items, context),
  }));
  const isGrouped =
    plain.groups.length > 0 ||
    plain.having !== undefined ||
    [...items, ...order].some(({ expression }) => hasAggregates('sql', expression));
  const limit: readonly Stage[] =
    plain.limit === undefined ? [] : [{ kind: 'limit', count: plain.limit }];
  if (isGrouped && plain.isDistinct) {
    throw verificationError(context.source, 0, 'SELECT DISTINCT with GROUP BY is not supported');
  }
  if (!isGrouped && !plain.isDistinct) {
    const sort: readonly Stage[] = order.length === 0 ? [] : [{ kind: 'sort', keys: order }];
    return [...where, ...sort, ...limit, ...shownStages(items, context)];
  }
  const groups = plain.isDistinct
    ? items.map(({ expression }) => expression)
    : plain.groups.map((group) => meantBy(group, items, context));
  return [...where, ...groupedStages({ ...plain, items, order, groups }, context), ...limit];
}

const itemOf = ({ name }: Column): Item => ({
  kind: 'one',
  name,
  expression: { kind: 'name', name, start: 0, end: 0 },
});

interface Grouped {
  readonly items: readonly Item[];
  readonly order: readonly SortStep[];
  readonly groups: readonly Expression[];
  readonly having: Expression | undefined;
}

function groupedStages(
  { items, order, groups, having }: Grouped,
  context: QueryContext,
): readonly Stage[] {
  const collector = new AggregateCollector('sql');
  const named = groups.map((expression, i): Named => ({ name: `$g${i}`, expression }));
  const byShape = new Map(named.map(({ name, expression }) => [shapeOf(expression), name]));
  const over = (expression: Expression): Expression => {
    const replaced = collector.collect(expression, (one) => {
      const name = byShape.get(shapeOf(one));
      return name === undefined ? undefined : { ...one, kind: 'name', name };
    });
    refuseUngrouped(replaced, groups, context);
    return replaced;
  };
  const shownItems = items.map((item) => ({ ...item, expression: over(item.expression) }));
  const condition = having && over(meantBy(having, items, context));
  const keys = order.map((step) => ({ ...step, expression: over(step.expression) }));
  return [
    { kind: 'aggregate', groups: named, metrics: collector.metrics },
    ...(condition === undefined ? [] : [{ kind: 'where' as const, condition }]),
    ...(keys.length === 0 ? [] : [{ kind: 'sort' as const, keys }]),
    ...shownStages(shownItems, context),
  ];
}

/** The columns of the answer: those that are there under their names, and what is computed. */
function shownStages(items: readonly Item[], context: QueryContext): readonly Stage[] {
  const computed = items.flatMap(({ expression }, i): readonly Named[] =>
    expression.kind === 'name' ? [] : [{ name: `$c${i}`, expression }],
  );
  const selected = items.map(({ name, expression }, i): Selected => {
    return { name, from: expression.kind === 'name' ? expression.name : `$c${i}` };
  });
  return [
    ...(computed.length === 0 ? [] : [{ kind: 'eval' as const, fields: computed }]),
    {
      kind: 'select',
      select: (columns) => {
        for (const { expression } of items) {
          if (expression.kind === 'name') {
            // Throws for a name that there is not.
            compileExpression(expression, columns, context);
          }
        }
        return selected;
      },
    },
  ];
}

/** The number of a column and the name of one stand for its expression. */
function meantBy(
  expression: Expression,
  items: readonly Item[],
  { source }: QueryContext,
): Expression {
  if (expression.kind === 'literal' && typeof expression.value === 'number') {
    const item = items[expression.value - 1];
    if (item === undefined) {
      throw verificationError(
        source,
        expression.start,
        `Invalid ordinal [${expression.value}] (out of range [1, ${items.length}])`,
      );
    }
    return item.expression;
  }
  return replaceIn(expression, (one) => {
    if (one.kind === 'name') {
      return items.find(({ name }) => name === one.name)?.expression;
    }
    // Within functions over groups names are those of fields.
    return isAggregate('sql', one) ? one : undefined;
  });
}

function refuseUngrouped(
  expression: Expression,
  groups: readonly Expression[],
  { source }: QueryContext,
): void {
  for (const one of walk(expression)) {
    if (one.kind === 'name' && !one.name.startsWith('$')) {
      const expected = groups.map(({ start, end }) => source.slice(start, end)).join(', ');
      throw verificationError(
        source,
        one.start,
        `Cannot use non-grouped column [${one.name}], expected [${expected}]`,
      );
    }
  }
}

function refuseAggregates(
  condition: Expression | undefined,
  clause: string,
  { source }: QueryContext,
): void {
  if (condition !== undefined && hasAggregates('sql', condition)) {
    throw verificationError(
      source,
      condition.start,
      `Cannot use ${clause} filtering on aggregate function [${source.slice(condition.start, condition.end)}], use HAVING instead`,
    );
  }
}

/** Names without the alias of the table in front. */
function withoutAlias(select: Select): Select {
  const { alias, from } = select;
  const prefixes = [alias, from].filter((one) => one !== undefined).map((one) => `${one}.`);
  const bare = (expression: Expression): Expression =>
    replaceIn(expression, (one) => {
      const prefix =
        one.kind === 'name' ? prefixes.find((start) => one.name.startsWith(start)) : undefined;
      return one.kind === 'name' && prefix !== undefined
        ? { ...one, name: one.name.slice(prefix.length) }
        : undefined;
    });
  return {
    ...select,
    items: select.items.map((item) =>
      item.kind === 'all' ? item : { ...item, expression: bare(item.expression) },
    ),
    where: select.where && bare(select.where),
    groups: select.groups.map(bare),
    having: select.having && bare(select.having),
    order: select.order.map((step) => ({ ...step, expression: bare(step.expression) })),
  };
}
