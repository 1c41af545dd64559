import type { JsonObject } from '@longshore/common/json';
import { type Bucket, bucketsOf, hitsOf, type SearchAnswer } from '../search-types.ts';

/** How the fetches of one dataset on one host ended: the newest event that failed, and the newest that did not. */
export interface Outcome {
  readonly host: string;
  readonly dataset: string;
  readonly failed: JsonObject | undefined;
  readonly worked: JsonObject | undefined;
}

/** Reads the answer of the search `docker`: hosts, in them datasets, in them the filters `failed` and `worked`. */
export function dockerOutcomes(answer: SearchAnswer | undefined): Outcome[] {
  return bucketsOf(answer?.aggregations, 'hosts').flatMap((host) =>
    bucketsOf(host, 'datasets').map((dataset) => ({
      host: String(host.key),
      dataset: String(dataset.key),
      failed: latestOf(dataset, 'failed'),
      worked: latestOf(dataset, 'worked'),
    })),
  );
}

function latestOf(dataset: Bucket, name: string): JsonObject | undefined {
  const outcome = dataset.outcome;
  if (typeof outcome !== 'object' || outcome === null || !('buckets' in outcome)) {
    return undefined;
  }
  const bucket = (outcome.buckets as Readonly<Record<string, Bucket | undefined>>)[name];
  return bucket && hitsOf(bucket, 'latest')[0]?._source;
}
