import { setTimeout as sleep } from 'node:timers/promises';
import { errors, LongshoreError } from '@longshore/common/errors';
import type { JsonObject } from '@longshore/common/json';
import {
  type ExactJson,
  type ExactObject,
  exactText,
  isExactObject,
  stringifyExact,
} from '../../index/exact-json.ts';
import { callRemote, type Remote, type RemoteCall } from './remote-client.ts';
import type { SourceDocument } from './run.ts';

/** A search on another cluster, page by page. */
export interface RemoteSearch {
  readonly remote: Remote;
  /** An index expression of the remote. */
  readonly index: string;
  /** Its body: `query`, `sort`, `_source`. */
  readonly search: JsonObject;
  readonly pageSize: number;
  /** How long the remote keeps the scroll between two pages. */
  readonly keepAlive: string;
  readonly signal: AbortSignal;
  /** Called whenever the remote was too busy and is asked again. */
  onRetry(): void;
}

/** One page. */
export interface RemotePage {
  readonly total: number;
  readonly documents: readonly SourceDocument[];
}

const RETRIES_MAX = 6;
const RETRY_MS = 500;
/** From this one on totals are counted in full only when asked. */
const BOUNDED_TOTALS_MAJOR = 7;

/** The scroll of a remote search. To be closed, whatever happens. */
export class RemoteScroll {
  readonly #search: RemoteSearch;
  #id: string | undefined;

  constructor(search: RemoteSearch) {
    this.#search = search;
  }

  async next(): Promise<RemotePage> {
    const { index, search, pageSize, keepAlive } = this.#search;
    if (this.#id !== undefined) {
      const body = JSON.stringify({ scroll: keepAlive, scroll_id: this.#id });
      return this.#page({ method: 'POST', path: '/_search/scroll', body });
    }
    const info = member(await this.#ask({ method: 'GET', path: '/' }), 'version');
    const isOpenSearch = info.distribution === 'opensearch';
    const isBounded =
      isOpenSearch || Number.parseInt(exactText(info.number), 10) >= BOUNDED_TOTALS_MAJOR;
    const query = new URLSearchParams({
      scroll: keepAlive,
      size: String(pageSize),
      version: 'true',
      ...(isBounded ? { track_total_hits: 'true' } : {}),
    });
    const names = index.split(',').map(encodeURIComponent).join(',');
    const path = `/${names}/_search?${query}`;
    const sorted = { sort: ['_doc'], ...search };
    return this.#page({ method: 'POST', path, body: JSON.stringify(sorted) });
  }

  /** Lets the remote forget it; that it can't be reached harms nothing but its memory. */
  async close(): Promise<void> {
    if (this.#id !== undefined) {
      const body = JSON.stringify({ scroll_id: [this.#id] });
      const call = { method: 'DELETE', path: '/_search/scroll', body } as const;
      await callRemote(this.#search.remote, call).catch(() => undefined);
    }
  }

  async #page(call: RemoteCall): Promise<RemotePage> {
    const answer = await this.#ask(call);
    if (isExactObject(answer) && typeof answer._scroll_id === 'string') {
      this.#id = answer._scroll_id;
    }
    const failed = Number(exactText(member(answer, '_shards').failed ?? 0));
    if (failed > 0 || (isExactObject(answer) && answer.timed_out === true)) {
      throw errors.unavailable('the remote cluster could not search all shards in time');
    }
    const { hits, total } = member(answer, 'hits');
    return {
      total: Number(exactText(isExactObject(total) ? total.value : total)),
      documents: (Array.isArray(hits) ? hits : []).map(toDocument),
    };
  }

  /** A remote that is too busy is asked again, later and later. */
  async #ask(call: RemoteCall): Promise<ExactJson> {
    const { remote, signal, onRetry } = this.#search;
    for (let tries = 0; ; tries += 1) {
      try {
        return await callRemote(remote, { ...call, signal });
      } catch (error) {
        const isBusy = error instanceof LongshoreError && error.status === 429;
        if (!isBusy || tries >= RETRIES_MAX) {
          throw error;
        }
        onRetry();
        await sleep(RETRY_MS * 2 ** tries, undefined, { signal });
      }
    }
  }
}

function member(json: ExactJson, name: string): ExactObject {
  const value = isExactObject(json) ? json[name] : undefined;
  if (!isExactObject(value)) {
    throw errors.illegalArgument(`the remote cluster's answer has no [${name}]`);
  }
  return value;
}

function routingOf({ _routing: routing }: ExactObject): string | undefined {
  return routing === undefined || routing === null ? undefined : exactText(routing);
}

function toDocument(hit: ExactJson): SourceDocument {
  if (!isExactObject(hit) || !isExactObject(hit._source)) {
    const { _index = '', _id = '' } = isExactObject(hit) ? hit : {};
    throw errors.illegalArgument(`[${exactText(_index)}][${exactText(_id)}] didn't store _source`);
  }
  return {
    index: { name: exactText(hit._index) },
    id: exactText(hit._id),
    version: Number(exactText(hit._version ?? 1)),
    routing: routingOf(hit),
    source: stringifyExact(hit._source),
  };
}
