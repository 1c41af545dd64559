import type { JsonObject } from '@longshore/common/json';
import type { SearchAnswer } from '../search-types.ts';

/** A search answer that has only aggregations. */
export function aggregated(aggregations: Readonly<Record<string, unknown>>): SearchAnswer {
  return { hits: { hits: [] }, aggregations };
}

/** A search answer with these documents as hits. */
export function documents(...sources: readonly JsonObject[]): SearchAnswer {
  const hits = sources.map((source, index) => ({
    _index: 'i',
    _id: String(index),
    _source: source,
  }));
  return { hits: { hits } };
}

/** A bucket with sub-aggregations. */
export function bucket(key: string | number, aggs: Readonly<Record<string, unknown>> = {}) {
  return { key, doc_count: 1, ...aggs };
}
