import { Agent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { errors, LongshoreError } from '@longshore/common/errors';
import { isObject, type Json, type JsonObject } from '@longshore/common/json';
import { type Answer, exchange } from './http-exchange.ts';
import {
  type BulkResult,
  type FieldCapabilities,
  type IndexedSearch,
  type NewDocument,
  NO_SHARD,
  type SearchAnswer,
  type SearchBody,
} from './search-types.ts';

/** Longest wait for an answer of the store. */
const TIMEOUT_MS = 30_000;
/** Connections per store node; further requests wait for one of them. */
const SOCKETS_MAX = 8;
/** An idle connection is closed by us before the store closes it. */
const KEEP_ALIVE_MS = 4_000;
const UNREACHABLE_CODES = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EHOSTUNREACH', 'ENETUNREACH']);

interface Call {
  readonly method: string;
  readonly path: string;
  readonly body?: JsonObject;
  readonly ndjson?: readonly Json[];
  readonly signal?: AbortSignal | undefined;
}

/**
 * The only way to data: speaks the Elasticsearch API to our own store or to a cluster. Every failure is a
 * `LongshoreError` with the store's own type and reason; a store that cannot be reached is a 503.
 */
export class SearchClient {
  readonly #hosts: readonly URL[];
  readonly #http = new Agent({ keepAlive: true, maxSockets: SOCKETS_MAX, timeout: KEEP_ALIVE_MS });
  readonly #https = new HttpsAgent({
    keepAlive: true,
    maxSockets: SOCKETS_MAX,
    timeout: KEEP_ALIVE_MS,
  });
  #current = 0;

  constructor(hosts: readonly string[]) {
    this.#hosts = hosts.map(parseHost);
  }

  /** `GET /`: proves that the store answers, and gives its version. */
  async info(signal?: AbortSignal): Promise<{ readonly version: string }> {
    const answer = await this.#call({ method: 'GET', path: '/', signal });
    const version = isObject(answer.version) ? answer.version.number : undefined;
    return { version: typeof version === 'string' ? version : '' };
  }

  /** `GET /_cluster/health`. */
  async health(signal?: AbortSignal): Promise<JsonObject> {
    return await this.#call({ method: 'GET', path: '/_cluster/health', signal });
  }

  /** `GET /_recovery`: type, stage and translog of each shard. */
  async recoveries(signal?: AbortSignal): Promise<JsonObject> {
    const members = ['type', 'stage', 'translog'].map((member) => `*.shards.${member}`).join(',');
    const path = `/_recovery?filter_path=${members}`;
    return await this.#call({ method: 'GET', path, signal });
  }

  async search(index: string, body: SearchBody, signal?: AbortSignal): Promise<SearchAnswer> {
    const path = `/${encodeURIComponent(index)}/_search`;
    return toSearchAnswer(await this.#call({ method: 'POST', path, body, signal }));
  }

  /** The same, but an error when an index cannot be searched now: for those who would take a part for the whole. */
  async searchWhole(index: string, body: SearchBody, signal?: AbortSignal): Promise<SearchAnswer> {
    const path = `/${encodeURIComponent(index)}/_search?allow_partial_search_results=false`;
    return toSearchAnswer(await this.#call({ method: 'POST', path, body, signal }));
  }

  /**
   * All searches in one request, answers in order. Throws when any of them failed; one whose indices cannot be read now
   * has no hits, and says so as one does that lacks some of them.
   */
  async msearch(
    searches: readonly IndexedSearch[],
    signal?: AbortSignal,
  ): Promise<readonly SearchAnswer[]> {
    const ndjson = searches.flatMap(({ index, body }) => [{ index }, body]);
    const answer = await this.#call({ method: 'POST', path: '/_msearch', ndjson, signal });
    const responses = Array.isArray(answer.responses) ? answer.responses : [];
    if (responses.length !== searches.length) {
      throw errors.unavailable(
        `the store answered ${responses.length} of ${searches.length} searches`,
      );
    }
    return responses.map((response: Json) => toSearchAnswer(wholeOrMissing(response)));
  }

  async count(index: string, query: JsonObject, signal?: AbortSignal): Promise<number> {
    const path = `/${encodeURIComponent(index)}/_count`;
    const answer = await this.#call({ method: 'POST', path, body: { query }, signal });
    return Number(answer.count ?? 0);
  }

  async fieldCaps(index: string, signal?: AbortSignal): Promise<FieldCapabilities> {
    const path = `/${encodeURIComponent(index)}/_field_caps?fields=*`;
    const answer = await this.#call({ method: 'GET', path, signal });
    return (isObject(answer.fields) ? answer.fields : {}) as unknown as FieldCapabilities;
  }

  /** Creates documents; results are in the order of the documents. */
  async create(
    documents: readonly NewDocument[],
    signal?: AbortSignal,
  ): Promise<readonly BulkResult[]> {
    const ndjson = documents.flatMap(({ index, id, source }) => [
      { create: { _index: index, _id: id } },
      source,
    ]);
    const answer = await this.#call({ method: 'POST', path: '/_bulk', ndjson, signal });
    const items = Array.isArray(answer.items) ? answer.items : [];
    return items.map((item: Json) => (isObject(item) ? item.create : {}) as unknown as BulkResult);
  }

  async putIndexTemplate(name: string, template: JsonObject, signal?: AbortSignal): Promise<void> {
    const path = `/_index_template/${encodeURIComponent(name)}`;
    await this.#call({ method: 'PUT', path, body: template, signal });
  }

  /** Closes all connections; requests under way fail. */
  close(): void {
    this.#http.destroy();
    this.#https.destroy();
  }

  /** Tries the node that answered last, then the others; only a node that did not get the request is skipped. */
  async #call(call: Call): Promise<JsonObject> {
    const first = this.#current;
    for (let tried = 0; ; tried += 1) {
      const at = (first + tried) % this.#hosts.length;
      const host = this.#hosts[at] ?? new URL('http://127.0.0.1:9200');
      try {
        const answer = await this.#exchange(host, call);
        this.#current = at;
        return parseAnswer(host, answer);
      } catch (error) {
        if (!isUnreachable(error) || tried + 1 >= this.#hosts.length) {
          throw toLongshoreError(host, error, call.signal);
        }
      }
    }
  }

  #exchange(host: URL, { method, path, body, ndjson, signal }: Call): Promise<Answer> {
    const url = new URL(host);
    const [pathname = '', search = ''] = path.split('?');
    url.pathname = host.pathname.replace(/\/$/, '') + pathname;
    url.search = search;
    const text = ndjson
      ? `${ndjson.map((line) => JSON.stringify(line)).join('\n')}\n`
      : body && JSON.stringify(body);
    return exchange({
      url,
      method,
      timeoutMs: TIMEOUT_MS,
      agent: url.protocol === 'https:' ? this.#https : this.#http,
      ...(text === undefined ? {} : { body: text }),
      ...(ndjson ? { contentType: 'application/x-ndjson' } : {}),
      ...(signal ? { signal } : {}),
    });
  }
}

