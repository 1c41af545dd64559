/** An insert of full size takes no longer than this, or the next ones are smaller. */
const FULL_MS = 500;
/** The engine's time for each document grows when they are few. */
const SHARE_MIN = 0.25;
/** An insert this much smaller than a full one says little of the time that a full one takes. */
const NOTED_MIN = 0.1;
/** How much the last insert counts against those before. */
const LAST_COUNTS = 0.3;

/**
 * How large the inserts of an index are: full ones cost the engine least, but what comes in meanwhile is found only after
 * the next. Where the engine is slow, because of its machine or of others who use it, they are smaller.
 */
export class InsertPace {
  #fullMs = 0;

  /** Of the limits for what is inserted at once, and for what waits, above 0 and up to 1. */
  get share(): number {
    return this.#fullMs <= FULL_MS ? 1 : Math.max(SHARE_MIN, FULL_MS / this.#fullMs);
  }

  /** `size` is that of an insert, where a full one has 1. */
  note(size: number, ms: number): void {
    if (size >= NOTED_MIN) {
      const fullMs = ms / size;
      this.#fullMs += (fullMs - this.#fullMs) * (this.#fullMs === 0 ? 1 : LAST_COUNTS);
    }
  }
}
