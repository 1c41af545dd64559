/** Longest delay of a timer; a longer pause is made of several. */
const TIMER_MS_MAX = 2 ** 31 - 1;

/** Keeps work to a number of documents per second, by a pause after each page. */
export class Throttle {
  /** How long it has paused. */
  waitedMs = 0;
  #perSecond: number;
  #until = 0;
  #wake: (() => void) | undefined;

  /** Infinity for no pauses. */
  constructor(perSecond: number) {
    this.#perSecond = perSecond;
  }

  get perSecond(): number {
    return this.#perSecond;
  }

  /** Of the pause under way. */
  get leftMs(): number {
    return this.#wake === undefined ? 0 : Math.max(0, this.#until - performance.now());
  }

  /** A faster pace also shortens the pause under way; a slower one holds from the next page on. */
  change(perSecond: number): void {
    const isFaster = perSecond > this.#perSecond;
    const ratio = this.#perSecond / perSecond;
    this.#perSecond = perSecond;
    if (isFaster && this.#wake !== undefined) {
      this.#until = performance.now() + this.leftMs * (Number.isFinite(perSecond) ? ratio : 0);
      this.#wake();
    }
  }

  /** Pauses as long as that many documents should have taken, given that they took some time already. */
  async pause(documents: number, tookMs: number, signal: AbortSignal): Promise<void> {
    const pauseMs = (documents / this.#perSecond) * 1000 - tookMs;
    const startedAt = performance.now();
    this.#until = startedAt + pauseMs;
    while (this.#until > performance.now() && !signal.aborted) {
      await this.#sleep(Math.min(TIMER_MS_MAX, this.#until - performance.now()), signal);
    }
    if (pauseMs > 0) {
      this.waitedMs += performance.now() - startedAt;
    }
  }

  async #sleep(ms: number, signal: AbortSignal): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    let wake = () => {};
    const slept = new Promise<void>((resolve) => {
      wake = resolve;
      timer = setTimeout(resolve, ms);
    });
    this.#wake = wake;
    signal.addEventListener('abort', wake, { once: true });
    await slept;
    signal.removeEventListener('abort', wake);
    clearTimeout(timer);
    this.#wake = undefined;
  }
}
