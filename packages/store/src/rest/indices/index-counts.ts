import type { IndexEntry } from '../../index/index-entry.ts';
import type { IndexCounts } from '../../write/writer.ts';
import type { Store } from '../route.ts';

/** Counts of indices, in order; one that was deleted in the meantime is left out. */
export async function countsOf(
  store: Store,
  entries: readonly IndexEntry[],
): Promise<readonly { readonly entry: IndexEntry; readonly counts: IndexCounts }[]> {
  const counted: { entry: IndexEntry; counts: IndexCounts }[] = [];
  for (const entry of entries) {
    if (store.catalog.indexByUuid(entry.uuid)) {
      counted.push({ entry, counts: await store.writer.counts(entry.uuid) });
    }
  }
  return counted;
}
