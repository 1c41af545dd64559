import { columnName, SYSTEM_COLUMNS } from '../../index/column.ts';
import { type ComputedColumn, column, computedTable, join, type Sql, sql } from '../../sql/sql.ts';
import type { Branch } from '../plan.ts';
import type { CompileContext } from '../query.ts';
import { nestedContext } from './nested-context.ts';
import { objectColumns, objectItems, splitObjects, stepsTo } from './object-columns.ts';

/** The columns of a row for an object: its items, and which of the objects around it, or of its document, it is. */
const itemsName = (path: string): string => `${columnName(path, 'fo')}_items`;
const placeName = (path: string): string => `${columnName(path, 'fo')}_place`;

/** A branch with a row for each nested object of a path instead of each row that it has; without any if there are none. */
export function enterObjects(branch: Branch, path: string): Branch {
  const steps = stepsTo(branch.context, path);
  if (steps.length === 0) {
    const from = sql`(SELECT *, 0 AS ${column(placeName(path))} FROM ${branch.from} WHERE false)`;
    return { ...branch, from, context: nestedContext(branch.context, path), boost: 1 };
  }
  return steps.reduce(enterStep, branch);
}

function enterStep(branch: Branch, path: string): Branch {
  const { from, context } = branch;
  const objects = splitObjects(objectItems(context, path));
  const items = column(itemsName(path));
  const place = column(placeName(path));
  const rows = sql`(SELECT *, ${items}, ${place} FROM ${from} ARRAY JOIN ${objects} AS ${items}, arrayEnumerate(${objects}) AS ${place})`;
  const inner = nestedContext(context, path);
  return { ...branch, from: computedTable(rows, columnsOfStep(inner)), context: inner, boost: 1 };
}

const columnsOfStep = (context: CompileContext): readonly ComputedColumn[] =>
  objectColumns(context, column(itemsName(context.scope)));

/**
 * A branch of objects with a row for each of the objects around them, or, for the empty path, for each document: each
 * once for all that the `keys` say. Undefined if the path is not around them.
 */
export function leaveObjects(
  branch: Branch,
  path: string,
  keys: readonly Sql[],
): Branch | undefined {
  const left: CompileContext[] = [];
  let context: CompileContext | undefined = branch.context;
  while (context !== undefined && context.scope !== path) {
    left.push(context);
    context = context.around;
  }
  if (context === undefined) {
    return undefined;
  }
  const gone = left.flatMap((inner) => [
    ...columnsOfStep(inner).map(({ name }) => name),
    itemsName(inner.scope),
    placeName(inner.scope),
  ]);
  const same = [...keys, column(SYSTEM_COLUMNS.seqNo), ...objectPlaces(context)];
  const shown = gone.length === 0 ? sql`*` : sql`* EXCEPT (${join(gone.map(column), ', ')})`;
  const from = sql`(SELECT ${shown} FROM ${branch.from} LIMIT 1 BY ${join(same, ', ')})`;
  return { ...branch, from, context };
}

/** Which object a row is: its place, counted from one, in each of those around it, from the outside in. */
export function objectPlaces({ scope, around }: CompileContext): readonly Sql[] {
  return around === undefined ? [] : [...objectPlaces(around), column(placeName(scope))];
}
