import { BATCH_BYTES_MAX, Batch } from './batch.ts';

export interface LaneLimits {
  /** Events that may be here, those on their way included. */
  readonly eventsMax: number;
  readonly bytesMax: number;
  readonly batchEventsMax: number;
  /** Longest wait to fill a batch. */
  readonly flushTimeoutMs: number;
}

const BUFFERS_KEPT_MAX = 2;

/**
 * A bounded queue of batches: events are written into the open batch; one worker takes batches in order and releases
 * each when it is done. The limits are checked before an event, so that one event of any size always fits.
 */
export class Lane {
  private readonly limits: LaneLimits;
  private readonly sealed: Batch[] = [];
  private readonly taken = new Set<Batch>();
  private readonly buffers: Buffer[] = [];
  private open = new Batch();
  private isDue = false;
  private flushTimer: NodeJS.Timeout | undefined;
  private queuedEvents = 0;
  private queuedBytes = 0;
  private takers: (() => void)[] = [];
  private roomWaiters: (() => void)[] = [];

  constructor(limits: LaneLimits) {
    this.limits = limits;
  }

  /** Events that are not done yet, and their bytes. */
  get depth(): { readonly events: number; readonly bytes: number } {
    return {
      events: this.queuedEvents + this.open.events,
      bytes: this.queuedBytes + this.open.sizeBytes,
    };
  }

  get isFull(): boolean {
    return this.exceeds(0);
  }

  /** True when there is no room even for somebody who may use `reserveEvents` more than others. */
  exceeds(reserveEvents: number): boolean {
    return (
      this.queuedEvents + this.open.events >= this.limits.eventsMax + reserveEvents ||
      this.queuedBytes + this.open.sizeBytes >= this.limits.bytesMax
    );
  }

  /** Starts an event; write it into the batch that is returned, then call `end`. */
  begin(sizeMaxBytes: number): Batch {
    if (this.open.events > 0 && this.open.sizeBytes + sizeMaxBytes > BATCH_BYTES_MAX) {
      this.seal();
    }
    this.open.begin(sizeMaxBytes);
    return this.open;
  }

  end(): void {
    this.open.end();
    if (this.open.events >= this.limits.batchEventsMax) {
      this.seal();
    } else if (this.open.events === 1) {
      this.flushTimer = setTimeout(() => this.flush(), this.limits.flushTimeoutMs);
    }
  }

  /** Hands over what is there as soon as the worker is free. */
  flush(): void {
    if (this.open.events > 0) {
      this.isDue = true;
      this.wake(this.takers);
    }
  }

  /** The next batch, in the order of writing; `undefined` when the signal aborts. */
  async take(signal: AbortSignal): Promise<Batch | undefined> {
    while (!signal.aborted) {
      if (this.sealed.length === 0 && this.isDue) {
        this.seal();
      }
      const batch = this.sealed.shift();
      if (batch) {
        this.taken.add(batch);
        return batch;
      }
      await this.wait(this.takers, signal);
    }
    return undefined;
  }

  /** The batch is done: makes room and keeps its memory for another. */
  release(batch: Batch): void {
    if (!this.taken.delete(batch)) {
      return;
    }
    this.queuedEvents -= batch.events;
    this.queuedBytes -= batch.sizeBytes;
    if (this.buffers.length < BUFFERS_KEPT_MAX && batch.memory.length <= BATCH_BYTES_MAX) {
      this.buffers.push(batch.memory);
    }
    this.wake(this.roomWaiters);
  }

  /** Resolves when there is room, or when the signal aborts. */
  async room(signal: AbortSignal): Promise<void> {
    while (this.isFull && !signal.aborted) {
      await this.wait(this.roomWaiters, signal);
    }
  }

  /** Resolves when everything is done, or when the signal aborts. */
  async drained(signal: AbortSignal): Promise<void> {
    while (this.depth.events > 0 && !signal.aborted) {
      this.flush();
      await this.wait(this.roomWaiters, signal);
    }
  }

  /** Stops the timer; events may no longer be written. */
  close(): void {
    clearTimeout(this.flushTimer);
  }

  private seal(): void {
    clearTimeout(this.flushTimer);
    this.isDue = false;
    this.queuedEvents += this.open.events;
    this.queuedBytes += this.open.sizeBytes;
    this.sealed.push(this.open);
    this.open = new Batch(this.buffers.pop());
    this.wake(this.takers);
  }

  private wait(list: (() => void)[], signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        signal.removeEventListener('abort', done);
        resolve();
      };
      signal.addEventListener('abort', done);
      list.push(done);
    });
  }

  private wake(list: (() => void)[]): void {
    for (const done of list.splice(0)) {
      done();
    }
  }
}
