import { toJsonText } from '../../search/json-text.ts';
import { resolveOptions } from '../parameters.ts';
import { ok, type RestRoute } from '../route.ts';
import { countSearch } from './count-search.ts';
import {
  readSearch,
  readSearchBody,
  SEARCH_PARAMETERS,
  searcherOf,
  totalAsNumber,
} from './search-parameters.ts';

/** `GET|POST /{index}/_search`: documents by a query, and aggregations over them. */
export const search: RestRoute = {
  methods: ['GET', 'POST'],
  paths: ['/_search', '/:index/_search'],
  parameters: SEARCH_PARAMETERS,
  handle: async ({ part, parameters, body, signal }, store) => {
    const searchBody = readSearchBody(body);
    const request = readSearch(searchBody, parameters);
    const target = store.catalog.resolve(part('index') ?? '', resolveOptions(parameters));
    await store.writer.settled(target.map(({ uuid }) => uuid));
    const answer = await searcherOf(store).search(target, request, {
      signal,
      typedKeys: parameters.boolean('typed_keys', false),
    });
    countSearch(store, target, searchBody, answer.took);
    const isInt = parameters.boolean('rest_total_hits_as_int', false);
    return ok(toJsonText(isInt ? totalAsNumber(answer) : answer));
  },
};
