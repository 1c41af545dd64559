import { readFile } from 'node:fs/promises';

const HEARTBEAT_MS = 2_000;
const SILENCE_MS_MAX = 15_000;
const OVERDUE_MS_MAX = 30_000;
/** The engine's own limit is soft by a factor of two; beyond this it does not keep it any more. */
const MEMORY_FACTOR_MAX = 2.2;
/** Code, mapped library and allocator, before any query. */
const BASE_BYTES = 300 * 1024 * 1024;
const PAGE_BYTES = 4096;

export interface WatchdogOptions {
  readonly memoryBytes: number;
  /** A statement on the control session. */
  ping(): Promise<unknown>;
  overdueMs(): number;
  /** Called with what is wrong, when the process must be killed. */
  bark(reason: string): void;
}

/** Watches the engine's process: does it answer, does it end statements, does it keep its memory. */
export class Watchdog {
  readonly #options: WatchdogOptions;
  #timer: NodeJS.Timeout | undefined;
  #lastAnswer = 0;
  #isPinging = false;

  constructor(options: WatchdogOptions) {
    this.#options = options;
  }

  start(pid: number): void {
    this.stop();
    this.#lastAnswer = Date.now();
    this.#isPinging = false;
    this.#timer = setInterval(() => void this.#beat(pid), HEARTBEAT_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  async #beat(pid: number): Promise<void> {
    this.#ping();
    const reason = whatIsWrong({
      silenceMs: Date.now() - this.#lastAnswer,
      overdueMs: this.#options.overdueMs(),
      rssBytes: await readRssBytes(pid),
      memoryBytes: this.#options.memoryBytes,
    });
    if (reason !== undefined && this.#timer !== undefined) {
      this.stop();
      this.#options.bark(reason);
    }
  }

  #ping(): void {
    if (this.#isPinging) {
      return;
    }
    this.#isPinging = true;
    this.#options.ping().then(
      () => {
        this.#lastAnswer = Date.now();
        this.#isPinging = false;
      },
      () => {
        // Silence is what counts: the next beat asks again.
        this.#isPinging = false;
      },
    );
  }
}

/** Exported for its test: the rule that decides when the process is killed. */
export function whatIsWrong(state: {
  readonly silenceMs: number;
  readonly overdueMs: number;
  readonly rssBytes: number;
  readonly memoryBytes: number;
}): string | undefined {
  if (state.silenceMs > SILENCE_MS_MAX) {
    return `it has not answered for ${Math.round(state.silenceMs / 1000)} s`;
  }
  if (state.overdueMs > OVERDUE_MS_MAX) {
    return `a statement is ${Math.round(state.overdueMs / 1000)} s beyond its deadline`;
  }
  const rssMax = state.memoryBytes * MEMORY_FACTOR_MAX + BASE_BYTES;
  if (state.rssBytes > rssMax) {
    return `it uses ${state.rssBytes} bytes of memory, more than ${Math.round(rssMax)}`;
  }
  return undefined;
}

async function readRssBytes(pid: number): Promise<number> {
  try {
    const statm = await readFile(`/proc/${pid}/statm`, 'utf8');
    return Number(statm.split(' ')[1] ?? 0) * PAGE_BYTES;
  } catch {
    // No /proc (macOS), or the process has just ended, which is noticed elsewhere.
    return 0;
  }
}
