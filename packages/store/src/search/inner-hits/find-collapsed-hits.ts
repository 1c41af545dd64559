import { type Sql, sql, string } from '../../sql/sql.ts';
import type { BucketPlan } from '../aggs/agg-type.ts';
import { single } from '../aggs/filters.ts';
import { findTopHits } from '../aggs/find-top-hits.ts';
import { rowsWithin } from '../aggs/rows-within.ts';
import { type Collapse, groupsOf } from '../collapse.ts';
import { documentKey, type HitRow, selectHits } from '../hits.ts';
import type { Branch } from '../plan.ts';
import type { Run } from '../run.ts';
import type { SearchRequest } from '../search-request.ts';
import type { ShownInnerHits } from './find-nested-hits.ts';

interface CollapsedSearch {
  readonly branches: readonly Branch[];
  readonly run: Run;
}

/** The hits of the groups that collapsed hits stand for, by `documentKey`. Nothing is read where none are asked for. */
export async function findCollapsedHits(
  { query, collapse }: Pick<SearchRequest, 'query' | 'collapse'>,
  hits: readonly HitRow[],
  { branches, run }: CollapsedSearch,
): Promise<ReadonlyMap<string, ShownInnerHits>> {
  const wanted = collapse?.innerHits ?? [];
  if (collapse === undefined || wanted.length === 0 || hits.length === 0) {
    return new Map();
  }
  const plan = groupPlan(collapse, branches);
  const groupOf = await readGroups(plan, hits, { branches, run });
  const names = [...new Set(groupOf.values())];
  const path = [plan];
  const within = rowsWithin(
    { path, groups: names.map((name) => ({ keys: [name] })) },
    branches,
    () => [],
  );
  const counted = await run(sql`SELECT k0, count() AS n FROM ${within} GROUP BY k0`);
  const counts = new Map(counted.map(({ k0, n }) => [String(k0), Number(n)]));
  const groups = names.map((name) => ({ keys: [name], docCount: counts.get(name) ?? 0 }));
  const found = await Promise.all(
    wanted.map(async (inner) => {
      const shown = { typedName: 'top_hits', ...inner };
      const answers = await findTopHits(shown, { path, groups }, { branches, query, run });
      return [inner.name, new Map(names.map((name, i) => [name, answers[i]]))] as const;
    }),
  );
  return new Map(
    [...groupOf].map(([hit, name]) => [
      hit,
      Object.fromEntries(found.map(([inner, answers]) => [inner, answers.get(name)])),
    ]),
  );
}

/** Buckets of the values that hits are collapsed by. */
function groupPlan(collapse: Collapse, branches: readonly Branch[]): BucketPlan {
  const value = groupsOf(collapse, branches);
  return {
    typedName: 'collapse',
    key: (branch) => nameOfGroup(value(branch)),
    keyLiteral: (key) => sql`${string(String(key))}`,
    // Of all buckets, those are wanted whose keys are given.
    top: { size: 1, order: [], minDocCount: 1 },
    ...single,
  };
}

/** A text for each value, and one that no value has for documents without one: nulls are not found by `IN`. */
const nameOfGroup = (value: Sql): Sql => sql`ifNull(concat('=', toString(${value})), '')`;

async function readGroups(
  { key }: BucketPlan,
  hits: readonly HitRow[],
  { branches, run }: CollapsedSearch,
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const branch of branches) {
    const { ordinal } = branch;
    const own = hits.filter((row) => row.ordinal === ordinal);
    if (own.length > 0 && key !== undefined) {
      for (const row of await run(selectHits(sql`${key(branch)} AS g`, own, branch))) {
        found.set(documentKey({ ordinal, seqNo: Number(row.s) }), String(row.g));
      }
    }
  }
  return found;
}
