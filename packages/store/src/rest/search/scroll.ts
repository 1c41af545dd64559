import { errors } from '@longshore/common/errors';
import { type Json, jsonText } from '@longshore/common/json';
import type { SearchIndex } from '../../index/target.ts';
import { cursorOf } from '../../search/build-response.ts';
import { toJsonText } from '../../search/json-text.ts';
import { answerOf } from '../../search/search.ts';
import type { SearchRequest } from '../../search/search-request.ts';
import { readObject } from '../read-body.ts';
import { ok, type RestRequest, type RestRoute, type Store } from '../route.ts';
import { contextsOf, indicesAt, type ScrollState, type SearchContext } from './contexts.ts';
import { describeSearch, SEARCH_ACTIONS, type SearchWork } from './search-task.ts';
import { totalsAsNumbers } from './totals-as-numbers.ts';
import { trackedSearch } from './tracked-search.ts';

type Answer = Readonly<Record<string, unknown>>;

/** A page that is asked for. */
interface Page {
  readonly work: SearchWork;
  readonly source: Buffer;
  readonly typedKeys?: boolean;
}

/** `GET|POST /_search/scroll`: the next page. */
export const scroll: RestRoute = {
  methods: ['GET', 'POST'],
  paths: ['/_search/scroll', '/_search/scroll/:scroll_id'],
  parameters: ['scroll', 'scroll_id', 'rest_total_hits_as_int'],
  handle: async (request, store) => {
    const { parameters } = request;
    const body = readObject(request.body, ['scroll', 'scroll_id']);
    const id = textOf(body.scroll_id) ?? request.part('scroll_id') ?? parameters.text('scroll_id');
    if (id === undefined) {
      throw errors.validation('1: scrollId is missing;');
    }
    const keepAlive = textOf(body.scroll) ?? parameters.text('scroll');
    const context = contextsOf(store).get('scroll', id, keepAlive);
    const work = {
      action: SEARCH_ACTIONS.scroll,
      description: `scrollId[${id}], scroll[${keepAlive ?? ''}]`,
      signal: request.signal,
    };
    const page = context.turn.then(() => nextPage(store, context, { work, source: request.body }));
    context.turn = page.catch(() => undefined);
    return ok(showPage(await page, context, request));
  },
};

/** `DELETE /_search/scroll`: some scrolls, or `_all`. */
export const clearScroll: RestRoute = {
  methods: ['DELETE'],
  paths: ['/_search/scroll', '/_search/scroll/:scroll_id'],
  parameters: ['scroll_id'],
  handle: async ({ body, part, parameters }, store) => {
    const { scroll_id: given } = readObject(body, ['scroll_id']);
    const named = part('scroll_id') ?? parameters.text('scroll_id');
    const ids = given === undefined ? (named?.split(',') ?? []) : [given].flat().map(jsonText);
    if (ids.length === 0) {
      throw errors.validation('1: no scroll ids specified;');
    }
    const contexts = contextsOf(store);
    const all = ids.includes('_all') ? contexts.list('scroll').map(({ id }) => id) : ids;
    const closed = await Promise.all(all.map((id) => contexts.close('scroll', id)));
    const freed = closed.filter(Boolean).length;
    const status = freed === 0 && !ids.includes('_all') ? 404 : 200;
    return { status, body: { succeeded: true, num_freed: freed } };
  },
};

/** The first page of a search with `scroll`. */
export async function openScroll(
  store: Store,
  { target, search, request }: Opening,
): Promise<string> {
  checkScroll(search);
  const keepAlive = request.parameters.text('scroll');
  const context = await contextsOf(store).open('scroll', target, keepAlive);
  const typedKeys = request.parameters.boolean('typed_keys', false);
  const first: SearchRequest = {
    ...search,
    // Each page would end at another document, as others are replaced meanwhile.
    terminateAfter: undefined,
    tiebreak: 'hidden',
    trackTotalHits: Number.POSITIVE_INFINITY,
  };
  try {
    const work = {
      action: SEARCH_ACTIONS.search,
      description: describeSearch(target, request.body),
      signal: request.signal,
    };
    const found = await searchAt(store, context, first, { work, source: request.body, typedKeys });
    return showPage(found, context, request);
  } catch (error) {
    await contextsOf(store).close('scroll', context.id);
    throw error;
  }
}

interface Opening {
  readonly target: readonly SearchIndex[];
  readonly search: SearchRequest;
  readonly request: RestRequest;
}

/** Aggregations come once; the total and the best score are those of the first page. */
async function nextPage(store: Store, context: SearchContext, page: Page): Promise<Answer> {
  const { request, whole, cursor } = context.scroll ?? noPages();
  if (cursor === undefined) {
    const none = { ...request, size: 0, aggs: [], trackTotalHits: 0 };
    const found = await searchAt(store, context, none, page);
    return withWhole(found, whole);
  }
  const next = { ...request, searchAfter: cursor, aggs: [], trackTotalHits: 0 };
  return withWhole(await searchAt(store, context, next, page), whole);
}

function noPages(): ScrollState {
  throw new Error('BUG: a scroll has no first page');
}

async function searchAt(
  store: Store,
  context: SearchContext,
  request: SearchRequest,
  { work, source, typedKeys = false }: Page,
): Promise<Answer> {
  const indices = indicesAt(context.indices);
  const search = { indices, search: request, options: { typedKeys }, work, source };
  const found = await trackedSearch(store, search);
  const answer = answerOf(found, indices);
  const isFirst = context.scroll === undefined;
  const isLast = found.hits.length < request.size;
  context.scroll = {
    request: context.scroll?.request ?? request,
    whole: isFirst ? wholeOf(answer) : (context.scroll ?? noPages()).whole,
    cursor: isLast ? undefined : cursorOf(found),
  };
  return answer;
}

const hitsOf = (answer: Answer): Answer => (answer.hits ?? {}) as Answer;

function wholeOf(answer: Answer): ScrollState['whole'] {
  const { total, max_score } = hitsOf(answer);
  return { total, max_score };
}

function withWhole(answer: Answer, whole: ScrollState['whole']): Answer {
  const { hits } = hitsOf(answer);
  return { ...answer, hits: { ...whole, hits } };
}

function showPage(answer: Answer, { id }: SearchContext, { parameters }: RestRequest): string {
  const isInt = parameters.boolean('rest_total_hits_as_int', false);
  return toJsonText({ _scroll_id: id, ...(isInt ? totalsAsNumbers(answer) : answer) });
}

function checkScroll({
  from,
  size,
  searchAfter,
  pit,
  trackTotalHits,
  rescores,
}: SearchRequest): void {
  const problems = [
    trackTotalHits === 0 && 'disabling [track_total_hits] is not allowed in a scroll context',
    from > 0 && 'using [from] is not allowed in a scroll context',
    rescores.length > 0 && 'using [rescore] is not allowed in a scroll context',
    size === 0 && '[size] cannot be [0] in a scroll context',
    searchAfter !== undefined && '`search_after` cannot be used in a scroll context.',
    pit !== undefined && 'using [point in time] is not allowed in a scroll context',
  ].filter((problem) => problem !== false);
  if (problems.length > 0) {
    throw errors.validation(`${problems.map((problem, i) => `${i + 1}: ${problem};`).join('')}`);
  }
}

function textOf(value: Json | undefined): string | undefined {
  return value === undefined || value === null ? undefined : jsonText(value);
}
