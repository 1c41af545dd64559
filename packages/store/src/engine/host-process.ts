import { type ChildProcess, spawn } from 'node:child_process';
import { dirname } from 'node:path';
import type { Duplex } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { encodeFrame, FrameReader } from './frames.ts';
import { HOST_SOCKET_FD, type HostOptions, type HostReply, type HostRequest } from './protocol.ts';

/** Threads for statements in the engine's process: one per session and a few for its files. */
const LIBUV_THREADS = 12;

/** What the engine writes when another process has the directory. */
const LOCKED = 'Cannot lock file';
const OUTPUT_CHARS_MAX = 2_000;

/** How a process of the engine ended, before it could be used or after. */
export interface HostEnd {
  readonly reason: string;
  /** True when another process still holds the directory. */
  readonly isLocked: boolean;
}

export interface HostListeners {
  reply(reply: HostReply, body: Buffer): void;
  end(end: HostEnd): void;
}

/** One process of the engine, from its start to its end. Knows frames, not statements. */
export class HostProcess {
  readonly #child: ChildProcess;
  readonly #socket: Duplex;
  readonly #ended: Promise<void>;
  #refusal: string | undefined;
  /** The end of what it wrote to stderr, where the engine says why it could not open. */
  #output = '';

  constructor(options: HostOptions, log: Logger, listeners: HostListeners) {
    this.#child = spawnHost(options);
    this.#socket = this.#child.stdio[HOST_SOCKET_FD] as unknown as Duplex;
    this.#read(log, listeners);
    this.#ended = new Promise((resolve) => {
      this.#child.once('error', (error) => {
        this.#refusal ??= error.message;
      });
      this.#child.once('close', (code, signal) => {
        this.#socket.destroy();
        resolve();
        const reason = this.#refusal ?? `it ended with ${signal ?? `exit status ${code}`}`;
        listeners.end({
          reason: this.#output === '' ? reason : `${reason}: ${this.#output}`,
          isLocked: this.#output.includes(LOCKED),
        });
      });
    });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  send(request: HostRequest, body?: Buffer): void {
    if (this.#socket.writable) {
      for (const piece of encodeFrame(request, body)) {
        this.#socket.write(piece);
      }
    }
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  /** Asks it to end and kills it when it has not after `timeoutMs`. Resolves when it is gone. */
  async stop(timeoutMs: number): Promise<void> {
    this.send({ kind: 'stop' });
    const timer = setTimeout(() => this.kill(), timeoutMs);
    await this.#ended;
    clearTimeout(timer);
  }

  #read(log: Logger, listeners: HostListeners): void {
    const reader = new FrameReader();
    this.#socket.on('data', (chunk: Buffer) => {
      for (const { header, body } of reader.push(chunk)) {
        const reply = header as HostReply;
        if (reply.kind === 'refused') {
          this.#refusal = reply.reason;
        }
        listeners.reply(reply, body);
      }
    });
    // The process is gone then; its end is handled once, at `close` of the child.
    this.#socket.on('error', (error) => log.debug({ error: error }, 'engine socket closed'));
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#output = `${this.#output}${text}`.trim().slice(-OUTPUT_CHARS_MAX);
      // Expected for moments after a store was killed, and told in the error when it lasts.
      const level = text.includes(LOCKED) ? 'debug' : 'warn';
      log[level]({ output: text.trimEnd() }, 'engine process wrote to stderr');
    });
  }
}

/**
 * For the engine's allocator (jemalloc): pages go back to the system soon after an insert and not seconds later, by when
 * the next inserts have taken others. Takes 80 MB less under load, for a tenth more of the engine's time.
 */
const ENGINE_MALLOC = 'narenas:1,percpu_arena:disabled,dirty_decay_ms:20';

function spawnHost(options: HostOptions): ChildProcess {
  const isSource = import.meta.url.endsWith('.ts');
  const program = fileURLToPath(new URL(isSource ? './host.ts' : './host.js', import.meta.url));
  const flags = isSource ? ['--import', 'tsx', '--conditions=longshore-source'] : [];
  return spawn(process.execPath, [...flags, program, JSON.stringify(options)], {
    cwd: dirname(program),
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    env: {
      TZ: 'UTC',
      UV_THREADPOOL_SIZE: String(LIBUV_THREADS),
      MALLOC_ARENA_MAX: '2',
      JE_MALLOC_CONF: ENGINE_MALLOC,
    },
  });
}
