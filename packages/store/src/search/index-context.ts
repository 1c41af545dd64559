import type { Mapping } from '../index/mapping.ts';
import type { Sql } from '../sql/sql.ts';
import { findField, type SearchField } from './field-context.ts';
import type { BoundsContext, CompileContext, Query, TimeBounds } from './query.ts';
import type { Statistics } from './scoring/statistics.ts';

/** What queries and aggregations of one search are compiled with for one index. */
export function openIndexContext(
  index: { readonly name: string; readonly mapping: Mapping },
  mapping: Mapping,
  nowMs: number,
): CompileContext {
  const context: CompileContext = {
    index: index.name,
    mapping,
    nowMs,
    statistics: undefined,
    field: (path) => withValues(findField(mapping, path)),
    isMapped: (path) => findField(index.mapping, path) !== undefined,
    compile: (query): Sql => query.type.compile(query.spec, context),
    score: (query) => query.type.score?.(query.spec, context) ?? 1,
  };
  return context;
}

/** The same with scores by statistics. */
export function withStatistics(context: CompileContext, statistics: Statistics): CompileContext {
  const scored: CompileContext = {
    ...context,
    statistics,
    compile: (query) => query.type.compile(query.spec, scored),
    score: (query) => query.type.score?.(query.spec, scored) ?? 1,
  };
  return scored;
}

/** A field that has had no value yet has no column: it is searched as if it were not mapped. */
const withValues = (field: SearchField | undefined): SearchField | undefined =>
  field?.column.isPending === true ? undefined : field;

/** The times that a query limits `@timestamp` to; undefined if it does not. */
export function queryBounds(query: Query, nowMs: number): TimeBounds | undefined {
  const context: BoundsContext = {
    nowMs,
    bounds: (inner) => inner.type.bounds?.(inner.spec, context),
  };
  return context.bounds(query);
}
