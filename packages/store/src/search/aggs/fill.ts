import { errors } from '@longshore/common/errors';
import type { Bucket, BucketRow, OrderKey } from './agg-type.ts';

/** No search answers with more buckets. */
export const BUCKETS_MAX = 65_536;

export interface FillOptions {
  /** Keys at whose buckets filling starts and ends, at least; keys of buckets, not values. */
  readonly from?: number;
  readonly to?: number;
  readonly minDocCount: number;
  next(key: number): number;
}

/** Buckets in the order of their keys, with the empty ones between them where none are too few. */
export function fillGaps<Row extends BucketRow>(
  rows: readonly Row[],
  options: FillOptions,
): readonly { readonly key: number; readonly row: Row | undefined }[] {
  const found = rows
    .map((row) => ({ key: Number(row.key), row }))
    .sort((a, b) => a.key - b.key)
    .filter(({ row }) => row.docCount >= options.minDocCount);
  if (options.minDocCount > 0) {
    return found;
  }
  const keys = found.map(({ key }) => key);
  const first = Math.min(options.from ?? Infinity, keys[0] ?? Infinity);
  const last = Math.max(options.to ?? -Infinity, keys.at(-1) ?? -Infinity);
  if (!Number.isFinite(first) || !Number.isFinite(last)) {
    return found;
  }
  return fillBetween(found, { first, last, next: options.next });
}

function fillBetween<Row>(
  found: readonly { readonly key: number; readonly row: Row }[],
  { first, last, next }: { first: number; last: number; next: (key: number) => number },
): readonly { readonly key: number; readonly row: Row | undefined }[] {
  const filled: { key: number; row: Row | undefined }[] = [];
  let at = 0;
  for (let key = first; key <= last; ) {
    const upcoming = found[at];
    if (upcoming !== undefined && upcoming.key <= key) {
      filled.push(upcoming);
      at += 1;
      key = upcoming.key < key ? key : next(upcoming.key);
    } else {
      filled.push({ key, row: undefined });
      const following = next(key);
      key = upcoming !== undefined && upcoming.key < following ? upcoming.key : following;
    }
    if (filled.length > BUCKETS_MAX) {
      throw errors.tooManyBuckets(BUCKETS_MAX, filled.length);
    }
  }
  return filled;
}

/** Reorders the buckets of a histogram by `_key` or `_count`; equal counts stay in the order of keys. */
export function orderBuckets<B extends Bucket>(
  buckets: readonly B[],
  order: readonly OrderKey[],
): readonly B[] {
  const [first] = order;
  const isByKey = first?.path === '_key';
  if (first === undefined || (isByKey ? first.direction === 'asc' : first.path !== '_count')) {
    return buckets;
  }
  if (isByKey) {
    return [...buckets].reverse();
  }
  const sign = first.direction === 'asc' ? 1 : -1;
  return [...buckets].sort((a, b) => sign * (a.docCount - b.docCount));
}
