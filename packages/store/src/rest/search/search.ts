import type { JsonObject } from '@longshore/common/json';
import type { SearchIndex } from '../../index/target.ts';
import { toJsonText } from '../../search/json-text.ts';
import { answerOf } from '../../search/search.ts';
import type { SearchRequest } from '../../search/search-request.ts';
import { type Parameters, resolveOptions } from '../parameters.ts';
import { ok, type RestRequest, type RestRoute, type Store } from '../route.ts';
import { checkLimits } from './check-limits.ts';
import { countSearch } from './count-search.ts';
import { searchOfPit } from './point-in-time.ts';
import { withResolvedBoosts } from './resolve-boosts.ts';
import { openScroll } from './scroll.ts';
import {
  allowsPartial,
  readSearch,
  readSearchBody,
  SEARCH_PARAMETERS,
} from './search-parameters.ts';
import { describeSearch, SEARCH_ACTIONS } from './search-task.ts';
import { checkSlice } from './slice.ts';
import { totalsAsNumbers } from './totals-as-numbers.ts';
import { trackedSearch } from './tracked-search.ts';

/** What a search takes in its URI, beside `scroll`. */
export const SEARCH_ROUTE_PARAMETERS = [
  ...SEARCH_PARAMETERS,
  ...['docvalue_fields', 'explain', 'include_named_queries_score', 'stats', 'stored_fields'],
  ...['suggest_field', 'suggest_mode', 'suggest_size', 'suggest_text', 'terminate_after'],
];

/** `GET|POST /{index}/_search`: documents by a query, and aggregations over them. */
export const search: RestRoute = {
  methods: ['GET', 'POST'],
  paths: ['/_search', '/:index/_search'],
  parameters: [...SEARCH_ROUTE_PARAMETERS, 'scroll'],
  handle: async (request, store) => {
    if (request.parameters.has('scroll')) {
      return ok(await firstPage(request, store));
    }
    const prepared = await prepareSearch(request, store, {});
    return ok(toJsonText(await prepared.run(request.signal)));
  },
};

/** A search that is known to be right, as far as that can be known before it runs. */
interface PreparedSearch {
  readonly shards: number;
  run(signal: AbortSignal): Promise<Readonly<Record<string, unknown>>>;
}

/** Reads a search and finds its indices. `timeoutMs` counts if the request has none; `action` names its task. */
export async function prepareSearch(
  request: RestRequest,
  store: Store,
  {
    timeoutMs,
    action = SEARCH_ACTIONS.search,
  }: { readonly timeoutMs?: number; readonly action?: string },
): Promise<PreparedSearch> {
  const { parameters } = request;
  const body = withStats(readSearchBody(request.body), parameters);
  const given = readSearch(body, parameters);
  const target = await targetOf(request, store, given);
  const { indices } = target;
  checkSlice(store, target.search, { indices, isScroll: false });
  checkLimits(store, target.search, indices);
  const wanted = { ...target.search, timeoutMs: target.search.timeoutMs ?? timeoutMs };
  const typedKeys = parameters.boolean('typed_keys', false);
  const isInt = parameters.boolean('rest_total_hits_as_int', false);
  const pit = given.pit === undefined ? {} : { pit_id: given.pit.id };
  return {
    shards: indices.length,
    run: async (gone) => {
      const description = describeSearch(indices, request.body);
      const options = { typedKeys, allowsPartial: allowsPartial(parameters, store) };
      const work = { action, description, signal: gone };
      const found = await trackedSearch(store, {
        ...{ indices, options, work },
        search: wanted,
        source: request.body,
      });
      const answer = answerOf(found, indices);
      countSearch(store, indices, body, answer.took);
      return { ...pit, ...(isInt ? totalsAsNumbers(answer) : answer) };
    },
  };
}

async function firstPage(request: RestRequest, store: Store) {
  const body = withStats(readSearchBody(request.body), request.parameters);
  const given = readSearch(body, request.parameters);
  const { indices, search: wanted } = await targetOf(request, store, given);
  checkSlice(store, wanted, { indices, isScroll: true });
  checkLimits(store, wanted, indices);
  const page = await openScroll(store, { target: indices, search: wanted, request });
  countSearch(store, indices, body, 0);
  return page;
}

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
  return { indices, search: withResolvedBoosts(pit?.search ?? search, store, parameters) };
}
