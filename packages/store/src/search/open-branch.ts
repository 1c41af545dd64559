import type { Mapping } from '../index/mapping.ts';
import type { SearchIndex } from '../index/target.ts';
import { openIndexContext } from './index-context.ts';
import { boostOf } from './indices-boost.ts';
import { checkInnerWindows, innerHitsOf } from './inner-hits/inner-hits-request.ts';
import { ofMoment, ofSlice } from './moment.ts';
import { parseQuery } from './parse-query.ts';
import type { Branch } from './plan.ts';
import { ALWAYS, allOf, anyOf } from './predicate.ts';
import {
  prepareQueries,
  queriesOfAggs,
  queriesToPrepare,
  type Reading,
} from './prepare-queries.ts';
import type { CompileContext, Query } from './query.ts';
import { withRuntime } from './runtime/with-runtime.ts';
import type { SearchRequest } from './search-request.ts';
import { needsIndexed, type ShownOfIndexed, sourceReader } from './source-reader.ts';

/** What of a request its branches depend on. */
export type PlannedRequest = Pick<SearchRequest, 'query' | 'slice'> &
  Partial<Pick<SearchRequest, 'runtime' | 'aggs' | 'indicesBoost' | 'collapse'>> &
  ShownOfIndexed & {
    /** Queries that are compiled with the branches beside the one that says what is found. */
    readonly asides?: readonly Query[];
  };

/** Compiles a request for one index, after what its queries need was read. Throws for what does not fit the index. */
export async function openBranch(
  {
    ordinal,
    index,
    present,
  }: {
    readonly ordinal: number;
    readonly index: SearchIndex;
    /** Of its fields those that its table has columns for. */
    readonly present: Mapping;
  },
  {
    query,
    runtime,
    slice,
    collapse,
    aggs = [],
    asides = [],
    indicesBoost = [],
    ...shown
  }: PlannedRequest,
  {
    reading,
    ...how
  }: Pick<CompileContext, 'nowMs' | 'allowsExpensive'> & { readonly reading: Reading },
): Promise<Branch> {
  const { mapped, searchable, from } = withRuntime(index, present, runtime);
  const { name, queryLimits: limits } = index;
  const filters = index.filters?.map((filter) => parseQuery(filter));
  const given = [query, ...(filters ?? []), ...asides, ...queriesOfAggs(aggs)];
  const context = await prepareQueries(
    queriesToPrepare(given),
    {
      context: openIndexContext({ name, mapping: mapped, limits }, searchable, how),
      from,
      index,
    },
    reading,
  );
  const visible = allOf([
    ofMoment(index),
    filters === undefined ? ALWAYS : anyOf(filters.map((filter) => context.compile(filter))),
    ofSlice(slice),
  ]);
  const where = allOf([context.compile(query), visible]);
  const inner = innerHitsOf({ query, collapse });
  checkInnerWindows(inner, index.maxInnerResultWindow);
  const source = sourceReader(index.mapping, present, [shown, ...inner].some(needsIndexed));
  const boost = boostOf(indicesBoost, name);
  return { ordinal, index, from, context, where, visible, boost, source };
}
