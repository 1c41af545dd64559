import type { Json, JsonObject } from '@longshore/common/json';

/** The body of a search in Elasticsearch's query DSL. */
export type SearchBody = JsonObject;

/** One hit of an answer; `_source` is absent when it was not asked for. */
export interface Hit {
  readonly _index: string;
  readonly _id: string;
  readonly _source?: JsonObject;
  readonly sort?: readonly (number | string | null)[];
}

/** A bucket: its key, its count, and sub-aggregations by name. */
export interface Bucket {
  readonly key: string | number;
  readonly doc_count: number;
  readonly [agg: string]: unknown;
}

/** The type of the error of an index that is there and cannot be read now. */
export const NO_SHARD = 'no_shard_available_action_exception';

/** Why an index could not be searched while others could. */
interface ShardFailure {
  readonly reason: { readonly type: string; readonly reason: string };
}

/** The answer of a search, as far as the server reads it. `aggregations` is absent when no index matched. */
export interface SearchAnswer {
  readonly timed_out?: boolean;
  readonly _shards?: { readonly failures?: readonly ShardFailure[] };
  readonly hits: {
    readonly total?: { readonly value: number; readonly relation: 'eq' | 'gte' };
    readonly hits: readonly Hit[];
  };
  readonly aggregations?: Readonly<Record<string, unknown>>;
}

/** One search of an `_msearch`. */
export interface IndexedSearch {
  readonly index: string;
  readonly body: SearchBody;
}

/** What one item of a bulk request became. */
export interface BulkResult {
  readonly status: number;
  readonly error?: { readonly type: string; readonly reason: string };
}

/** A document to create in a data stream; an `_id` that is there already answers 409 and changes nothing. */
export interface NewDocument {
  readonly index: string;
  readonly id: string;
  readonly source: JsonObject;
}

interface FieldCapability {
  readonly type: string;
  readonly metadata_field?: boolean;
  readonly searchable: boolean;
  readonly aggregatable: boolean;
}

/** Field to type to what can be done with it: the `fields` of `_field_caps`. */
export type FieldCapabilities = Readonly<Record<string, Readonly<Record<string, FieldCapability>>>>;

/** Buckets of a named aggregation; none when the aggregation is not there (no index matched). */
export function bucketsOf(
  aggregations: Readonly<Record<string, unknown>> | undefined,
  name: string,
): readonly Bucket[] {
  const agg = aggregations?.[name];
  if (typeof agg !== 'object' || agg === null || !('buckets' in agg)) {
    return [];
  }
  return Array.isArray(agg.buckets) ? agg.buckets : [];
}

/** Hits of a `top_hits` aggregation in a bucket. */
export function hitsOf(bucket: Bucket, name: string): readonly Hit[] {
  const agg = bucket[name];
  if (typeof agg !== 'object' || agg === null || !('hits' in agg)) {
    return [];
  }
  const hits = agg.hits;
  const list = typeof hits === 'object' && hits !== null && 'hits' in hits ? hits.hits : [];
  return Array.isArray(list) ? list : [];
}

/** Value of a single-number metric aggregation; `null` when it had no values. */
export function metricOf(bucket: Bucket, name: string): number | null {
  const agg = bucket[name];
  if (typeof agg !== 'object' || agg === null || !('value' in agg)) {
    return null;
  }
  return typeof agg.value === 'number' ? agg.value : null;
}

/** A filter on `@timestamp`, both ends included, in epoch milliseconds. */
export function timeFilter(fromMs: number, toMs?: number): Json {
  return {
    range: {
      '@timestamp': {
        gte: fromMs,
        ...(toMs === undefined ? {} : { lte: toMs }),
        format: 'epoch_millis',
      },
    },
  };
}
