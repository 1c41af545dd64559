import { isObject, type Json } from '@longshore/common/json';

/** What is to be done with an item after its answer. */
export type ItemVerdict =
  | { readonly kind: 'done' }
  | { readonly kind: 'retry'; readonly reason: string }
  | { readonly kind: 'rejected'; readonly status: number; readonly reason: string }
  /** The store does not know our templates (any more): install them, then send the item again. */
  | { readonly kind: 'template-missing'; readonly reason: string };

const DONE: ItemVerdict = { kind: 'done' };
const NO_ERRORS = /^\s*\{[^[\]{}]*"errors"\s*:\s*false/;
const HEAD_CHARS = 200;

/**
 * Reads the answer to a bulk request of `events` items; `undefined` when it is not an answer to that request. When
 * nothing failed the list is empty.
 */
export function parseBulkAnswer(body: string, events: number): readonly ItemVerdict[] | undefined {
  if (NO_ERRORS.test(body.slice(0, HEAD_CHARS))) {
    return [];
  }
  let answer: unknown;
  try {
    answer = JSON.parse(body);
  } catch {
    // Not JSON: a proxy answered, or the answer was cut. The caller sends the batch again.
    return undefined;
  }
  if (!isObject(answer)) {
    return undefined;
  }
  if (answer.errors === false) {
    return [];
  }
  const items = answer.items;
  return Array.isArray(items) && items.length === events
    ? items.map((item: Json) => judge(isObject(item) ? Object.values(item)[0] : undefined))
    : undefined;
}

function judge(result: Json | undefined): ItemVerdict {
  if (!isObject(result) || typeof result.status !== 'number') {
    return { kind: 'retry', reason: 'an item without status' };
  }
  const { status } = result;
  // A conflict on create means that the document with this id is there already.
  if (status < 300 || status === 409) {
    return DONE;
  }
  const error = isObject(result.error) ? result.error : {};
  const reason = `${error.type ?? 'error'}: ${error.reason ?? `status ${status}`}`;
  if (status === 429 || status >= 500) {
    return { kind: 'retry', reason };
  }
  return status === 404 || reason.includes('no matching index template')
    ? { kind: 'template-missing', reason }
    : { kind: 'rejected', status, reason };
}
