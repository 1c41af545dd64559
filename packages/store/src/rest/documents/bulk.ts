import { setImmediate } from 'node:timers/promises';
import { isObject, type Json, type JsonObject } from '@longshore/common/json';
import { toJsonText } from '../../search/json-text.ts';
import { readActiveShards } from '../active-shards.ts';
import { filterPath } from '../filter-path.ts';
import { ok, type RestRequest, type RestRoute, type Store } from '../route.ts';
import { type BulkAction, countActions, splitBulk } from './bulk-request.ts';
import { type BulkDefaults, type BulkItem, BulkRun } from './bulk-run.ts';
import { givenSourceFilter } from './source-filter.ts';
import { checkRefreshPolicy, refreshAfter } from './write-request.ts';

/** Operations that are mapped in one go; other requests, and rows on their way to the engine, get their turn between. */
const CHUNK_OPERATIONS = 250;
const CHUNK_BYTES = 2 * 1024 * 1024;
/** An answer with more items than this is sent while the request is being worked on. */
const ITEMS_MAX = 20_000;

/** `POST|PUT /_bulk`, https://www.elastic.co/docs/api/doc/elasticsearch/operation/operation-bulk */
export const bulk: RestRoute = {
  methods: ['POST', 'PUT'],
  paths: ['/_bulk', '/:index/_bulk'],
  parameters: [
    ...['refresh', 'pipeline', 'routing', 'timeout', 'wait_for_active_shards', 'require_alias'],
    ...['require_data_stream', '_source', 'list_executed_pipelines'],
    ...['_source_includes', '_source_excludes', 'type'],
  ],
  handle: async (request, store) => {
    const startedMs = performance.now();
    const refresh = request.parameters.text('refresh');
    checkRefreshPolicy(refresh);
    const count = countActions(request.body);
    store.counters.bulkRequests += 1;
    const run = new BulkRun(store, readDefaults(request));
    const bulkRequest = { request, store, run, refresh, startedMs };
    return ok(count > ITEMS_MAX ? answerByParts(bulkRequest) : await answerAtOnce(bulkRequest));
  },
};

interface BulkRequest {
  readonly request: RestRequest;
  readonly store: Store;
  readonly run: BulkRun;
  readonly refresh: string | undefined;
  readonly startedMs: number;
}

async function answerAtOnce(bulkRequest: BulkRequest): Promise<object | string> {
  const { request, store, run } = bulkRequest;
  const { refusals } = store.writer;
  const items: BulkItem[] = [];
  for (const chunk of chunksOf(splitBulk(request.body))) {
    items.push(...(await run.apply(chunk)));
    await setImmediate();
  }
  await store.writer.sync(refusals);
  const answer = { ...(await finish(bulkRequest)), items };
  return run.hasSources ? toJsonText(answer) : answer;
}

/** Items are sent as soon as they are on disk, since all of them together may not fit into memory. */
async function* answerByParts(bulkRequest: BulkRequest): AsyncGenerator<string> {
  const { request, store, run } = bulkRequest;
  const path = request.parameters.text('filter_path');
  const filter = (part: JsonObject): JsonObject => {
    const kept = path === undefined ? part : filterPath(part, path);
    return isObject(kept) ? kept : {};
  };
  let before = '{"items":[';
  for (const chunk of chunksOf(splitBulk(request.body))) {
    const { refusals } = store.writer;
    let items = await run.apply(chunk);
    try {
      await store.writer.sync(refusals);
    } catch (error) {
      items = run.failAll(chunk, error);
    }
    for (const text of itemTexts(items, run, path)) {
      yield before + text;
      before = ',';
    }
  }
  const end = JSON.stringify(filter(await finish(bulkRequest))).slice(1);
  yield before === ',' ? `]${end === '}' ? end : `,${end}`}` : `{${end}`;
}

/** Items as JSON texts, those left out that a filter does not want. */
function itemTexts(
  items: readonly BulkItem[],
  { hasSources }: BulkRun,
  path: string | undefined,
): readonly string[] {
  const texts = items.map(hasSources ? toJsonText : (item) => JSON.stringify(item));
  if (path === undefined) {
    return texts;
  }
  const kept = filterPath({ items: texts.map((text): Json => JSON.parse(text)) }, path);
  const wanted = isObject(kept) && Array.isArray(kept.items) ? kept.items : [];
  return wanted.map((item) => JSON.stringify(item));
}

async function finish({ store, run, refresh, startedMs }: BulkRequest): Promise<JsonObject> {
  await refreshAfter(store, refresh, [...run.touched]);
  const { ingestTookMs, hasErrors } = run;
  return {
    took: Math.round(performance.now() - startedMs),
    ...(ingestTookMs === undefined ? {} : { ingest_took: Math.round(ingestTookMs) }),
    errors: hasErrors,
  };
}

function readDefaults({ part, parameters }: RestRequest): BulkDefaults {
  const refresh = parameters.text('refresh');
  return {
    index: part('index'),
    pipeline: parameters.text('pipeline'),
    listsExecuted: parameters.boolean('list_executed_pipelines', false),
    activeShards: readActiveShards(parameters),
    shown: givenSourceFilter(parameters),
    requiresAlias: parameters.boolean('require_alias', false),
    requiresDataStream: parameters.boolean('require_data_stream', false),
    isForcedRefresh: refresh === 'true' || refresh === '',
  };
}

function* chunksOf(actions: Iterable<BulkAction>): Iterable<readonly BulkAction[]> {
  let chunk: BulkAction[] = [];
  let bytes = 0;
  for (const action of actions) {
    chunk.push(action);
    bytes += action.source.length;
    if (chunk.length >= CHUNK_OPERATIONS || bytes >= CHUNK_BYTES) {
      yield chunk;
      chunk = [];
      bytes = 0;
    }
  }
  if (chunk.length > 0) {
    yield chunk;
  }
}
