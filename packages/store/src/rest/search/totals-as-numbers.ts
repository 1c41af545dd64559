import { isObject, type Json } from '@longshore/common/json';

type Answer = Readonly<Record<string, unknown>>;

/**
 * The totals of an answer as numbers, for clients that ask for it so (`rest_total_hits_as_int`): of its hits, of their
 * inner hits, and of hits in aggregations. -1 if one was not tracked.
 */
export function totalsAsNumbers(answer: Answer): Answer {
  const { hits, aggregations } = answer;
  return {
    ...answer,
    ...(isPlain(hits) && { hits: numbered(hits) }),
    ...(isPlain(aggregations) && { aggregations: within(aggregations) }),
  };
}

function numbered(hits: Answer): Answer {
  const { total, hits: list } = hits;
  const value = isPlain(total) ? total.value : -1;
  return { ...hits, total: value, ...(Array.isArray(list) && { hits: list.map(innerNumbered) }) };
}

function innerNumbered(hit: unknown): unknown {
  if (!isPlain(hit) || !isPlain(hit.inner_hits)) {
    return hit;
  }
  const inner = Object.entries(hit.inner_hits).map(([name, found]) => [name, within(found)]);
  return { ...hit, inner_hits: Object.fromEntries(inner) };
}

/** Sources of hits are not looked into: they may have members of any name. */
function within(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(within);
  }
  if (!isPlain(value)) {
    return value;
  }
  if (isPlain(value.hits) && Array.isArray(value.hits.hits)) {
    return { ...value, hits: numbered(value.hits) };
  }
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, within(member)]));
}

/** Values that are written in a way of their own, such as exact numbers, are no objects of an answer. */
const isPlain = (value: unknown): value is Answer =>
  isObject(value as Json) && Object.getPrototypeOf(value) === Object.prototype;
