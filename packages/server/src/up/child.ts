import { type ChildProcess, spawn } from 'node:child_process';
import { errors, type LongshoreError } from '@longshore/common/errors';
import { isObject } from '@longshore/common/json';
import { lineSplitter } from './lines.ts';
import type { RoleName } from './roles.ts';

const BACKOFF_FIRST_MS = 1_000;
const BACKOFF_MAX_MS = 30_000;
/** A process that worked this long is healthy: its next crash waits the shortest time again. */
const HEALTHY_MS = 60_000;
/** A process that crashes this often before it ever worked will not work. */
const FIRST_STARTS_MAX = 3;
/** What a process said last is repeated when it crashes. */
const LAST_WORDS_LINES = 5;

/** What the supervisor gives a child, and hears from it. */
export interface ChildOptions {
  readonly name: RoleName;
  /** The command line for the next start; asked each time, as a port may be known only later. */
  command(): readonly string[];
  /** Each line that the process writes. */
  onLine(line: string): void;
  /** Sentences for the person at the terminal. */
  say(text: string): void;
}

/** A process that is kept running. */
export interface Child {
  /** Where it listens; empty until it is ready, and for a process that does not listen. */
  addresses(): readonly string[];
  /** Resolves at the first time it is ready; rejects when it refuses its settings, or never works. */
  readonly ready: Promise<void>;
  /** Asks it to end and resolves when it is gone; it is not started again. */
  stop(): Promise<void>;
  /** Ends it and its own children at once. */
  kill(): void;
}

/** Starts a process and starts it again, later and later, whenever it ends by itself. */
export function startChild(options: ChildOptions): Child {
  const child = new SupervisedChild(options);
  child.start();
  return child;
}

class SupervisedChild implements Child {
  readonly ready: Promise<void>;
  readonly #options: ChildOptions;
  #settleReady: { resolve(): void; reject(error: unknown): void } = { resolve() {}, reject() {} };
  #process: ChildProcess | undefined;
  #timer: NodeJS.Timeout | undefined;
  #addresses: readonly string[] = [];
  #lastWords: string[] = [];
  #refusal: string | undefined;
  #readyAt: number | undefined;
  #wasReady = false;
  #crashes = 0;
  #isStopping = false;

  constructor(options: ChildOptions) {
    this.#options = options;
    this.ready = new Promise((resolve, reject) => {
      this.#settleReady = { resolve, reject };
    });
    // Whoever waits for it gets the reason; nobody waits after the first time.
    this.ready.catch(() => undefined);
  }

  addresses(): readonly string[] {
    return this.#addresses;
  }

  start(): void {
    this.#lastWords = [];
    this.#refusal = undefined;
    this.#readyAt = undefined;
    // A group of its own: Ctrl-C reaches only the supervisor, which ends the processes in their order.
    const child = spawn(process.execPath, this.#options.command(), {
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.#process = child;
    for (const stream of [child.stdout, child.stderr]) {
      const lines = lineSplitter((line) => this.#onLine(line));
      stream?.on('data', (chunk: Buffer) => lines.write(chunk));
      stream?.on('end', () => lines.end());
    }
    child.on('message', (message) => this.#onMessage(message));
    child.once('error', (error) => this.#onLine(error.message));
    // What the process started itself, such as the engine, must not outlive it.
    child.once('exit', () => killGroup(child));
    child.once('close', (status, signal) => this.#onClose({ status, signal }));
  }

  stop(): Promise<void> {
    this.#isStopping = true;
    clearTimeout(this.#timer);
    const child = this.#process;
    if (child === undefined) {
      return Promise.resolve();
    }
    child.kill('SIGTERM');
    return new Promise((resolve) => child.once('close', () => resolve()));
  }

  kill(): void {
    this.#isStopping = true;
    clearTimeout(this.#timer);
    killGroup(this.#process);
  }

  #onLine(line: string): void {
    this.#lastWords = [...this.#lastWords, line].slice(-LAST_WORDS_LINES);
    this.#options.onLine(line);
  }

  #onMessage(message: unknown): void {
    if (!isObject(message)) {
      return;
    }
    if (message.kind === 'refused') {
      this.#refusal = String(message.reason);
    }
    if (message.kind === 'ready') {
      const { addresses } = message;
      this.#addresses = Array.isArray(addresses) ? addresses.map(String) : [];
      this.#readyAt = Date.now();
      if (this.#wasReady) {
        this.#options.say(`${this.#options.name} is running again`);
      }
      this.#wasReady = true;
      this.#settleReady.resolve();
    }
  }

  #onClose(end: End): void {
    this.#process = undefined;
    if (this.#isStopping) {
      return;
    }
    const isHealthy = this.#readyAt !== undefined && Date.now() - this.#readyAt > HEALTHY_MS;
    this.#crashes = isHealthy ? 1 : this.#crashes + 1;
    const hopeless = this.#wasReady ? undefined : this.#findHopeless(end);
    if (hopeless !== undefined) {
      this.#isStopping = true;
      this.#settleReady.reject(hopeless);
      return;
    }
    const waitMs = Math.min(BACKOFF_FIRST_MS * 2 ** (this.#crashes - 1), BACKOFF_MAX_MS);
    this.#options.say(
      `${this.#options.name} ${describeEnd(end)}; starting it again in ${waitMs / 1_000} s${this.#why()}`,
    );
    this.#timer = setTimeout(() => this.start(), waitMs);
  }

  /** Why it makes no sense to try once more, if so. */
  #findHopeless(end: End): LongshoreError | undefined {
    if (this.#refusal !== undefined) {
      return errors.settings(this.#refusal);
    }
    if (this.#crashes < FIRST_STARTS_MAX) {
      return undefined;
    }
    const { name } = this.#options;
    return errors.settings(
      `${name} ${describeEnd(end)} ${this.#crashes} times before it was ready; see ${name}.log in [path.logs]${this.#why()}`,
    );
  }

  #why(): string {
    if (this.#refusal !== undefined) {
      return `\n  ${this.#refusal}`;
    }
    // Lines of the log are for the log file; what is not JSON is what Node says before it dies.
    const words = this.#lastWords.filter((line) => line.trim() !== '' && !line.startsWith('{'));
    return words.map((line) => `\n  ${line}`).join('');
  }
}

interface End {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
}

function describeEnd({ status, signal }: End): string {
  return signal === null ? `ended by itself (status ${status})` : `was killed (${signal})`;
}

function killGroup(child: ChildProcess | undefined): void {
  if (child?.pid === undefined) {
    return;
  }
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // Nothing of the group is left, which is what we want.
  }
}
