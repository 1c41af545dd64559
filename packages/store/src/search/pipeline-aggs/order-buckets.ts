import type { OrderKey } from '../aggs/agg-type.ts';
import { openBucketPath, type PathScope } from './bucket-path.ts';
import { compareBy, keyOf, type SortValue } from './bucket-sort.ts';
import type { FinishedBucket } from './pipeline-plan.ts';

/** What sorts the finished buckets of an aggregation by its `order`: keys, counts, and paths into them. */
export function openOrder(order: readonly OrderKey[], scope: PathScope) {
  const keys = [...order, { path: '_key', direction: 'asc' as const }].map(
    ({ path, direction }) => ({
      isDescending: direction === 'desc',
      read: path === '_key' ? keyOf : openNumber(path, scope),
    }),
  );
  return (buckets: readonly FinishedBucket[]): readonly FinishedBucket[] =>
    buckets
      .map((bucket) => ({ bucket, values: keys.map(({ read }) => read(bucket)) }))
      .sort((a, b) => compareBy(keys, a.values, b.values))
      .map(({ bucket }) => bucket);
}

function openNumber(path: string, scope: PathScope): (bucket: FinishedBucket) => SortValue {
  const read = openBucketPath(path, scope, 'keep_values');
  return (bucket) => {
    const value = read(bucket);
    return value === undefined || Number.isNaN(value) ? undefined : value;
  };
}
