interface Job<S> {
  readonly tag: string;
  /** Resolves with false when the session must not be used again. */
  readonly run: (session: S) => Promise<boolean>;
  /** Called instead of `run` when the statement is cancelled while it waits. */
  readonly drop: () => void;
}

/** Hands statements to the sessions of one lane, one at a time each, in order of arrival. */
export class LaneQueue<S> {
  readonly #idle: S[];
  readonly #replace: (session: S) => S;
  readonly #waiting: Job<S>[] = [];

  constructor(sessions: readonly S[], replace: (session: S) => S) {
    this.#idle = [...sessions];
    this.#replace = replace;
  }

  add(job: Job<S>): void {
    this.#waiting.push(job);
    this.#next();
  }

  /** Drops a statement that still waits; false when it does not, so that it runs or has ended. */
  cancel(tag: string): boolean {
    const at = this.#waiting.findIndex((job) => job.tag === tag);
    const [job] = at < 0 ? [] : this.#waiting.splice(at, 1);
    job?.drop();
    return job !== undefined;
  }

  #next(): void {
    const session = this.#idle.pop();
    if (session === undefined) {
      return;
    }
    const job = this.#waiting.shift();
    if (job === undefined) {
      this.#idle.push(session);
      return;
    }
    void job.run(session).then((isGood) => {
      this.#idle.push(isGood ? session : this.#replace(session));
      this.#next();
    });
  }
}
