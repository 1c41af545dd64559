import type { Logger } from 'pino';

const TICK_MS = 50;
/** A refresh begins this much before its interval is over, so that it is done by then. */
const LEAD_MS = 200;
const PARALLEL_MAX = 2;
/** An insert costs 15 to 20 ms of a core: with more hot indices than this per second each is refreshed less often. */
const INSERTS_PER_SECOND_MAX = 15;
/** People look at logs as they come: when inserts are scarce, log streams are this much ahead. */
const LOGS_AHEAD_MS = 2_000;
const LOG_STREAM = /^(\.ds-)?logs-/;

/** A search brings in what is older than the interval, so that nobody waits for the refreshes below. */
interface Share {
  /** So many refreshes a second are shared by the indices that wait. */
  readonly perSecond: number;
  /** However few or many they are, each is refreshed after no less and no more than this. */
  readonly minMs: number;
  readonly maxMs: number;
}
const SEARCHED: Share = { perSecond: 5, minMs: 0, maxMs: 10_000 };
/** Fewer and larger inserts are merged less often; a start after a crash reads more back. */
const IDLE: Share = { perSecond: 2.5, minMs: 10_000, maxMs: 30_000 };

/** An index with this many operations or bytes is refreshed at once; with fewer, where its inserts are smaller. */
const INDEX_OPERATIONS_MAX = 10_000;
const INDEX_BYTES_MAX = 8 * 1024 * 1024;
/** Above this, all indices are refreshed at once, the largest first. */
const TOTAL_BYTES_MAX = 40 * 1024 * 1024;

/** An index with operations in a segment this much older than the newest is refreshed, so that it can be removed. */
const SEGMENTS_BEHIND_MAX = 4;

/** What is refreshed: the writer of an index. */
export interface Refreshable {
  readonly index: { readonly name: string; readonly refreshIntervalMs: number };
  readonly buffer: {
    readonly bytes: number;
    readonly share: number;
    readonly waiting: number;
    readonly firstAt: number;
    readonly flushing: unknown;
    readonly oldestGeneration: number | undefined;
  };
  readonly retryAt: number;
  readonly urgency: 'periodic' | 'searched' | 'idle';
  flush(): Promise<void>;
}

export interface SchedulerOptions {
  writers(): Iterable<Refreshable>;
  now(): number;
  /** Number of the translog's newest segment. */
  generation(): number;
  readonly log: Logger;
}

/** Refreshes indices with new operations when they are due, a bounded number of times per second. */
export class RefreshScheduler {
  readonly #options: SchedulerOptions;
  readonly #running = new Set<Refreshable>();
  #timer: NodeJS.Timeout | undefined;
  #tokens = INSERTS_PER_SECOND_MAX;
  #lastTick = 0;

  constructor(options: SchedulerOptions) {
    this.#options = options;
  }

  start(): void {
    this.#lastTick = this.#options.now();
    this.#timer ??= setInterval(() => this.#tick(), TICK_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #tick(): void {
    const nowMs = this.#options.now();
    const gained = ((nowMs - this.#lastTick) * INSERTS_PER_SECOND_MAX) / 1000;
    this.#tokens = Math.min(INSERTS_PER_SECOND_MAX, this.#tokens + Math.max(0, gained));
    this.#lastTick = nowMs;
    const dirty = [...this.#options.writers()].filter((writer) => this.#isWaiting(writer));
    if (dirty.length === 0) {
      return;
    }
    const all = {
      totalBytes: dirty.reduce((sum, { buffer }) => sum + buffer.bytes, 0),
      generation: this.#options.generation(),
      searched: dirty.filter(({ urgency }) => urgency === 'searched').length,
      idle: dirty.filter(({ urgency }) => urgency === 'idle').length,
    };
    const due = dirty
      .map((writer) => ({ writer, dueAt: dueAt(writer, all) }))
      .filter((candidate) => candidate.dueAt <= nowMs)
      .sort((a, b) => rank(a) - rank(b));
    for (const { writer } of due) {
      if (this.#running.size >= PARALLEL_MAX || this.#tokens < 1) {
        return;
      }
      this.#run(writer);
    }
  }

  #isWaiting(writer: Refreshable): boolean {
    const { buffer, retryAt } = writer;
    const hasWork = buffer.waiting > 0 || buffer.flushing !== undefined;
    return hasWork && !this.#running.has(writer) && retryAt <= this.#options.now();
  }

  #run(writer: Refreshable): void {
    this.#tokens -= 1;
    this.#running.add(writer);
    void writer
      .flush()
      .catch((error: unknown) => {
        // Nothing is lost: it is in the translog, and the next try comes after a pause.
        const { name } = writer.index;
        this.#options.log.warn({ error: error, index: name }, 'refresh failed; trying again');
      })
      .finally(() => {
        this.#running.delete(writer);
        // Under load the next batch is full already.
        if (this.#timer) {
          this.#tick();
        }
      });
  }
}

/** All indices with operations that wait. */
interface Dirty {
  readonly totalBytes: number;
  readonly generation: number;
  /** How many of them somebody searches. */
  readonly searched: number;
  readonly idle: number;
}

/** When an index is to be refreshed, in epoch ms; negative for at once, the largest first. */
function dueAt(writer: Refreshable, all: Dirty): number {
  const { buffer } = writer;
  const { waiting, bytes, share, flushing, oldestGeneration = all.generation } = buffer;
  const isFull = waiting >= INDEX_OPERATIONS_MAX * share || bytes >= INDEX_BYTES_MAX * share;
  const holdsBack = all.generation - oldestGeneration >= SEGMENTS_BEHIND_MAX;
  if (isFull || holdsBack || flushing !== undefined || all.totalBytes >= TOTAL_BYTES_MAX) {
    return -bytes;
  }
  return buffer.firstAt + Math.max(0, intervalOf(writer, all) - LEAD_MS);
}

function intervalOf({ index, urgency }: Refreshable, all: Dirty): number {
  const { refreshIntervalMs } = index;
  if (refreshIntervalMs < 0) {
    return Number.POSITIVE_INFINITY;
  }
  switch (urgency) {
    case 'periodic':
      return refreshIntervalMs;
    case 'searched':
      return Math.max(refreshIntervalMs, sharedMs(SEARCHED, all.searched));
    case 'idle':
      return Math.max(refreshIntervalMs, sharedMs(IDLE, all.idle));
  }
}

const sharedMs = ({ perSecond, minMs, maxMs }: Share, indices: number): number =>
  Math.min(maxMs, Math.max(minMs, (indices * 1_000) / perSecond));

function rank({
  writer,
  dueAt: at,
}: {
  readonly writer: Refreshable;
  readonly dueAt: number;
}): number {
  return at - (LOG_STREAM.test(writer.index.name) ? LOGS_AHEAD_MS : 0);
}
