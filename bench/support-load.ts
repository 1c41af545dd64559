import { setTimeout as sleep } from 'node:timers/promises';
import { quantile, round } from './support.ts';
import { makeDocument } from './support-documents.ts';

/** Where a load goes, and how large it is. */
export interface LoadOptions {
  readonly url: string;
  /** Data streams of `putTemplates` that get batches in turn. */
  readonly streams: readonly string[];
  /** Documents a second of all senders together; undefined sends as fast as the store answers. */
  readonly rate: number | undefined;
}

const BATCH_DOCUMENTS = 500;
const SENDERS = 2;
/** Searches run beside the writes, as a dashboard would send them. */
const SEARCH_MS = 5_000;
/** A sender that was refused comes again after this. */
const REFUSED_MS = 1_000;
/** Batches are made once: the time to make documents is not to be the limit of the load. */
const BATCHES = 40;
const REASON_CHARS_MAX = 200;

/** Senders of container logs and somebody who searches in them; counts what was answered, and why not. */
export class Load {
  readonly counts = { documents: 0, refused: 0, searches: 0, failedSearches: 0 };
  /** How often each reason of a refused request was seen. */
  readonly failures = new Map<string, number>();
  readonly #options: LoadOptions;
  readonly #searchMs: number[] = [];
  readonly #batches = Array.from({ length: BATCHES }, makeBatch);

  constructor(options: LoadOptions) {
    this.#options = options;
  }

  /** Goes on until the signal; resolves after the last answer. */
  async run(until: AbortSignal): Promise<void> {
    const senders = Array.from({ length: SENDERS }, (_, i) => this.#send(until, i));
    await Promise.all([...senders, this.#search(until)]);
  }

  /** One batch into each stream, so that its index is there. */
  async sendOnce(): Promise<void> {
    for (const [turn, stream] of this.#options.streams.entries()) {
      await this.#sendBatch(stream, turn);
    }
  }

  summary(): Record<string, unknown> {
    const of = (share: number) => round(quantile(this.#searchMs, share), 0);
    return {
      ...this.counts,
      failures: Object.fromEntries(this.failures),
      searchMs: { p50: of(0.5), p99: of(0.99), max: of(1) },
    };
  }

  async #send(until: AbortSignal, sender: number): Promise<void> {
    const { streams, rate } = this.#options;
    const everyMs = rate === undefined ? 0 : (BATCH_DOCUMENTS * SENDERS * 1000) / rate;
    let dueMs = performance.now() + (everyMs * sender) / SENDERS;
    for (let turn = sender; ; turn += SENDERS) {
      if (!(await pause(Math.max(0, dueMs - performance.now()), until))) {
        return;
      }
      const isTaken = await this.#sendBatch(streams[turn % streams.length] ?? '', turn);
      // What a store that was slow has missed is not sent later on top.
      dueMs = Math.max(dueMs + everyMs, performance.now() + (isTaken ? 0 : REFUSED_MS));
    }
  }

  async #sendBatch(stream: string, turn: number): Promise<boolean> {
    const body = this.#batches[turn % BATCHES]?.join(new Date().toISOString()) ?? '';
    const bulk = `${this.#options.url}/${stream}/_bulk?filter_path=errors,items.*.error`;
    const isTaken = await this.#post(bulk, body);
    this.counts[isTaken ? 'documents' : 'refused'] += BATCH_DOCUMENTS;
    return isTaken;
  }

  async #search(until: AbortSignal): Promise<void> {
    const body = JSON.stringify({
      size: 50,
      query: { match: { message: 'timeout' } },
      sort: [{ '@timestamp': 'desc' }],
      aggs: { levels: { terms: { field: 'log.level' } } },
    });
    while (await pause(SEARCH_MS, until)) {
      const startedMs = performance.now();
      const search = `${this.#options.url}/logs-bench.*/_search`;
      const isAnswered = await this.#post(search, body);
      this.counts[isAnswered ? 'searches' : 'failedSearches'] += 1;
      this.#searchMs.push(performance.now() - startedMs);
    }
  }

  async #post(url: string, body: string): Promise<boolean> {
    try {
      const headers = { 'content-type': 'application/json' };
      const reply = await fetch(url, { method: 'POST', headers, body });
      const text = await reply.text();
      if (reply.ok && !text.includes('"errors":true') && !text.includes('"timed_out":true')) {
        return true;
      }
      this.#note(`${reply.status} ${/"reason":"((?:[^"\\]|\\.)*)/.exec(text)?.[1] ?? text}`);
    } catch (error) {
      this.#note(String(error instanceof Error ? (error.cause ?? error) : error));
    }
    return false;
  }

  #note(reason: string): void {
    const key = reason.slice(0, REASON_CHARS_MAX);
    const times = (this.failures.get(key) ?? 0) + 1;
    this.failures.set(key, times);
    if (times === 1) {
      console.error(`a request failed: ${key}`);
    }
  }
}

/** False when the signal came before its end. */
const pause = (ms: number, signal: AbortSignal): Promise<boolean> =>
  sleep(ms, true, { signal }).catch(() => false);

/** The body of a bulk request, cut where the time of each document belongs. */
function makeBatch(): readonly string[] {
  const documents = Array.from({ length: BATCH_DOCUMENTS }, () => {
    const { '@timestamp': _, ...rest } = makeDocument('logs', 0);
    return JSON.stringify(rest).slice(1);
  });
  const action = '{"create":{}}\n{"@timestamp":"';
  return [action, ...documents.map((rest) => `",${rest}\n${action}`)].map((piece, i, all) =>
    i === all.length - 1 ? piece.slice(0, -action.length) : piece,
  );
}
