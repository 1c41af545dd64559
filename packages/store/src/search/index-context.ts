import type { Mapping } from '../index/mapping.ts';
import type { QueryLimits } from '../index/query-limits.ts';
import type { Sql } from '../sql/sql.ts';
import { findField, type SearchField } from './field-context.ts';
import type { BoundsContext, CompileContext, Query, TimeBounds } from './query.ts';
import type { Statistics } from './scoring/statistics.ts';

/** What queries and aggregations of one search are compiled with for one index. */
export function openIndexContext(
  index: { readonly name: string; readonly mapping: Mapping; readonly limits: QueryLimits },
  mapping: Mapping,
  { nowMs, allowsExpensive }: Pick<CompileContext, 'nowMs' | 'allowsExpensive'>,
): CompileContext {
  const context: CompileContext = {
    index: index.name,
    mapping,
    nowMs,
    allowsExpensive,
    statistics: undefined,
    field: (path) => withValues(findField(mapping, path)),
    isMapped: (path) =>
      findField(index.mapping, path) !== undefined || index.mapping.nestedFields.has(path),
    isNested: (path) => index.mapping.nested.has(path),
    scope: '',
    around: undefined,
    limits: index.limits,
    specOf: ({ spec }) => spec,
    compile: (query): Sql => query.type.compile(context.specOf(query), context),
    score: (query) => query.type.score?.(context.specOf(query), context) ?? 1,
  };
  return context;
}

/** The same with scores by statistics. */
export const withStatistics = (context: CompileContext, statistics: Statistics): CompileContext =>
  changed(context, { statistics });

/** The same with what was read for queries that have to be prepared, by the specs that they were parsed to. */
export const withPrepared = (
  context: CompileContext,
  prepared: ReadonlyMap<unknown, unknown>,
): CompileContext =>
  changed(context, { specOf: ({ spec }) => (prepared.has(spec) ? prepared.get(spec) : spec) });

/** A context in which queries inside others are compiled with what is changed, too. */
function changed(
  context: CompileContext,
  change: Partial<Pick<CompileContext, 'statistics' | 'specOf'>>,
): CompileContext {
  const other: CompileContext = {
    ...context,
    ...change,
    compile: (query) => query.type.compile(other.specOf(query), other),
    score: (query) => query.type.score?.(other.specOf(query), other) ?? 1,
  };
  return other;
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
