import type { SearchIndex } from '../../index/target.ts';
import type { Found } from '../../search/build-response.ts';
import type { SearchOptions } from '../../search/search.ts';
import type { SearchRequest } from '../../search/search-request.ts';
import type { Store } from '../route.ts';
import { searcherOf } from './search-parameters.ts';
import { asSearchTask, type SearchWork } from './search-task.ts';
import { logSlowSearch } from './slow-log.ts';

interface TrackedSearch {
  readonly indices: readonly SearchIndex[];
  readonly search: SearchRequest;
  readonly options: Omit<SearchOptions, 'signal'>;
  readonly work: SearchWork;
  /** The request as it was received. */
  readonly source: Buffer;
}

/** Searches as a task, which can be cancelled, and writes it to the log when it was slow. */
export function trackedSearch(
  store: Store,
  { indices, search, options, work, source }: TrackedSearch,
): Promise<Found> {
  return asSearchTask(store, work, async (signal, task) => {
    const found = await searcherOf(store).find(indices, search, { ...options, signal });
    logSlowSearch(store, { indices, found, source, task });
    return found;
  });
}
