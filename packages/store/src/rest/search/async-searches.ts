import { randomBytes } from 'node:crypto';
import { errors, type LongshoreError } from '@longshore/common/errors';
import type { Engine } from '../../engine/engine.ts';

const SWEEP_MS = 5_000;
/** Searches that are kept, whether they run or wait to be asked for. */
const SEARCHES_MAX = 200;
/** Of one answer, as `search.max_async_search_response_size` in Elasticsearch; of all together. */
const ANSWER_BYTES_MAX = 10 * 1024 * 1024;
const ANSWERS_BYTES_MAX = 64 * 1024 * 1024;

/** How a search ended. */
export type Outcome =
  | { readonly kind: 'answer'; readonly text: string; readonly atMs: number }
  | { readonly kind: 'error'; readonly error: LongshoreError; readonly atMs: number };

/** A search that goes on when its request has been answered. */
export interface AsyncSearch {
  readonly id: string;
  readonly startedMs: number;
  /** Shards that it asks. */
  readonly shards: number;
  expiresMs: number;
  /** Undefined while it runs. */
  outcome?: Outcome;
  /** Resolves at its end, and never rejects. */
  readonly ended: Promise<void>;
  cancel(): void;
}

/** What a search is to do, and what is known of it before. */
interface Started {
  readonly keepAliveMs: number;
  readonly shards: number;
  run(signal: AbortSignal): Promise<string>;
  toError(error: unknown): LongshoreError;
}

const registries = new WeakMap<Engine, AsyncSearches>();

/** The asynchronous searches of a store. */
export function asyncSearchesOf({ engine }: { readonly engine: Engine }): AsyncSearches {
  const known = registries.get(engine) ?? new AsyncSearches();
  registries.set(engine, known);
  return known;
}

/** Searches by their ids, in memory: each until its time is over or it is deleted. */
export class AsyncSearches {
  readonly #kept = new Map<string, AsyncSearch>();
  #sweeper: NodeJS.Timeout | undefined;

  /** Begins a search, which is kept until `remove`. Throws when too many are. */
  start({ keepAliveMs, shards, run, toError }: Started): AsyncSearch {
    this.#checkRoom();
    const controller = new AbortController();
    const startedMs = Date.now();
    const ended = run(controller.signal).then(
      (text) => this.#end(search, answered(text)),
      (error: unknown) => this.#end(search, failed(toError(error))),
    );
    const search: AsyncSearch = {
      id: randomBytes(24).toString('base64url'),
      ...{ startedMs, shards, ended },
      expiresMs: startedMs + keepAliveMs,
      cancel: () => controller.abort(),
    };
    this.#kept.set(search.id, search);
    this.#sweeper ??= setInterval(() => this.#sweep(), SWEEP_MS).unref();
    return search;
  }

  /** The search of an id; throws 404 when there is none, or its time is over. */
  get(id: string): AsyncSearch {
    const search = this.#kept.get(id);
    if (search === undefined || search.expiresMs <= Date.now()) {
      throw errors.resourceNotFound(id);
    }
    return search;
  }

  /** Forgets a search, and ends it if it runs. */
  remove({ id }: Pick<AsyncSearch, 'id'>): void {
    this.#kept.get(id)?.cancel();
    this.#kept.delete(id);
  }

  /** An answer waits for who asks only if there is room for it. */
  #end(search: AsyncSearch, outcome: Outcome): void {
    const isTooMuch =
      outcome.kind === 'answer' && this.#bytes + bytesOf(outcome) > ANSWERS_BYTES_MAX;
    search.outcome = isTooMuch
      ? failed(
          errors.rejected('the answers of asynchronous searches take too much memory together'),
        )
      : outcome;
  }

  get #bytes(): number {
    return [...this.#kept.values()].reduce((sum, { outcome }) => sum + bytesOf(outcome), 0);
  }

  #checkRoom(): void {
    if (this.#kept.size >= SEARCHES_MAX) {
      throw errors.rejected(
        `there are [${SEARCHES_MAX}] asynchronous searches already; delete those that are not needed any more`,
      );
    }
  }

  #sweep(): void {
    const nowMs = Date.now();
    for (const search of this.#kept.values()) {
      if (search.expiresMs <= nowMs) {
        this.remove(search);
      }
    }
  }
}

const bytesOf = (outcome: Outcome | undefined): number =>
  outcome?.kind === 'answer' ? Buffer.byteLength(outcome.text) : 0;

const failed = (error: LongshoreError): Outcome => ({ kind: 'error', error, atMs: Date.now() });

function answered(text: string): Outcome {
  return Buffer.byteLength(text) > ANSWER_BYTES_MAX
    ? failed(
        errors.illegalArgument(
          `Can't store an async search response larger than [${ANSWER_BYTES_MAX}] bytes; ask for fewer hits or buckets, or use [_search]`,
        ),
      )
    : { kind: 'answer', text, atMs: Date.now() };
}
