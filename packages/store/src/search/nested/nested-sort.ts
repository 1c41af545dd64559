import { errors } from '@longshore/common/errors';
import type { Json } from '@longshore/common/json';
import { type Sql, sql } from '../../sql/sql.ts';
import type { SearchField } from '../field-context.ts';
import { ALWAYS } from '../predicate.ts';
import type { CompileContext, ParseContext, Query } from '../query.ts';
import { readObject } from '../read-object.ts';
import { nestedContext } from './nested-context.ts';
import { nestedObjects, overObjects } from './object-columns.ts';

/** The nested objects whose values sort what they are in. */
export interface NestedSort {
  readonly path: string;
  /** Only objects that match count. */
  readonly filter: Query | undefined;
  /** Objects in these, which have the values. */
  readonly inner: NestedSort | undefined;
}

/** As many as paths can be inside each other. */
const DEPTH_MAX = 20;

/** Reads `nested` of a sort key. */
export function parseNestedSort(given: Json, context: ParseContext, depth = 1): NestedSort {
  if (depth > DEPTH_MAX) {
    throw errors.illegalArgument(`[nested] sorts are more than ${DEPTH_MAX} levels deep`);
  }
  const reader = readObject('nested', given);
  const filter = reader.json('filter');
  const inner = reader.json('nested');
  if (reader.has('max_children')) {
    throw errors.illegalArgument(
      '[nested] [max_children] is not supported: all objects count; limit them by a [filter]',
    );
  }
  const sort: NestedSort = {
    path: reader.string('path'),
    filter: filter === undefined ? undefined : context.parseQuery(filter),
    inner: inner === undefined ? undefined : parseNestedSort(inner, context, depth + 1),
  };
  reader.rejectUnknown();
  return sort;
}

/** A field as the objects of a sort have it. Throws for a path that has no nested objects. */
export function nestedSortField(
  { path, inner }: NestedSort,
  field: string,
  context: CompileContext,
): SearchField | undefined {
  if (!context.isNested(path)) {
    throw errors.queryShard(`[nested] failed to find nested object under path [${path}]`);
  }
  const own = nestedContext(context, path);
  return inner === undefined ? own.field(field) : nestedSortField(inner, field, own);
}

/** The values of all objects that count, as one array, given those of one. */
export function nestedSortValues(
  { path, filter, inner }: NestedSort,
  context: CompileContext,
  ofOne: Sql,
): Sql {
  const found = nestedObjects(context, path);
  if (found === undefined) {
    return sql`[]`;
  }
  const own = nestedContext(context, path);
  const values = inner === undefined ? ofOne : nestedSortValues(inner, own, ofOne);
  const condition = filter === undefined ? ALWAYS : own.compile(filter);
  const counted = condition === ALWAYS ? values : sql`if(${condition}, ${values}, [])`;
  return sql`arrayFlatten(${overObjects(sql`arrayMap`, counted, found)})`;
}
