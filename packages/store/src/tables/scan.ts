import type { Json, JsonObject } from '@longshore/common/json';
import { compileExpression, SEARCH_FUNCTIONS } from './compile-expression.ts';
import { conjunctsOf, type Expression, namesIn, replaceIn, walk } from './expression.ts';
import type { QueryContext } from './query-context.ts';
import type { Column } from './row.ts';
import { type FieldColumn, METADATA_COLUMNS } from './schema.ts';
import type { SortStep, Stage } from './stage.ts';
import { QueryConverter } from './to-query.ts';

/** A column of documents: a field, or what is computed of fields. */
interface ScanColumn extends Column {
  /** Over the names of fields. */
  readonly expression: Expression;
}

/** Documents that were not read yet: steps become parts of the search, as long as a search can do them. */
export interface Scan {
  readonly fields: readonly FieldColumn[];
  readonly columns: readonly ScanColumn[];
  readonly filters: readonly JsonObject[];
  readonly sort: readonly Json[];
  readonly limit: number | undefined;
}

/** Expressions in place of names, at most: they must not grow without end. */
const NODES_MAX = 300;

/** All documents of some indices. */
export function openScan(
  fields: readonly FieldColumn[],
  visible: readonly FieldColumn[],
  filters: readonly JsonObject[],
): Scan {
  const columns = visible.map((column) => ({
    ...column,
    expression: { kind: 'name' as const, name: column.field, start: 0, end: 0 },
  }));
  return { fields, columns, filters, sort: [], limit: undefined };
}

/** Queries that say yes or no, whatever the score. */
const UNSCORED: ReadonlySet<string> = new Set(
  'exists prefix range regexp term terms wildcard'.split(' '),
);

/** The search of a scan, without what is shown of its hits. */
export function scanQuery({ filters }: Scan, isScored = false): JsonObject {
  if (filters.length === 0) {
    return { match_all: {} };
  }
  const isScoring = (query: JsonObject) =>
    isScored && !Object.keys(query).every((type) => UNSCORED.has(type));
  const must = filters.filter(isScoring);
  const filter = filters.filter((query) => !isScoring(query));
  return {
    bool: {
      ...(must.length === 0 ? {} : { must }),
      ...(filter.length === 0 ? {} : { filter }),
    },
  };
}

/** Makes a step part of a scan. `rest` is what is left of the step for who has the rows; undefined: nothing was done. */
export function pushStage(
  stage: Stage,
  scan: Scan,
  context: QueryContext,
): { readonly scan: Scan; readonly rest?: Stage } | undefined {
  switch (stage.kind) {
    case 'where':
      return scan.limit === undefined ? pushWhere(stage.condition, scan, context) : undefined;
    case 'eval':
      return pushEval(stage, scan, context);
    case 'select': {
      const selected = stage.select(scan.columns);
      const byName = new Map(scan.columns.map((column) => [column.name, column]));
      const columns = selected.flatMap(({ name, from }) => {
        const column = byName.get(from);
        return column === undefined ? [] : [{ ...column, name }];
      });
      return { scan: { ...scan, columns } };
    }
    case 'limit':
      return { scan: { ...scan, limit: Math.min(stage.count, scan.limit ?? stage.count) } };
    case 'sort':
      return scan.limit === undefined ? pushSort(stage.keys, scan, context) : undefined;
    default:
      return undefined;
  }
}

/** An expression over the columns of a scan as one over its fields; undefined if it would be too large. */
export function overFields(expression: Expression, { columns }: Scan): Expression | undefined {
  const byName = new Map(columns.map((column) => [column.name, column]));
  const size = namesIn(expression).reduce(
    (sum, name) => sum + [...walk(byName.get(name)?.expression ?? expression)].length,
    0,
  );
  return size > NODES_MAX
    ? undefined
    : replaceIn(expression, (one) =>
        one.kind === 'name' ? byName.get(one.name)?.expression : undefined,
      );
}

function pushWhere(condition: Expression, scan: Scan, context: QueryContext) {
  const converter = new QueryConverter(scan.fields, context);
  const filters: JsonObject[] = [];
  const left: Expression[] = [];
  for (const part of conjunctsOf(condition)) {
    // With the names as they were written, for errors.
    if (![...walk(part)].some((one) => one.kind === 'call' && SEARCH_FUNCTIONS.has(one.name))) {
      compileExpression(part, scan.columns, context);
    }
    const over = overFields(part, scan);
    const query = over && converter.convert(over);
    if (query === undefined) {
      left.push(part);
    } else {
      filters.push(query);
    }
  }
  const pushed = { ...scan, filters: [...scan.filters, ...filters] };
  const [first, ...more] = left;
  if (first === undefined) {
    return { scan: pushed };
  }
  const rest = more.reduce<Expression>(
    (all, one) => ({ kind: 'call', name: 'and', args: [all, one], start: all.start, end: one.end }),
    first,
  );
  return { scan: pushed, rest: { kind: 'where' as const, condition: rest } };
}

function pushEval(
  { fields }: Extract<Stage, { kind: 'eval' }>,
  scan: Scan,
  context: QueryContext,
): { readonly scan: Scan } | undefined {
  let next = scan;
  for (const { name, expression } of fields) {
    const { type } = compileExpression(expression, next.columns, context);
    const over = overFields(expression, next);
    if (over === undefined) {
      return undefined;
    }
    const others = next.columns.filter((column) => column.name !== name);
    next = { ...next, columns: [...others, { name, type, expression: over }] };
  }
  return { scan: next };
}

/** What was sorted before is sorted anew. */
function pushSort(keys: readonly SortStep[], scan: Scan, context: QueryContext) {
  const sort = keys.map((key) => sortKey(key, scan, context));
  const known = sort.filter((key) => key !== undefined);
  return known.length < sort.length ? undefined : { scan: { ...scan, sort: known } };
}

function sortKey(
  { expression, isDescending, areNullsFirst }: SortStep,
  scan: Scan,
  context: QueryContext,
): Json | undefined {
  compileExpression(expression, scan.columns, context);
  const over = overFields(expression, scan);
  const column =
    over?.kind === 'name' ? scan.fields.find(({ field }) => field === over.name) : undefined;
  const order = isDescending ? 'desc' : 'asc';
  if (column?.field === '_score') {
    return { _score: { order } };
  }
  const field = column && sortableField(column, context);
  return field === undefined
    ? undefined
    : {
        [field]: {
          order,
          missing: areNullsFirst ? '_first' : '_last',
          // In an index without the field.
          unmapped_type: column?.type === 'text' ? 'keyword' : (column?.mapped ?? 'keyword'),
        },
      };
}

/** The field by which searches sort and group by a column; undefined if they cannot. */
export function sortableField(
  column: FieldColumn,
  { language }: Pick<QueryContext, 'language'>,
): string | undefined {
  if (METADATA_COLUMNS[column.field] !== undefined) {
    return undefined;
  }
  if (column.isAggregatable) {
    return column.field;
  }
  return language === 'sql' && column.type === 'text' ? column.exact : undefined;
}
