import type { AggNode } from './aggs/agg-tree.ts';
import type { ReadDocument } from './document-place.ts';
import { withPrepared } from './index-context.ts';
import type { Branch } from './plan.ts';
import type { CompileContext, Query } from './query.ts';
import type { Run } from './run.ts';
import { countEach } from './scoring/load-statistics.ts';

/** Of these queries and those inside them the ones that something has to be read for. */
export function queriesToPrepare(queries: readonly Query[]): readonly Query[] {
  return queries.flatMap((query) => [
    ...(query.type.prepare === undefined ? [] : [query]),
    ...queriesToPrepare(query.type.clauses?.(query.spec).map((clause) => clause.query) ?? []),
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
  readonly run: Run;
}

/** Reads what queries need before they are compiled for one index. */
export async function prepareQueries(
  queries: readonly Query[],
  { context, from }: Pick<Branch, 'context' | 'from'>,
  { document, run }: Reading,
): Promise<CompileContext> {
  if (queries.length === 0) {
    return context;
  }
  const reads = {
    document,
    counts: (conditions: Parameters<typeof countEach>[0]) => countEach(conditions, { from }, run),
  };
  const prepared = new Map<unknown, unknown>();
  for (const { type, spec } of queries) {
    prepared.set(spec, await type.prepare?.(spec, context, reads));
  }
  return withPrepared(context, prepared);
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
