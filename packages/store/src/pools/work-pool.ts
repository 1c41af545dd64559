/** How much work of a kind is done at a time, and how much more may wait; without a limit when not given. */
export interface PoolLimits {
  readonly size?: number;
  readonly queueMax?: number;
}

/** What a pool has to do and has done. All but `active` and `queue` only grow. */
export interface PoolFigures {
  readonly active: number;
  readonly queue: number;
  /** The most that were active at once. */
  readonly largest: number;
  readonly rejected: number;
  /** Ended, well or not. */
  readonly completed: number;
}

/** A pool, for those who only look. */
export interface PoolView {
  readonly limits: PoolLimits;
  readonly figures: PoolFigures;
}

/** Counts work of one kind. It holds nothing back: who does the work keeps to the limits, and asks `isFull` before. */
export class WorkPool implements PoolView {
  readonly limits: PoolLimits;
  #present = 0;
  #waiting = 0;
  #largest = 0;
  #rejected = 0;
  #completed = 0;

  constructor(limits: PoolLimits = {}) {
    this.limits = limits;
  }

  get figures(): PoolFigures {
    const active = this.#active;
    return {
      active,
      queue: this.#present - active,
      largest: this.#largest,
      rejected: this.#rejected,
      completed: this.#completed,
    };
  }

  /** No more work may wait. */
  get isFull(): boolean {
    const { size = Number.POSITIVE_INFINITY, queueMax = Number.POSITIVE_INFINITY } = this.limits;
    return this.#present >= size + queueMax;
  }

  /** Counts the work from its start to its end. */
  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#present += 1;
    this.#largest = Math.max(this.#largest, this.#active);
    try {
      return await work();
    } finally {
      this.#present -= 1;
      this.#completed += 1;
    }
  }

  /** Counts work that is under way as queued for as long as it waits for its turn. */
  async wait(turn: () => Promise<void>): Promise<void> {
    this.#waiting += 1;
    try {
      await turn();
    } finally {
      this.#waiting -= 1;
    }
  }

  /** Counts work that was refused since there was too much. */
  reject(): void {
    this.#rejected += 1;
  }

  get #active(): number {
    return Math.min(this.limits.size ?? Number.POSITIVE_INFINITY, this.#present - this.#waiting);
  }
}
