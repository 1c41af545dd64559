/** How a statement left its session: fit for the next one or not, or stopped so that others have their turn. */
export type Outcome = 'good' | 'bad' | 'evicted';

/** A turn of a statement on a session. */
export interface Turn {
  /** It was asked to make room: when it fails for that, it comes again. */
  readonly isEvicted: boolean;
}

interface Job<S> {
  readonly tag: string;
  /** Called again after it has given 'evicted'. */
  readonly run: (session: S, turn: Turn) => Promise<Outcome>;
  /** Called instead of `run` when the statement is cancelled while it waits. */
  readonly drop: () => void;
}

interface Running<S> {
  readonly job: Job<S>;
  readonly startedMs: number;
  readonly isAgain: boolean;
  isEvicted: boolean;
  isCancelled: boolean;
}

/** Keeps long statements from taking all sessions for themselves. */
export interface Admission {
  /** A statement is long when it has run for this time. A lane is stuck when none has ended within it. */
  readonly longMs: number;
  /** So many long statements may run while others wait. */
  readonly longMax: number;
  /** Stops a statement that runs. */
  evict(tag: string): void;
}

/**
 * Hands statements to the sessions of one lane, one at a time each, in order of arrival. With an admission, long
 * statements do not keep all others waiting: where the lane is stuck, of more than `longMax` of them the youngest are
 * stopped, and begin anew when another long one has ended.
 */
export class LaneQueue<S> {
  readonly #idle: S[];
  readonly #replace: (session: S) => S;
  readonly #admission: Admission | undefined;
  readonly #waiting: Job<S>[] = [];
  /** Stopped once: they are known to be long. */
  readonly #evicted: Job<S>[] = [];
  /** In the order in which they began. */
  readonly #running = new Set<Running<S>>();
  #timer: NodeJS.Timeout | undefined;
  #lastEndMs = 0;

  constructor(sessions: readonly S[], replace: (session: S) => S, admission?: Admission) {
    this.#idle = [...sessions];
    this.#replace = replace;
    this.#admission = admission;
  }

  add(job: Job<S>): void {
    this.#waiting.push(job);
    this.#next();
  }

  /** Drops a statement that still waits; false when it does not, so that it runs or has ended. */
  cancel(tag: string): boolean {
    for (const waiting of [this.#waiting, this.#evicted]) {
      const at = waiting.findIndex((job) => job.tag === tag);
      const [job] = at < 0 ? [] : waiting.splice(at, 1);
      if (job !== undefined) {
        job.drop();
        return true;
      }
    }
    for (const running of this.#running) {
      running.isCancelled ||= running.job.tag === tag;
    }
    return false;
  }

  #next(): void {
    const session = this.#idle.pop();
    if (session === undefined) {
      this.#makeRoom();
      return;
    }
    const { longMax = Number.POSITIVE_INFINITY } = this.#admission ?? {};
    const again = this.#long().length < longMax ? this.#evicted.shift() : undefined;
    const job = again ?? this.#waiting.shift();
    if (job === undefined) {
      this.#idle.push(session);
      return;
    }
    void this.#run(job, session, again !== undefined);
    this.#next();
  }

  async #run(job: Job<S>, session: S, isAgain: boolean): Promise<void> {
    const running: Running<S> = {
      ...{ job, isAgain, startedMs: performance.now() },
      ...{ isEvicted: false, isCancelled: false },
    };
    this.#running.add(running);
    const outcome = await job.run(session, {
      get isEvicted() {
        return running.isEvicted && !running.isCancelled;
      },
    });
    this.#running.delete(running);
    this.#lastEndMs = performance.now();
    if (outcome === 'evicted') {
      this.#evicted.push(job);
    }
    this.#idle.push(outcome === 'good' ? session : this.#replace(session));
    this.#next();
  }

  /** For statements that wait while all sessions are taken: stops long ones, now or as soon as the lane is stuck. */
  #makeRoom(): void {
    if (this.#admission === undefined || this.#waiting.length === 0) {
      return;
    }
    const { longMs, longMax, evict } = this.#admission;
    const isStuck = performance.now() - this.#lastEndMs >= longMs;
    const long = isStuck ? this.#long() : [];
    const leaving = long.filter(({ isEvicted }) => isEvicted).length;
    const tooMany = Math.min(long.length - leaving - longMax, this.#waiting.length - leaving);
    const youngest = long.filter(({ isEvicted }) => !isEvicted).reverse();
    for (const running of youngest.slice(0, Math.max(0, tooMany))) {
      running.isEvicted = true;
      evict(running.job.tag);
    }
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#next();
    }, longMs / 2);
  }

  #long(): readonly Running<S>[] {
    const since = performance.now() - (this.#admission?.longMs ?? 0);
    return [...this.#running].filter(({ isAgain, startedMs }) => isAgain || startedMs <= since);
  }
}
