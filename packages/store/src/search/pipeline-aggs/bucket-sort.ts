import { errors } from '@longshore/common/errors';
import { isObject, type Json, jsonText } from '@longshore/common/json';
import type { PipelineAggType } from '../aggs/agg-type.ts';
import type { ObjectReader } from '../read-object.ts';
import { readObject } from '../read-object.ts';
import type { FinishedBucket, GapPolicy, Series } from './pipeline-plan.ts';
import { readGapPolicy } from './read-pipeline.ts';

interface BucketSort {
  readonly keys: readonly BucketSortKey[];
  readonly from: number;
  readonly size: number | undefined;
  readonly gapPolicy: GapPolicy;
}

interface BucketSortKey {
  /** `_key`, or the path of a value. */
  readonly path: string;
  readonly isDescending: boolean;
}

/** Sorts the buckets around it, and cuts a part out of them. */
export const bucketSort: PipelineAggType<BucketSort> = {
  name: 'bucket_sort',
  kind: 'pipeline',
  parse(reader) {
    const from = reader.optionalInteger('from') ?? 0;
    const size = reader.optionalInteger('size');
    if (from < 0) {
      throw errors.illegalArgument(`[from] must be a non-negative integer: [${from}]`);
    }
    if (size !== undefined && size <= 0) {
      throw errors.illegalArgument(`[size] must be a positive integer: [${size}]`);
    }
    const keys = readSortKeys(reader);
    if (keys.length === 0 && size === undefined && from === 0) {
      throw errors.validation(
        `1: [${reader.name}] is configured to perform nothing. Please set either of [sort, size, from] to use bucket_sort;`,
      );
    }
    return { keys, from, size, gapPolicy: readGapPolicy(reader) };
  },
  plan: (spec) => ({
    place: 'parent',
    typedName: 'bucket_sort',
    gapPolicy: spec.gapPolicy,
    shape: {},
    paths: new Map(spec.keys.filter(({ path }) => path !== '_key').map(({ path }) => [path, path])),
    isOverHistogram: false,
    apply: (series) => {
      const sorted = spec.keys.length === 0 ? series.buckets : sortBuckets(series, spec);
      return sorted.slice(spec.from, spec.size === undefined ? undefined : spec.from + spec.size);
    },
  }),
};

function readSortKeys(reader: ObjectReader): readonly BucketSortKey[] {
  const given = reader.json('sort') ?? [];
  const list: readonly Json[] = Array.isArray(given) ? given : [given];
  return list.flatMap((entry) =>
    isObject(entry)
      ? Object.entries(entry).map(([path, order]) => ({ path, isDescending: readOrder(order) }))
      : [{ path: jsonText(entry), isDescending: false }],
  );
}

function readOrder(given: Json): boolean {
  const reader = isObject(given) ? readObject('sort', given) : undefined;
  const order = (
    reader ? (reader.optionalString('order') ?? 'asc') : jsonText(given)
  ).toLowerCase();
  reader?.rejectUnknown();
  if (order !== 'asc' && order !== 'desc') {
    throw errors.illegalArgument(`Unknown sort order [${order}]; use [asc] or [desc]`);
  }
  return order === 'desc';
}

/** A value that buckets are sorted by. */
export type SortValue = number | string | undefined;

/** Buckets without any of the values are left out; those without one of them come last. */
function sortBuckets(series: Series, { keys }: BucketSort): readonly FinishedBucket[] {
  const entries = series.buckets.map((bucket) => ({
    bucket,
    values: keys.map(({ path }) => (path === '_key' ? keyOf(bucket) : numberAt(bucket, path))),
  }));
  function numberAt(bucket: FinishedBucket, path: string): SortValue {
    const value = series.read(path)(bucket);
    return value === undefined || Number.isNaN(value) ? undefined : value;
  }
  return entries
    .filter(({ values }) => values.some((value) => value !== undefined))
    .sort((a, b) => compareBy(keys, a.values, b.values))
    .map(({ bucket }) => bucket);
}

/** The key of a bucket, as a number where it is one. */
export const keyOf = ({ json, keyText }: FinishedBucket): SortValue =>
  typeof json.key === 'number' ? json.key : keyText;

/** Compares buckets by their values for several keys; those without one come last. */
export function compareBy(
  keys: readonly Pick<BucketSortKey, 'isDescending'>[],
  a: readonly SortValue[],
  b: readonly SortValue[],
): number {
  for (const [i, { isDescending }] of keys.entries()) {
    const [left, right] = [a[i], b[i]];
    if (left === right) {
      continue;
    }
    if (left === undefined || right === undefined) {
      return left === undefined ? 1 : -1;
    }
    return left < right === isDescending ? 1 : -1;
  }
  return 0;
}
