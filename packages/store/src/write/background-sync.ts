import type { Logger } from 'pino';
import type { Translog } from './translog.ts';
import type { WriteIndex } from './writer.ts';

/**
 * Decides who waits for the translog. An index with `index.translog.durability: async` is answered at once, and what it
 * wrote is on disk after its `index.translog.sync_interval` at the latest: a crash loses as much as that.
 */
export class BackgroundSync {
  readonly #translog: Translog;
  readonly #log: Logger;
  /** What has to be on disk before anything is answered. */
  #waitedFor = 0;
  #timer: NodeJS.Timeout | undefined;
  #dueAt = 0;

  constructor(translog: Translog, log: Logger) {
    this.#translog = translog;
    this.#log = log;
  }

  /** To be called when operations of an index were appended. */
  appended({ syncIntervalMs }: WriteIndex): void {
    if (syncIntervalMs === undefined) {
      this.#waitedFor = this.#translog.lastPosition;
    } else {
      this.#syncWithin(syncIntervalMs);
    }
  }

  /** As `sync` of the translog, but for operations that need not be waited for. */
  async sync(refusalsBefore: number): Promise<void> {
    const isWaitedFor = this.#waitedFor > this.#translog.syncedPosition;
    if (isWaitedFor || refusalsBefore !== this.#translog.refusals) {
      await this.#translog.sync(refusalsBefore);
    }
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #syncWithin(ms: number): void {
    const dueAt = performance.now() + ms;
    if (this.#timer !== undefined && this.#dueAt <= dueAt) {
      return;
    }
    clearTimeout(this.#timer);
    this.#dueAt = dueAt;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#translog.sync().catch((error: unknown) => {
        this.#log.error({ error }, 'writes that were answered before they were on disk are lost');
      });
    }, ms);
  }
}
