import { errors } from '@longshore/common/errors';
import { type Metric, planAggregation } from './aggregation-plan.ts';
import { compileExpression } from './compile-expression.ts';
import type { Compiled } from './compiled.ts';
import type { QueryContext } from './query-context.ts';
import type { Row, Table } from './row.ts';
import type { SortStep, Stage } from './stage.ts';
import { verificationError } from './syntax-error.ts';
import {
  compareScalars,
  Interval,
  isListValue,
  isTextType,
  type Value,
  valuesOf,
} from './value.ts';

/** Rows that one step may make of others, at most: rows of lists and groups multiply. */
const ROWS_MAX = 100_000;

/** Takes one step on rows that are there. */
export function runStage(stage: Stage, table: Table, context: QueryContext): Table {
  switch (stage.kind) {
    case 'where': {
      const condition = compileExpression(stage.condition, table.columns, context);
      if (condition.type !== 'boolean' && condition.type !== 'null') {
        const { start, end } = stage.condition;
        throw verificationError(
          context.source,
          start,
          `Condition expression needs to be boolean, found [${condition.type}] in [${context.source.slice(start, end)}]`,
        );
      }
      return { ...table, rows: table.rows.filter((row) => condition.evaluate(row) === true) };
    }
    case 'eval':
      return stage.fields.reduce(
        (before, { name, expression }) =>
          withColumn(before, name, compileExpression(expression, before.columns, context)),
        table,
      );
    case 'sort':
      return { ...table, rows: sortRows(table, stage.keys, context) };
    case 'limit':
      return { ...table, rows: table.rows.slice(0, stage.count) };
    case 'select':
      return select(table, stage);
    case 'extract':
      return extract(stage, table, context);
    case 'expand':
      return expand(stage, table, context);
    case 'aggregate':
      return aggregate(stage, table, context);
  }
}

/** A column behind the others, or in place of one of its name. */
function withColumn({ columns, rows }: Table, name: string, { type, evaluate }: Compiled): Table {
  const kept = columns.flatMap((column, i) => (column.name === name ? [] : [i]));
  return {
    columns: [...pick(columns, kept), { name, type }],
    rows: rows.map((row) => [...pick(row, kept), evaluate(row)]),
  };
}

const pick = <T>(items: readonly T[], places: readonly number[]): T[] =>
  places.flatMap((i) => {
    const item = items[i];
    return item === undefined ? [] : [item];
  });

function sortRows(
  { columns, rows }: Table,
  steps: readonly SortStep[],
  context: QueryContext,
): readonly Row[] {
  const keys = steps.map((step) => ({
    ...step,
    key: compileExpression(step.expression, columns, context),
  }));
  const decorated = rows.map((row) => ({
    row,
    values: keys.map(({ key, isDescending }) => sortValue(key.evaluate(row), isDescending)),
  }));
  decorated.sort((a, b) => compareKeys(keys, a.values, b.values));
  return decorated.map(({ row }) => row);
}

/** A list goes by its smallest value, or by its greatest. */
function sortValue(value: Value, isDescending: boolean): Value {
  if (!isListValue(value)) {
    return value;
  }
  const sorted = [...value].sort(compareScalars);
  return (isDescending ? sorted.at(-1) : sorted[0]) ?? null;
}

function compareKeys(keys: readonly SortStep[], a: readonly Value[], b: readonly Value[]): number {
  for (const [i, key] of keys.entries()) {
    const order = compareByKey(key, a[i] ?? null, b[i] ?? null);
    if (order !== 0) {
      return order;
    }
  }
  return 0;
}

function compareByKey({ isDescending, areNullsFirst }: SortStep, a: Value, b: Value): number {
  if (a === null || b === null) {
    return a === b ? 0 : (a === null) === areNullsFirst ? -1 : 1;
  }
  const order = isListValue(a) || isListValue(b) ? 0 : compareScalars(a, b);
  return isDescending ? -order : order;
}

