import type { JsonObject } from '@longshore/common/json';
import type { SearchAnswer } from '../search-types.ts';

/** A search answer that has only aggregations. */
export function aggregated(aggregations: Readonly<Record<string, unknown>>): SearchAnswer {
  return { hits: { hits: [] }, aggregations };
}

/** A bucket with sub-aggregations. */
export function bucket(key: string | number, aggs: Readonly<Record<string, unknown>> = {}) {
  return { key, doc_count: 1, ...aggs };
}

/** The answer of `top_hits` with these documents, in this order. */
export function topHits(...sources: readonly JsonObject[]) {
  const hits = sources.map((source, index) => ({
    _index: 'i',
    _id: String(index),
    _source: source,
  }));
  return { hits: { total: { value: hits.length, relation: 'eq' }, max_score: null, hits } };
}

/** The answer of `terms` on container.id with the newest documents of each container inside. */
export function perContainer(documents: Readonly<Record<string, readonly JsonObject[]>>) {
  return aggregated({
    containers: {
      buckets: Object.entries(documents).map(([id, sources]) =>
        bucket(id, { latest: topHits(...sources) }),
      ),
    },
  });
}
