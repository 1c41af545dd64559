import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { errors } from '@longshore/common/errors';
import type { Logger } from 'pino';
import { WorkPool } from '../pools/work-pool.ts';
import { print, type Sql } from '../sql/sql.ts';
import { connectionArguments, engineConfig } from './config.ts';
import type { DamagedPart, Engine, InsertBlock, Row, StatementOptions } from './engine.ts';
import { type HostEnd, HostProcess } from './host-process.ts';
import { InsertFiles, insertFrom } from './insert-files.ts';
import { type HostOptions, type HostReply, LANE_SESSIONS, type Lane } from './protocol.ts';
import { parseRows } from './rows.ts';
import { Statements } from './statements.ts';
import { Watchdog } from './watchdog.ts';

export interface EngineOptions {
  /** The setting `path.data`; the engine's tables are below it in `store/engine`. */
  readonly dataPath: string;
  /** The setting `store.engine.memory`. */
  readonly memoryBytes: number;
  readonly log: Logger;
}

/** Opening many tables takes seconds; a directory that another process holds is tried again within it. */
const START_MS_MAX = 60_000;
/** The process of a store that was killed lets go of the directory within moments. */
const LOCKED_MS_MAX = 5_000;
const LOCKED_RETRY_MS = 200;
const STOP_MS_MAX = 2_700;
/** A statement waits this long for an engine that restarts. */
const RESTART_WAIT_MS_MAX = 5_000;
const RESTART_DELAYS_MS = [0, 0, 500, 1_000, 2_000, 5_000, 10_000] as const;
/** Reading statements that wait, also for an engine that is being started; each holds a request. */
const WAITING_READS_MAX = 1_000;
/** A process that worked this long starts again without delay when it ends. */
const STABLE_MS = 10_000;

/** Builds the embedded engine; `start` opens it. */
export function openEngine(options: EngineOptions): ChdbEngine {
  return new ChdbEngine(options);
}

/** The engine in a process of its own, which is started again when it ends or hangs. */
export class ChdbEngine implements Engine {
  readonly pools = {
    read: new WorkPool({ size: LANE_SESSIONS.read, queueMax: WAITING_READS_MAX }),
    write: new WorkPool({ size: LANE_SESSIONS.write }),
    ddl: new WorkPool({ size: LANE_SESSIONS.ddl }),
    control: new WorkPool({ size: LANE_SESSIONS.control }),
  };
  readonly #options: EngineOptions;
  readonly #statements: Statements;
  readonly #watchdog: Watchdog;
  readonly #insertFiles: InsertFiles;
  readonly #restartListeners: (() => void)[] = [];
  readonly #damageListeners: ((part: DamagedPart) => void)[] = [];
  readonly #stopping = new AbortController();
  #host: HostProcess | undefined;
  #ready: Promise<void> | undefined;
  #isStopped = false;
  #isReady = false;
  #failures = 0;
  #readyAt = 0;