function select({ columns, rows }: Table, stage: Extract<Stage, { kind: 'select' }>): Table {
  const selected = stage.select(columns);
  const places = selected.map(({ from }) => columns.findIndex(({ name }) => name === from));
  return {
    columns: selected.map(({ name }, i) => ({
      ...(columns[places[i] ?? -1] ?? { type: 'null' as const }),
      name,
    })),
    rows: rows.map((row) => places.map((place) => row[place] ?? null)),
  };
}

function extract(
  { text, columns, extract: read }: Extract<Stage, { kind: 'extract' }>,
  table: Table,
  context: QueryContext,
): Table {
  const source = compileExpression(text, table.columns, context);
  if (!isTextType(source.type) && source.type !== 'null') {
    const shown = context.source.slice(text.start, text.end);
    throw verificationError(
      context.source,
      text.start,
      `only support string values, found expression [${shown}] type [${source.type}]`,
    );
  }
  const names = new Set(columns.map(({ name }) => name));
  const kept = table.columns.flatMap(({ name }, i) => (names.has(name) ? [] : [i]));
  return {
    columns: [...pick(table.columns, kept), ...columns],
    rows: table.rows.map((row) => {
      const value = source.evaluate(row);
      const found = typeof value === 'string' ? read(value) : undefined;
      return [...pick(row, kept), ...columns.map(({ name }) => found?.get(name) ?? null)];
    }),
  };
}

function expand(
  { name, start }: Extract<Stage, { kind: 'expand' }>,
  { columns, rows }: Table,
  context: QueryContext,
): Table {
  const at = columns.findIndex((column) => column.name === name);
  if (at < 0) {
    throw verificationError(context.source, start, `Unknown column [${name}]`);
  }
  const expanded: Row[] = [];
  for (const row of rows) {
    const value = row[at] ?? null;
    for (const one of isListValue(value) ? value : [value]) {
      expanded.push(row.with(at, one));
    }
    checkRows(expanded.length);
  }
  return { columns, rows: expanded };
}

function checkRows(count: number): void {
  if (count > ROWS_MAX) {
    throw errors.illegalArgument(
      `a step of the query makes more than [${ROWS_MAX}] rows; narrow it with a condition`,
    );
  }
}

/** Rows with equal values of what they are grouped by. */
function aggregate(
  stage: Extract<Stage, { kind: 'aggregate' }>,
  { columns, rows }: Table,
  context: QueryContext,
): Table {
  const { groups, metrics } = planAggregation(stage, columns, context);
  const found = new Map<string, { readonly key: Row; readonly rows: Row[] }>();
  if (groups.length === 0) {
    found.set('', { key: [], rows: [...rows] });
  }
  for (const row of groups.length === 0 ? [] : rows) {
    for (const key of keysOf(groups.map(({ compiled }) => compiled.evaluate(row)))) {
      const text = key.map((value) => `${typeof value}:${value}`).join('\u0000');
      const group = found.get(text) ?? { key, rows: [] };
      found.set(text, group);
      group.rows.push(row);
    }
    checkRows(found.size);
  }
  return {
    columns: [...metrics, ...groups].map(({ column }) => column),
    rows: [...found.values()].map(({ key, rows: own }) => [
      ...metrics.map((metric) => foldRows(metric, own)),
      ...key,
    ]),
  };
}

/** A row is in a group for each of the values of a list. */
function keysOf(values: readonly Value[]): readonly Row[] {
  return values.reduce<readonly Row[]>(
    (keys, value) => {
      const options = isListValue(value) ? value : [value];
      checkRows(keys.length * options.length);
      return options.flatMap((one) => keys.map((key) => [...key, one]));
    },
    [[]],
  );
}

function foldRows({ aggregate: { fold }, of, constants }: Metric, rows: readonly Row[]): Value {
  if (of === undefined) {
    return rows.length;
  }
  const values = rows.flatMap((row) => valuesOf(of.compiled.evaluate(row)));
  return fold(
    values.filter((value) => !(value instanceof Interval)),
    constants,
  );
}
