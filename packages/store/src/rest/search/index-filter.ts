import { LongshoreError } from '@longshore/common/errors';
import type { Json } from '@longshore/common/json';
import type { IndexEntry } from '../../index/index-entry.ts';
import type { RuntimeFields } from '../../index/runtime/runtime-fields.ts';
import { Limiter } from '../../search/limiter.ts';
import { parseQuery } from '../../search/parse-query.ts';
import type { RestRequest, Store } from '../route.ts';
import { searcherOf } from './search-parameters.ts';

/** Indices that are looked into at once. */
const LOOKS_MAX = 4;

/** Which indices a filter lets through, and those in which it makes no sense. */
export interface FilteredIndices {
  readonly entries: readonly IndexEntry[];
  readonly failures: readonly { readonly index: string; readonly error: LongshoreError }[];
}

/** Leaves out indices in which no document matches a query (`index_filter`); a closed one is not looked into. */
export async function filterIndices(
  entries: readonly IndexEntry[],
  { filter, runtime }: { readonly filter: Json; readonly runtime: RuntimeFields },
  { signal, store }: { readonly signal: RestRequest['signal']; readonly store: Store },
): Promise<FilteredIndices> {
  const query = parseQuery(filter);
  const open = entries.filter(({ isClosed }) => !isClosed);
  await store.writer.settled(open.map(({ uuid }) => uuid));
  const limiter = new Limiter(LOOKS_MAX);
  const looks = open.map((entry) =>
    limiter.run(async () => {
      const [index] = store.catalog.resolve(entry.name, RESOLVE_ONE);
      return index !== undefined && searcherOf(store).matches(index, { query, runtime }, signal);
    }),
  );
  const results = await Promise.allSettled(looks);
  const failures = results.flatMap((result, i) =>
    result.status === 'rejected'
      ? [{ index: open[i]?.name ?? '', error: known(result.reason) }]
      : [],
  );
  const matching = open.filter((_, i) => {
    const result = results[i];
    return result?.status === 'fulfilled' && result.value;
  });
  return { entries: matching, failures };
}

const RESOLVE_ONE = {
  ignoreUnavailable: true,
  allowNoIndices: true,
  expandWildcards: new Set(['open', 'hidden'] as const),
};

/** A filter that does not fit an index is that index's failure; anything else is the request's. */
function known(reason: unknown): LongshoreError {
  if (reason instanceof LongshoreError && reason.status < 500) {
    return reason;
  }
  throw reason;
}