  constructor(options: EngineOptions) {
    this.#options = options;
    this.#statements = new Statements(options.log, (part) => {
      for (const listener of this.#damageListeners) {
        listener(part);
      }
    });
    this.#insertFiles = new InsertFiles(resolve(options.dataPath, 'store', 'inserts'));
    this.#watchdog = new Watchdog({
      memoryBytes: options.memoryBytes,
      ping: () => this.#run('control', 'SELECT 1', { timeoutMs: STOP_MS_MAX }),
      overdueMs: () => this.#statements.overdueMs(),
      bark: (reason) => {
        options.log.error({ reason }, 'engine process does not work any more; killing it');
        this.#host?.kill();
      },
    });
  }

  /** Of the engine's process; undefined while there is none. For tests and for our own metrics. */
  get pid(): number | undefined {
    return this.#host?.pid;
  }

  async start(): Promise<void> {
    this.#ready = this.#open();
    await this.#ready;
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#stopping.abort();
    this.#watchdog.stop();
    const stopping = this.#host?.stop(STOP_MS_MAX);
    this.#statements.failAll(() => errors.unavailable('the store is stopping'));
    await stopping;
    // A start that is under way sees that it shall not go on.
    await this.#ready?.catch(() => undefined);
  }

  async query(statement: Sql, options: StatementOptions): Promise<readonly Row[]> {
    if (this.pools.read.isFull) {
      this.pools.read.reject();
      throw errors.rejected(
        `rejected execution of a search: ${WAITING_READS_MAX} statements wait for the storage engine; send it again later`,
      );
    }
    return parseRows(await this.#run('read', print(statement), options));
  }

  async execute(statement: Sql, options: StatementOptions): Promise<void> {
    await this.#run('ddl', print(statement), options);
  }

  async insert(block: InsertBlock, options: StatementOptions): Promise<void> {
    const file = await this.#insertFiles.write(block.rows);
    try {
      await this.#run('write', print(insertFrom(file, block)), options);
    } finally {
      await rm(file, { force: true });
    }
  }

  onRestart(listener: () => void): void {
    this.#restartListeners.push(listener);
  }

  onDamagedPart(listener: (part: DamagedPart) => void): void {
    this.#damageListeners.push(listener);
  }

  #run(lane: Lane, text: string, options: StatementOptions): Promise<Buffer> {
    return this.pools[lane].run(async () => {
      const host = await this.#hostFor(options);
      return this.#statements.run(host, options, {
        text,
        request: (base) => ({ kind: 'query', lane, sql: text, ...base }),
      });
    });
  }

  async #hostFor({ timeoutMs }: StatementOptions): Promise<HostProcess> {
    const deadline = Date.now() + Math.min(timeoutMs, RESTART_WAIT_MS_MAX);
    while (!this.#isReady && !this.#isStopped && Date.now() < deadline) {
      await sleep(20);
    }
    if (this.#host === undefined || !this.#isReady) {
      throw errors.unavailable('the storage engine is not running; it is being started');
    }
    return this.#host;
  }

  async #open(): Promise<void> {
    const started = Date.now();
    const options = await this.#prepare();
    for (;;) {
      const end = this.#isStopped ? undefined : await this.#spawn(options);
      if (this.#isStopped) {
        throw errors.unavailable('the store was stopped while it started');
      }
      if (end === undefined) {
        return;
      }
      if (!end.isLocked || Date.now() - started > LOCKED_MS_MAX) {
        throw new Error(startFailure(end, options.path));
      }
      await this.#pause(LOCKED_RETRY_MS);
    }
  }

  async #prepare(): Promise<HostOptions> {
    const base = resolve(this.#options.dataPath, 'store');
    const path = join(base, 'engine');
    const configFile = join(base, 'engine.xml');
    await mkdir(path, { recursive: true, mode: 0o700 });
    await this.#insertFiles.open();
    const { memoryBytes } = this.#options;
    await writeFile(configFile, engineConfig(memoryBytes), { mode: 0o600 });
    return { path, configFile, connectionArguments: connectionArguments(configFile, memoryBytes) };
  }

  /** Resolves with undefined when the process works, or with how it ended before that. */
  #spawn(options: HostOptions): Promise<HostEnd | undefined> {
    return new Promise((done) => {
      const timer = setTimeout(() => host.kill(), START_MS_MAX);
      const host = new HostProcess(options, this.#options.log, {
        reply: (reply, body) => {
          if (reply.kind === 'ready') {
            clearTimeout(timer);
            this.#becomeReady(reply);
            done(undefined);
          } else {
            this.#statements.settle(reply, body);
          }
        },
        end: (end) => {
          clearTimeout(timer);
          if (this.#host === host && this.#isReady) {
            this.#lose(options, end);
          }
          done(end);
        },
      });
      this.#host = host;
    });
  }

  #becomeReady({ version, openMs }: Extract<HostReply, { kind: 'ready' }>): void {
    this.#isReady = true;
    this.#readyAt = Date.now();
    const pid = this.#host?.pid;
    this.#options.log.info({ version, openMs, pid }, 'engine is open');
    if (pid !== undefined && !this.#isStopped) {
      this.#watchdog.start(pid);
    }
  }

  #lose(options: HostOptions, end: HostEnd): void {
    this.#isReady = false;
    this.#host = undefined;
    this.#watchdog.stop();
    this.#statements.failAll(() =>
      errors.unavailable(`the engine process ended while it worked on this (${end.reason})`),
    );
    if (this.#isStopped) {
      return;
    }
    this.#options.log.error({ reason: end.reason }, 'engine process ended; starting it again');
    this.#failures = Date.now() - this.#readyAt > STABLE_MS ? 0 : this.#failures;
    this.#ready = this.#restart(options);
  }

  /** Ends early when the engine is stopped. */
  async #pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
  }

  async #restart(options: HostOptions): Promise<void> {
    while (!this.#isStopped) {
      const delays = RESTART_DELAYS_MS;
      await this.#pause(delays[Math.min(this.#failures, delays.length - 1)] ?? 0);
      this.#failures += 1;
      const end = this.#isStopped ? undefined : await this.#spawn(options);
      if (end === undefined) {
        break;
      }
      this.#options.log.error({ reason: end.reason }, 'engine process did not start; trying again');
    }
    if (!this.#isStopped) {
      for (const listener of this.#restartListeners) {
        listener();
      }
    }
  }
}

function startFailure({ reason, isLocked }: HostEnd, path: string): string {
  return isLocked
    ? `the engine's folder ${path} is in use by another process: a store is already running on this [path.data]; stop it or choose another path.data`
    : `the storage engine did not start: ${reason}`;
}