function parseHost(host: string): URL {
  const text = /^https?:\/\//.test(host) ? host : `http://${host}`;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined) {
    throw errors.settings(
      `[elasticsearch.hosts] has [${host}], which is no address; write for example http://127.0.0.1:9200`,
    );
  }
  return url;
}

function isUnreachable(error: unknown): boolean {
  return error instanceof Error && 'code' in error && UNREACHABLE_CODES.has(String(error.code));
}

function toLongshoreError(host: URL, error: unknown, signal: AbortSignal | undefined): Error {
  if (error instanceof LongshoreError) {
    return error;
  }
  if (signal?.aborted) {
    return errors.unavailable('the request was given up by the caller', error);
  }
  const reason = error instanceof Error ? describe(error) : String(error);
  return errors.unavailable(
    `the store at ${host.protocol}//${host.host} cannot be reached: ${reason}`,
    error,
  );
}

function describe(error: Error): string {
  if (error.name === 'AbortError' || error.name === 'TimeoutError') {
    return `no answer within ${TIMEOUT_MS / 1000} s`;
  }
  return error.message || ('code' in error ? String(error.code) : error.name);
}

function parseAnswer(host: URL, { status, text }: Answer): JsonObject {
  const body = parseJson(text);
  if (status >= 200 && status < 300 && isObject(body)) {
    return body;
  }
  if (isObject(body) && body.error !== undefined) {
    throw storeError(body.error, status);
  }
  const start = text.slice(0, 200);
  throw errors.unavailable(
    `${host.protocol}//${host.host} answered ${status} with what is no answer of a store: ${start}`,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON: a proxy or another program answers. The caller says so.
    return undefined;
  }
}

function wholeOrMissing(response: Json): JsonObject {
  if (isObject(response) && response.error === undefined) {
    return response;
  }
  const { error, status } = isObject(response) ? response : { error: 'no answer', status: 500 };
  const failure = storeError(error, typeof status === 'number' ? status : 500);
  if (failure.type !== NO_SHARD) {
    throw failure;
  }
  const reason = { type: failure.type, reason: failure.message };
  return { hits: { hits: [] }, _shards: { failures: [{ reason }] } };
}

/** The innermost reason: `all shards failed` helps nobody. */
function storeError(error: unknown, status: number): LongshoreError {
  if (!isObject(error)) {
    return new LongshoreError('exception', status, String(error));
  }
  const cause = Array.isArray(error.root_cause) ? error.root_cause[0] : undefined;
  const inner = isObject(cause) && typeof cause.reason === 'string' ? cause : error;
  return new LongshoreError(
    String(inner.type ?? 'exception'),
    status,
    String(inner.reason ?? 'the store gave no reason'),
  );
}

function toSearchAnswer(answer: JsonObject): SearchAnswer {
  if (!isObject(answer.hits) || !Array.isArray(answer.hits.hits)) {
    throw errors.unavailable('the answer of the store has no [hits]');
  }
  return answer as unknown as SearchAnswer;
}
