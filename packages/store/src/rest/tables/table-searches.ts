import { assert, LongshoreError } from '@longshore/common/errors';
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

/** Finds the indices of a query, which are known only while it is read, and searches these. */
export interface OpenedSearches {
  readonly port: SearchPort;
  resolve(expression: string): Promise<readonly SearchIndex[]>;
  /** Undefined for a query without indices. */
  opened(): TableSearches | undefined;
}

const OPTIONS = {
  ignoreUnavailable: false,
  allowNoIndices: true,
  expandWildcards: new Set(['open'] as const),
};

/** Searches of one query. `port` stands in for the searches of a query that is not to be run. */
export function openSearches(store: Store, signal: AbortSignal, port?: SearchPort): OpenedSearches {
  let searches: TableSearches | undefined;
  const known = (): TableSearches => {
    assert(searches, 'indices are resolved before they are searched');
    return searches;
  };
  return {
    port: port ?? {
      search: (...args) => known().search(...args),
      pages: (...args) => known().pages(...args),
    },
    resolve: async (expression) => {
      const indices = store.catalog.resolve(expression, OPTIONS);
      if (indices.length === 0) {
        throw new LongshoreError(
          'verification_exception',
          400,
          `Found 1 problem\nline 1:1: Unknown index [${expression}]`,
        );
      }
      await store.writer.settled(indices.map(({ uuid }) => uuid));
      searches = new TableSearches(store, indices, signal);
      return indices;
    },
    opened: () => searches,
  };
}
