import type { Sql } from '../sql/sql.ts';
import type { AggNode } from './aggs/agg-tree.ts';
import type { ReadDocument } from './document-place.ts';
import { withPrepared } from './index-context.ts';
import type { Branch } from './plan.ts';
import type { CompileContext, Query } from './query.ts';
import type { Run } from './run.ts';
import { countEach, type StatisticsReader } from './scoring/load-statistics.ts';
import { scoredBranch } from './scoring/score-branches.ts';

/** Of these queries and those inside them the ones that something has to be read for, those inside first. */
export function queriesToPrepare(queries: readonly Query[]): readonly Query[] {
  return queries.flatMap((query) => [
    ...queriesToPrepare(query.type.clauses?.(query.spec).map((clause) => clause.query) ?? []),
    ...queriesToPrepare(query.type.ofObjects?.(query.spec) ?? []),
    ...(query.type.prepare === undefined ? [] : [query]),
  ]);
}

/** The queries of aggregations, at all levels. */
export const queriesOfAggs = (nodes: readonly AggNode[]): readonly Query[] =>
  nodes.flatMap(({ type, spec, children }) => [
    ...(type.queries?.(spec) ?? []),
    ...queriesOfAggs(children),
  ]);

/** What preparing reads with. */
export interface Reading {
  readonly document: ReadDocument;
  readonly statistics: StatisticsReader;
  readonly run: Run;
}

/** Reads what queries need before they are compiled for one index. Those inside others come before them. */
export async function prepareQueries(
  queries: readonly Query[],
  branch: Pick<Branch, 'context' | 'from' | 'index'>,
  { document, statistics, run }: Reading,
): Promise<CompileContext> {
  if (queries.length === 0) {
    return branch.context;
  }
  const prepared = new Map<unknown, unknown>();
  const context = withPrepared(branch.context, prepared);
  const reads = {
    document,
    counts: (conditions: readonly Sql[]) => countEach(conditions, branch, run),
    scored: async (query: Query) => {
      const unscored = { ...branch, context, where: context.compile(query) };
      return (await scoredBranch(query, unscored, { statistics, run })).context;
    },
  };
  for (const { type, spec } of queries) {
    prepared.set(spec, await type.prepare?.(spec, context, reads));
  }
  return context;
}

/** Reads each document once, however many indices and queries ask for it. */
export function readOnce(read: ReadDocument): ReadDocument {
  const known = new Map<string, ReturnType<ReadDocument>>();
  return (place) => {
    const key = JSON.stringify([place.index, place.id, place.routing]);
    const found = known.get(key) ?? read(place);
    known.set(key, found);
    return found;
  };
}
