import { setImmediate } from 'node:timers/promises';
import type { JsonObject } from '@longshore/common/json';
import { readActiveShards } from '../active-shards.ts';
import { ok, type RestRequest, type RestRoute, type Store } from '../route.ts';
import { BulkItemWriter } from './bulk-answer.ts';
import { type BulkAction, countActions, splitBulk } from './bulk-request.ts';
import { type BulkDefaults, BulkRun } from './bulk-run.ts';
import { readRouting } from './routing.ts';
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
  takesLines: true,
  parameters: [
    ...['refresh', 'pipeline', 'routing', 'timeout', 'wait_for_active_shards', 'require_alias'],
    ...['require_data_stream', '_source', 'list_executed_pipelines'],
    ...['_source_includes', '_source_excludes', 'type', 'batch_size', 'include_source_on_error'],
  ],
  ignored: ['batch_size', 'include_source_on_error'],
  handle: async (request, store) => {
    const startedMs = performance.now();
    const refresh = request.parameters.text('refresh');
    checkRefreshPolicy(refresh);
    const count = countActions(request.body);
    store.counters.bulkRequests += 1;
    const defaults = readDefaults(request);
    const items = new BulkItemWriter(
      request.parameters.text('filter_path'),
      defaults.isForcedRefresh,
    );
    const run = new BulkRun(store, defaults, items);
    const bulkRequest = { request, store, run, items, refresh, startedMs };
    const body = count > ITEMS_MAX ? answerByParts(bulkRequest) : await answerAtOnce(bulkRequest);
    return { ...ok(body), isFiltered: true };
  },
};

interface BulkRequest {
  readonly request: RestRequest;
  readonly store: Store;
  readonly run: BulkRun;
  readonly items: BulkItemWriter;
  readonly refresh: string | undefined;
  readonly startedMs: number;
}

async function answerAtOnce(bulkRequest: BulkRequest): Promise<string> {
  const { request, store, run, items } = bulkRequest;
  const { refusals } = store.writer;
  let text = '';
  for (const chunk of chunksOf(splitBulk(request.body))) {
    for (const item of await run.apply(chunk)) {
      if (item !== undefined) {
        text += text === '' ? item : `,${item}`;
      }
    }
    await setImmediate();
  }
  await store.writer.sync(refusals);
  const head = JSON.stringify(items.filterHead(await finish(bulkRequest)));
  if (text === '' && !items.showsNoItems) {
    return head;
  }
  return `${head.slice(0, -1)}${head === '{}' ? '' : ','}"items":[${text}]}`;
}

/** Items are sent as soon as they are on disk, since all of them together may not fit into memory. */
async function* answerByParts(bulkRequest: BulkRequest): AsyncGenerator<string> {
  const { request, store, run, items } = bulkRequest;
  let before = '{"items":[';
  for (const chunk of chunksOf(splitBulk(request.body))) {
    const { refusals } = store.writer;
    let texts = await run.apply(chunk);
    try {
      await store.writer.sync(refusals);
    } catch (error) {
      texts = run.failAll(chunk, error);
    }
    for (const text of texts) {
      if (text !== undefined) {
        yield before + text;
        before = ',';
      }
    }
  }
  const end = JSON.stringify(items.filterHead(await finish(bulkRequest))).slice(1);
  yield before === ',' ? `]${end === '}' ? end : `,${end}`}` : `{${end}`;
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
    routing: readRouting(parameters),
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
