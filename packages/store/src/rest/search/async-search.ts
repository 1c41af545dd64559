import { setTimeout as sleep } from 'node:timers/promises';
import { parseDuration } from '@longshore/common/duration';
import { errors } from '@longshore/common/errors';
import { RawJson, toJsonText } from '../../search/json-text.ts';
import { errorObject, toLongshoreError } from '../error-answer.ts';
import type { Parameters } from '../parameters.ts';
import { ok, type RestAnswer, type RestRoute } from '../route.ts';
import { type AsyncSearch, asyncSearchesOf } from './async-searches.ts';
import { prepareSearch, SEARCH_ROUTE_PARAMETERS } from './search.ts';
import { SEARCH_ACTIONS } from './search-task.ts';

const WAIT = '1s';
const KEEP_ALIVE = '5d';
const KEEP_ALIVE_MIN_MS = 1_000;
/** Nobody waits for it with a connection, so that it may take longer than a search. */
const TIMEOUT_MS = 600_000;

/** `POST /{index}/_async_search`: a search whose answer can be asked for later. */
export const submitAsyncSearch: RestRoute = {
  methods: ['POST'],
  paths: ['/_async_search', '/:index/_async_search'],
  parameters: [
    ...SEARCH_ROUTE_PARAMETERS,
    ...['keep_alive', 'keep_on_completion', 'wait_for_completion_timeout'],
  ],
  ignored: ['terminate_after'],
  partly:
    'Answers are kept in memory, up to 10 MB each, and lost at a restart; there are none that are partial.',
  handle: async (request, store) => {
    const { parameters } = request;
    const keepAliveMs = readKeepAlive(parameters) ?? parseDuration(KEEP_ALIVE);
    const prepared = await prepareSearch(request, store, {
      timeoutMs: TIMEOUT_MS,
      action: SEARCH_ACTIONS.asyncSearch,
    });
    const searches = asyncSearchesOf(store);
    const search = searches.start({
      keepAliveMs,
      shards: prepared.shards,
      run: async (signal) => toJsonText(await prepared.run(signal)),
      toError: (error) => toLongshoreError(error, store.log),
    });
    await wait(search, parameters, WAIT);
    const isKept = search.outcome === undefined || parameters.boolean('keep_on_completion', false);
    // Who has gone does not know the id.
    if (!isKept || request.signal.aborted) {
      searches.remove(search);
    }
    return answerOf(search, isKept);
  },
};

/** `GET /_async_search/{id}`: the answer, or that there is none yet. */
export const getAsyncSearch: RestRoute = {
  methods: ['GET'],
  paths: ['/_async_search/:id'],
  parameters: [
    ...['keep_alive', 'typed_keys', 'wait_for_completion_timeout', 'return_intermediate_results'],
  ],
  ignored: ['typed_keys', 'return_intermediate_results'],
  handle: async ({ part, parameters }, store) => {
    const search = asyncSearchesOf(store).get(part('id') ?? '');
    const keepAliveMs = readKeepAlive(parameters);
    if (keepAliveMs !== undefined) {
      search.expiresMs = Date.now() + keepAliveMs;
    }
    await wait(search, parameters, '0');
    return answerOf(search, true);
  },
};

/** `GET /_async_search/status/{id}`: how far it is, without the answer. */
export const asyncSearchStatus: RestRoute = {
  methods: ['GET'],
  paths: ['/_async_search/status/:id'],
  parameters: ['keep_alive'],
  handle: async ({ part, parameters }, store) => {
    const search = asyncSearchesOf(store).get(part('id') ?? '');
    const keepAliveMs = readKeepAlive(parameters);
    if (keepAliveMs !== undefined) {
      search.expiresMs = Date.now() + keepAliveMs;
    }
    const { outcome } = search;
    const status = outcome?.kind === 'error' ? outcome.error.status : 200;
    return ok({
      ...headOf(search, true),
      _shards: shardsOf(search),
      ...(outcome === undefined ? {} : { completion_status: status }),
    });
  },
};

/** `DELETE /_async_search/{id}`: ends it if it runs, and forgets its answer. */
export const deleteAsyncSearch: RestRoute = {
  methods: ['DELETE'],
  paths: ['/_async_search/:id'],
  parameters: [],
  handle: async ({ part }, store) => {
    const searches = asyncSearchesOf(store);
    searches.remove(searches.get(part('id') ?? ''));
    return ok({ acknowledged: true });
  },
};

function readKeepAlive(parameters: Parameters): number | undefined {
  const given = parameters.text('keep_alive');
  const keepAliveMs = given === undefined ? undefined : parseDuration(given);
  if (keepAliveMs !== undefined && keepAliveMs < KEEP_ALIVE_MIN_MS) {
    throw errors.validation(`1: [keep_alive] must be greater or equals than 1s, got:${given};`);
  }
  return keepAliveMs;
}

async function wait(search: AsyncSearch, parameters: Parameters, fallback: string): Promise<void> {
  const text = parameters.text('wait_for_completion_timeout') ?? fallback;
  const timeoutMs = Math.max(0, parseDuration(text));
  const controller = new AbortController();
  const over = sleep(timeoutMs, undefined, { signal: controller.signal }).catch(() => undefined);
  await Promise.race([search.ended, over]);
  controller.abort();
}

function headOf({ id, startedMs, expiresMs, outcome }: AsyncSearch, isKept: boolean) {
  return {
    ...(isKept ? { id } : {}),
    is_partial: outcome?.kind !== 'answer',
    is_running: outcome === undefined,
    start_time_in_millis: startedMs,
    expiration_time_in_millis: expiresMs,
    ...(outcome === undefined ? {} : { completion_time_in_millis: outcome.atMs }),
  };
}

const shardsOf = ({ shards, outcome }: AsyncSearch) => ({
  total: shards,
  successful: outcome?.kind === 'answer' ? shards : 0,
  skipped: 0,
  failed: outcome?.kind === 'error' ? shards : 0,
});

function answerOf(search: AsyncSearch, isKept: boolean): RestAnswer {
  const head = headOf(search, isKept);
  const { outcome } = search;
  if (outcome?.kind === 'answer') {
    return ok(toJsonText({ ...head, response: new RawJson(outcome.text) }));
  }
  const response = {
    took: Date.now() - search.startedMs,
    timed_out: false,
    num_reduce_phases: 0,
    _shards: shardsOf(search),
    hits: { total: { value: 0, relation: 'gte' }, max_score: null, hits: [] },
  };
  return outcome === undefined
    ? ok({ ...head, response })
    : { status: outcome.error.status, body: { ...head, error: errorObject(outcome.error) } };
}
