import type { JsonObject } from '@longshore/common/json';
import type { SearchIndex } from '../../index/target.ts';
import { toJsonText } from '../../search/json-text.ts';
import type { SearchRequest } from '../../search/search-request.ts';
import { type Parameters, resolveOptions } from '../parameters.ts';
import { ok, type RestRequest, type RestRoute, type Store } from '../route.ts';
import { countSearch } from './count-search.ts';
import { searchOfPit } from './point-in-time.ts';
import { openScroll } from './scroll.ts';
import {
  allowsPartial,
  readSearch,
  readSearchBody,
  SEARCH_PARAMETERS,
  searcherOf,
  totalAsNumber,
} from './search-parameters.ts';
import { checkSlice } from './slice.ts';

/** `GET|POST /{index}/_search`: documents by a query, and aggregations over them. */
export const search: RestRoute = {
  methods: ['GET', 'POST'],
  paths: ['/_search', '/:index/_search'],
  parameters: [
    ...SEARCH_PARAMETERS,
    ...['explain', 'scroll', 'stats', 'stored_fields', 'terminate_after'],
  ],
  ignored: ['terminate_after'],
  handle: async (request, store) => {
    const { parameters, signal } = request;
    const searchBody = withStats(readSearchBody(request.body), parameters);
    const given = readSearch(searchBody, parameters);
    const isScroll = parameters.has('scroll');
    const { indices, search } = await targetOf(request, store, given);
    checkSlice(store, search, { indices, isScroll });
    if (isScroll) {
      const page = await openScroll(store, { target: indices, search, request });
      countSearch(store, indices, searchBody, 0);
      return ok(page);
    }
    const options = {
      signal,
      typedKeys: parameters.boolean('typed_keys', false),
      allowsPartial: allowsPartial(parameters, store),
    };
    const answer = await searcherOf(store).search(indices, search, options);
    countSearch(store, indices, searchBody, answer.took);
    const isInt = parameters.boolean('rest_total_hits_as_int', false);
    const shown = isInt ? totalAsNumber(answer) : answer;
    return ok(toJsonText(given.pit === undefined ? shown : { pit_id: given.pit.id, ...shown }));
  },
};

/** Names of groups in the URI win over those of the body. */
function withStats(body: JsonObject, parameters: Parameters): JsonObject {
  const stats = parameters.list('stats');
  return stats === undefined ? body : { ...body, stats: [...stats] };
}

/** Indices as they are now, or as they were in a point in time. */
async function targetOf(
  { part, parameters }: RestRequest,
  store: Store,
  search: SearchRequest,
): Promise<{ readonly indices: readonly SearchIndex[]; readonly search: SearchRequest }> {
  const isScroll = parameters.has('scroll');
  const pit =
    search.pit === undefined || isScroll ? undefined : searchOfPit(store, search, part('index'));
  const indices =
    pit?.indices ?? store.catalog.resolve(part('index') ?? '', resolveOptions(parameters));
  await store.writer.settled(indices.map(({ uuid }) => uuid));
  return { indices, search: pit?.search ?? search };
}
