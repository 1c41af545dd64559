import { setTimeout as sleep } from 'node:timers/promises';
import { errors } from '@longshore/common/errors';
import type { WorkPool } from '../pools/work-pool.ts';

/** Above this, writes wait for the engine. */
const SLOW_BYTES = 48 * 1024 * 1024;
/**
 * Above this, writes to an index wait: what the engine is inserting and as much to insert next keep it busy, and what
 * waits behind is only found later. Where inserts are smaller, less.
 */
const INDEX_SLOW_BYTES = 24 * 1024 * 1024;
/** An engine that does not catch up for this long is not waited for: what does not fit is refused at once. */
const SLOW_MS_MAX = 5_000;
const ROOM_POLL_MS = 20;
/** Above this the engine is away or much too slow: writes are refused until it has caught up. */
export const ROOM_BYTES = 96 * 1024 * 1024;
/** So much of it may one index have: an index that the engine does not take must not hold up the others. */
const INDEX_BYTES_MAX = 64 * 1024 * 1024;

/** What has rows that wait for the engine. */
export interface Waiting {
  readonly index: { readonly name: string };
  readonly buffer: { readonly bytes: number; readonly share: number };
}

export interface RowRoomOptions {
  /** Bytes of all rows that wait. */
  usedBytes(): number;
  readonly pool: WorkPool;
  /** Monotonic, in ms. */
  readonly now?: () => number;
}

/** The memory for rows that wait for the engine: writes are slowed down while it fills, and refused when it is full. */
export class RowRoom {
  readonly #options: Required<RowRoomOptions>;
  readonly #all = new Patience();
  readonly #one = new WeakMap<Waiting, Patience>();
  #isOpen = true;

  constructor(options: RowRoomOptions) {
    this.#options = { now: () => performance.now(), ...options };
  }

  /** Nobody waits any more. */
  close(): void {
    this.#isOpen = false;
  }

  /** Resolves when there is room for another write, or waiting does not help; throws when there is none. */
  async enter(writer: Waiting): Promise<void> {
    if (this.#isSlow(writer)) {
      await this.#options.pool.wait(async () => {
        while (this.#isSlow(writer) && this.#isOpen) {
          await sleep(ROOM_POLL_MS);
        }
      });
    }
    this.#assertRoom(writer);
  }

  #isSlow(writer: Waiting): boolean {
    const nowMs = this.#options.now();
    let one = this.#one.get(writer);
    if (one === undefined) {
      one = new Patience();
      this.#one.set(writer, one);
    }
    const { bytes, share } = writer.buffer;
    const isIndexSlow = one.lasts(bytes > INDEX_SLOW_BYTES * share, nowMs);
    return this.#all.lasts(this.#options.usedBytes() > SLOW_BYTES, nowMs) || isIndexSlow;
  }

  #assertRoom({ index, buffer }: Waiting): void {
    const full =
      buffer.bytes > INDEX_BYTES_MAX
        ? `${INDEX_BYTES_MAX} bytes of [${index.name}]`
        : this.#options.usedBytes() > ROOM_BYTES
          ? `${ROOM_BYTES} bytes`
          : undefined;
    if (full !== undefined) {
      this.#options.pool.reject();
      throw errors.rejected(
        `rejected execution of a write: more than ${full} wait for the storage engine; send it again later`,
      );
    }
  }
}

/** How long something is waited for. All requests share the time, so that none waits once for each of its parts. */
class Patience {
  #since: number | undefined;

  /** True while there is something to wait for and waiting may help. */
  lasts(isNeeded: boolean, nowMs: number): boolean {
    if (!isNeeded) {
      this.#since = undefined;
      return false;
    }
    this.#since ??= nowMs;
    return nowMs - this.#since < SLOW_MS_MAX;
  }
}
