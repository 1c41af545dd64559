import type { EngineTable } from './engine-table.ts';
import { isDelete } from './entry.ts';
import type { Batch, TableBuffer } from './table-buffer.ts';
import type { Translog } from './translog.ts';
import type { WriteIndex } from './writer.ts';

/** A flush that failed is tried again after this, twice as long each time. */
const RETRY_MS_MIN = 500;
const RETRY_MS_MAX = 10_000;

export interface FlusherParts {
  readonly index: WriteIndex;
  readonly table: EngineTable;
  readonly translog: Translog;
  readonly buffer: TableBuffer;
  now(): number;
  /** Called before a batch changes the table; rows that it deletes are still there. */
  beforeWrite(batch: Batch): Promise<void>;
  /** Called when a batch is in the engine, before the buffer forgets it. */
  onFlushed(batch: Batch): void;
}

/** Brings the buffered operations of one index into the engine, one batch at a time. */
export class IndexFlusher {
  readonly #parts: FlusherParts;
  #flushing: Promise<void> | undefined;
  /** Settles when no overwrite is half done. */
  #overwriting: Promise<void> | undefined;
  #failures = 0;
  #flushes = 0;
  #flushMs = 0;
  #retryAt = 0;
  /** A new index counts as searched, as in Elasticsearch. */
  #searchedAt: number;
  #waiters: { readonly position: number; readonly resolve: () => void }[] = [];

  constructor(parts: FlusherParts) {
    this.#parts = parts;
    this.#searchedAt = parts.now();
  }

  get index(): WriteIndex {
    return this.#parts.index;
  }

  get buffer(): TableBuffer {
    return this.#parts.buffer;
  }

  /** Batches that were brought into the engine, and the milliseconds that it took. */
  get flushes(): number {
    return this.#flushes;
  }

  get flushMs(): number {
    return Math.round(this.#flushMs);
  }

  /** A flush failed, and this is not the time to try again. */
  get retryAt(): number {
    return this.#retryAt;
  }

  /** The engine is back: no need to wait any longer. */
  retryNow(): void {
    this.#retryAt = 0;
  }

  /** What decides when it is refreshed: its interval alone, or whether somebody searches. */
  get urgency(): 'periodic' | 'searched' | 'idle' {
    const { searchIdleAfterMs } = this.index;
    if (searchIdleAfterMs === undefined || this.#waiters.length > 0) {
      return 'periodic';
    }
    return this.#parts.now() - this.#searchedAt < searchIdleAfterMs ? 'searched' : 'idle';
  }

  /** To be called before a search; see `Writer.settled`. */
  async settled(): Promise<void> {
    this.#searchedAt = this.#parts.now();
    if (this.index.searchIdleAfterMs !== undefined) {
      // An engine that is away is what the search itself will say.
      await this.#flushOlder(this.#searchedAt - this.index.refreshIntervalMs).catch(
        () => undefined,
      );
    }
    await this.#overwriting;
  }

  /** Brings in what came up to a time. */
  async #flushOlder(cutoff: number): Promise<void> {
    const { buffer, now } = this.#parts;
    let before = Number.NEGATIVE_INFINITY;
    while (buffer.oldestAt <= cutoff && buffer.oldestAt > before && this.#retryAt <= now()) {
      before = buffer.oldestAt;
      await this.flush();
    }
  }

  /** Brings one batch into the engine; joins a flush that is under way. */
  flush(): Promise<void> {
    this.#flushing ??= this.#flush().finally(() => {
      this.#flushing = undefined;
    });
    return this.#flushing;
  }

  /** Brings everything into the engine that was applied before. */
  async flushAll(): Promise<void> {
    const last = this.#parts.buffer.lastPosition;
    while ((this.#parts.buffer.oldestPosition ?? Number.POSITIVE_INFINITY) <= last) {
      await this.flush();
    }
  }

  /** Resolves when all that was applied before is searchable, without bringing that about. */
  async flushed(): Promise<void> {
    if (this.#parts.buffer.oldestPosition !== undefined) {
      const position = this.#parts.buffer.lastPosition;
      await new Promise<void>((resolve) => {
        this.#waiters.push({ position, resolve });
      });
    }
  }

  /** Waits for a flush under way, successful or not. */
  async idle(): Promise<void> {
    await this.#flushing?.catch(() => undefined);
  }

  /** To be called when the buffer lost operations otherwise than by a flush. */
  resolveWaiters(): void {
    const oldest = this.#parts.buffer.oldestPosition ?? Number.POSITIVE_INFINITY;
    const done = this.#waiters.filter(({ position }) => position < oldest);
    this.#waiters = this.#waiters.filter(({ position }) => position >= oldest);
    for (const { resolve } of done) {
      resolve();
    }
  }

  async #flush(): Promise<void> {
    try {
      const batch = this.#parts.buffer.flushing ?? (await this.#takeBatch());
      if (batch !== undefined) {
        const startedMs = performance.now();
        await this.#write(batch);
        const ms = performance.now() - startedMs;
        await this.#finish(batch, ms);
        this.#flushes += 1;
        this.#flushMs += ms;
      }
      this.#failures = 0;
      this.#retryAt = 0;
    } catch (error) {
      const delay = Math.min(RETRY_MS_MAX, RETRY_MS_MIN * 2 ** this.#failures);
      this.#failures += 1;
      this.#retryAt = this.#parts.now() + delay;
      throw error;
    }
  }

  /** Only what is in the translog may become searchable: the rest could still be refused. */
  async #takeBatch(): Promise<Batch | undefined> {
    const { translog, now } = this.#parts;
    await translog.sync().catch(() => {
      // Whoever waits for the refused operations is told; here they are gone.
    });
    return this.#parts.buffer.take(translog.syncedPosition, now());
  }

  /**
   * An overwrite is an insert and then a delete of the older rows, some milliseconds apart. A search that begins in
   * between would see both; `settled` lets it wait.
   */
  async #write(batch: Batch): Promise<void> {
    const { table, index } = this.#parts;
    await table.addMissing(index.columns());
    const write = async () => {
      await this.#parts.beforeWrite(batch);
      // Before the rows: it may know more than they say, but never less.
      await table.ids.insert(batch.entries, isDelete);
      while (batch.left.length > 0) {
        batch.left = await table.insertFirst(batch.left);
      }
      await table.deleteRows(batch.replacedSeqNos);
    };
    const written = write();
    if (batch.replacedSeqNos.length > 0) {
      this.#overwriting = written
        .catch(() => undefined)
        .finally(() => {
          this.#overwriting = undefined;
        });
    }
    await written;
  }

  async #finish(batch: Batch, ms: number): Promise<void> {
    const { buffer, translog, onFlushed } = this.#parts;
    onFlushed(batch);
    buffer.inserted(ms);
    this.resolveWaiters();
    await translog.release(batch.entries);
  }
}
