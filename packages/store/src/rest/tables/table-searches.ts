import type { JsonObject } from '@longshore/common/json';
import type { SearchIndex } from '../../index/target.ts';
import { cursorOf } from '../../search/build-response.ts';
import { parseSearch } from '../../search/parse-search.ts';
import { answerOf } from '../../search/search.ts';
import type { SearchAnswer, SearchPort } from '../../tables/search-port.ts';
import type { Store } from '../route.ts';
import { holdIndices, indicesAt } from '../search/contexts.ts';
import { searcherOf } from '../search/search-parameters.ts';

/** Searches of a query that may go on after the request that it came with. */
export class TableSearches implements SearchPort {
  readonly #store: Store;
  readonly #indices: readonly SearchIndex[];
  /** Of the request that waits now. */
  signal: AbortSignal;

  constructor(store: Store, indices: readonly SearchIndex[], signal: AbortSignal) {
    this.#store = store;
    this.#indices = indices;
    this.signal = signal;
  }

  async search(
    body: JsonObject,
    fields: Parameters<SearchPort['search']>[1],
  ): Promise<SearchAnswer> {
    const request = { ...parseSearch(body), fields };
    return searcherOf(this.#store).search(this.#indices, request, this.#options());
  }

  async *pages(
    body: JsonObject,
    fields: Parameters<SearchPort['pages']>[1],
    size: number,
  ): AsyncGenerator<SearchAnswer> {
    const held = await holdIndices(this.#store, this.#indices);
    try {
      const indices = indicesAt(held);
      const parsed = parseSearch({ ...body, size, track_total_hits: false });
      let request = { ...parsed, fields, tiebreak: 'hidden' as const };
      for (;;) {
        const found = await searcherOf(this.#store).find(indices, request, this.#options());
        yield answerOf(found, indices);
        const searchAfter = cursorOf(found);
        if (found.hits.length < size || searchAfter === undefined) {
          return;
        }
        request = { ...request, searchAfter };
      }
    } finally {
      await Promise.all(held.map(({ snapshot }) => snapshot.release()));
    }
  }

  /** A part of the rows would be a wrong answer that nobody notices. */
  #options = () => ({ signal: this.signal, typedKeys: false, allowsPartial: false });
}
