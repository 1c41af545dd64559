import type { Logger } from 'pino';

/** A failure that comes back so soon after it was over is the same one. */
const SAME_MS = 60_000;
const REMIND_MS = 3_600_000;
const FAILURES_MAX = 100;

interface Failure {
  /** Who suffers from it now. */
  readonly sufferers: Set<string>;
  /** Since it was last said. */
  count: number;
  saidMs: number;
  /** It was said that it began, but not yet that it is over. */
  isOpen: boolean;
}

/**
 * Says once what is wrong, however many suffer from it and however often, and once that it is over; repetitions are
 * for `debug`, with a reminder each hour.
 */
export class FailureLog {
  readonly #log: Pick<Logger, 'warn' | 'info' | 'debug'>;
  readonly #nowMs: () => number;
  readonly #failures = new Map<string, Failure>();
  readonly #failureOf = new Map<string, Failure>();

  constructor(
    log: Pick<Logger, 'warn' | 'info' | 'debug'>,
    nowMs: () => number = () => performance.now(),
  ) {
    this.#log = log;
    this.#nowMs = nowMs;
  }

  /** `sufferer` failed for a reason that `message` and `fields` describe. */
  failed(sufferer: string, message: string, fields: Readonly<Record<string, string>> = {}): void {
    const nowMs = this.#nowMs();
    const failure = this.#find(`${message} ${fields['error.message'] ?? ''}`);
    if (this.#failureOf.get(sufferer) !== failure) {
      this.#leave(sufferer);
    }
    failure.count++;
    const isNew = failure.sufferers.size === 0 && nowMs - failure.saidMs >= SAME_MS;
    const isDue = nowMs - failure.saidMs >= REMIND_MS;
    const line = { 'event.dataset': sufferer, ...fields, count: failure.count };
    failure.sufferers.add(sufferer);
    this.#failureOf.set(sufferer, failure);
    this.#log[isNew ? 'warn' : isDue ? 'info' : 'debug'](line, message);
    if (isNew || isDue) {
      failure.saidMs = nowMs;
      failure.count = 0;
      failure.isOpen = true;
    }
  }

  /** `sufferer` does not fail any more; `message` says so when nobody else does for that reason. */
  succeeded(sufferer: string, message: string): void {
    const failure = this.#failureOf.get(sufferer);
    if (!failure) {
      return;
    }
    this.#leave(sufferer);
    if (failure.sufferers.size === 0 && failure.isOpen) {
      failure.isOpen = false;
      this.#log.info({ 'event.dataset': sufferer, count: failure.count }, message);
    }
  }

  #leave(sufferer: string): void {
    this.#failureOf.get(sufferer)?.sufferers.delete(sufferer);
    this.#failureOf.delete(sufferer);
  }

  #find(reason: string): Failure {
    const known = this.#failures.get(reason);
    if (known) {
      return known;
    }
    const [oldest] = this.#failures.keys();
    if (this.#failures.size >= FAILURES_MAX && oldest !== undefined) {
      this.#failures.delete(oldest);
    }
    const failure = {
      sufferers: new Set<string>(),
      count: 0,
      saidMs: Number.NEGATIVE_INFINITY,
      isOpen: false,
    };
    this.#failures.set(reason, failure);
    return failure;
  }
}
