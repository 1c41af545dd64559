import type { Row } from '../../engine/engine.ts';
import type { Branch } from '../plan.ts';
import type { Run } from '../run.ts';
import { bucketStatement } from './agg-statement.ts';
import type { BucketPlan, TopBuckets } from './agg-type.ts';

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
  if (rows.length >= top.size && top.order[0]?.path === '_count' && isDescending(top)) {
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
  const isFewestFirst = top.order[0]?.path === '_count' && !isDescending(top);
  return (isFewestFirst ? [...empty, ...rows] : [...rows, ...empty]).slice(0, top.size);
}

const isDescending = ({ order }: TopBuckets): boolean => order[0]?.direction === 'desc';

/** In the order of keys; enough of them that those which are known already leave as many as are wanted. */
function byKey(top: TopBuckets, isByKey: boolean, known: number): TopBuckets {
  const direction = isByKey && isDescending(top) ? 'desc' : 'asc';
  return {
    size: isByKey ? top.size : top.size + known,
    order: [{ path: '_key', direction }],
    minDocCount: 1,
  };
}
