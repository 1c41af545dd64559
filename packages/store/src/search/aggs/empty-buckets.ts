import type { Row } from '../../engine/engine.ts';
import type { Branch } from '../plan.ts';
import type { Run } from '../run.ts';
import { bucketStatement } from './agg-statement.ts';
import type { BucketPlan, TopBuckets } from './agg-type.ts';
import { BUCKETS_MAX } from './fill.ts';

/**
 * The plan by which buckets with documents are found where some without any are shown beside them. If those come first,
 * all others must be known: which bucket has no documents cannot be told from a few.
 */
export function besideEmptyBuckets(plan: BucketPlan): BucketPlan {
  const { top } = plan;
  const isFirstEnough = top?.order[0]?.path === '_key' || isMostFrequentFirst(top);
  return top?.showsEmpty !== true || isFirstEnough
    ? plan
    : { ...plan, top: { ...top, size: BUCKETS_MAX } };
}

const isMostFrequentFirst = (top: TopBuckets | undefined): boolean =>
  top?.order[0]?.path === '_count' && top.order[0].direction === 'desc';

/** Rows of the buckets that documents of the query are in, with those that only other documents are in, up to the size. */
export async function withEmptyBuckets(
  plan: BucketPlan,
  rows: readonly Row[],
  { branches, run }: { readonly branches: readonly Branch[]; readonly run: Run },
): Promise<readonly Row[]> {
  const { top } = plan;
  if (top?.showsEmpty !== true || branches.length === 0) {
    return rows;
  }
  const isByKey = top.order[0]?.path === '_key';
  if (rows.length >= top.size && isMostFrequentFirst(top)) {
    return rows;
  }
  const everywhere: BucketPlan = { ...plan, isGlobal: true, top: byKey(top, isByKey, rows.length) };
  const level = { path: [everywhere], groups: [] };
  const all = await run(bucketStatement({ level, children: [], layout: { parts: [] }, branches }));
  const found = new Map(rows.map((row) => [String(row.k0), row]));
  const merged = all.map((row) => found.get(String(row.k0)) ?? { k0: row.k0, n: 0 });
  const empty = merged.filter(({ n }) => n === 0);
  if (isByKey) {
    return merged.slice(0, top.size);
  }
  const isFewestFirst = top.order[0]?.path === '_count' && !isMostFrequentFirst(top);
  return (isFewestFirst ? [...empty, ...rows] : [...rows, ...empty]).slice(0, top.size);
}

/** In the order of keys; enough of them that those which are known already leave as many as are wanted. */
function byKey({ size, order }: TopBuckets, isByKey: boolean, known: number): TopBuckets {
  return {
    size: isByKey ? size : size + known,
    // They are equal in all else.
    order: order.filter(({ path }) => path === '_key').slice(0, 1),
    minDocCount: 1,
  };
}
