import type { Logger } from 'pino';
import type { DamagedPart, StatementOptions } from './engine.ts';
import { damagedPartOf, type EngineFailure, translateFailure } from './engine-error.ts';
import type { HostProcess } from './host-process.ts';
import { ENGINE_CODES, type HostReply, type HostRequest, TAG_PREFIX } from './protocol.ts';

interface Pending {
  readonly text: string;
  readonly deadline: number;
  readonly resolve: (body: Buffer) => void;
  readonly reject: (error: Error) => void;
  readonly isAborted: () => boolean;
}

interface Statement {
  /** For the log, when the engine refuses it. */
  readonly text: string;
  readonly body?: Buffer;
  readonly request: (base: {
    readonly id: number;
    readonly tag: string;
    readonly timeoutMs: number;
  }) => HostRequest;
}

/** Failures that callers know how to answer; all others are bugs of ours and go to the log with their SQL. */
const EXPECTED_CODES: ReadonlySet<number> = new Set([
  ENGINE_CODES.unknownTable,
  ENGINE_CODES.aborted,
  ENGINE_CODES.timeoutExceeded,
  ENGINE_CODES.tooDeep,
  ENGINE_CODES.tooBig,
  ENGINE_CODES.queryWasCancelled,
  ENGINE_CODES.memoryLimitExceeded,
  ENGINE_CODES.notEnoughSpace,
]);
const LOGGED_SQL_CHARS_MAX = 4_000;

/** The engine stops a statement at its deadline by itself; this much later we tell it to. */
const DEADLINE_GRACE_MS = 1_000;

/** Statements that were sent and not yet answered: their deadlines, their cancelling, their answers. */
export class Statements {
  readonly #log: Logger;
  readonly #onDamagedPart: (part: DamagedPart) => void;
  readonly #pending = new Map<number, Pending>();
  #lastId = 0;

  constructor(log: Logger, onDamagedPart: (part: DamagedPart) => void) {
    this.#log = log;
    this.#onDamagedPart = onDamagedPart;
  }

  async run(host: HostProcess, options: StatementOptions, statement: Statement): Promise<Buffer> {
    const { signal, timeoutMs } = options;
    if (signal?.aborted === true) {
      throw translateFailure({ code: 0, message: '' }, true);
    }
    this.#lastId += 1;
    const id = this.#lastId;
    const tag = `${TAG_PREFIX}${id}`;
    const cancel = () => host.send({ kind: 'cancel', tag });
    const timer = setTimeout(cancel, timeoutMs + DEADLINE_GRACE_MS);
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      return await new Promise<Buffer>((resolve, reject) => {
        this.#pending.set(id, {
          text: statement.text,
          deadline: Date.now() + timeoutMs,
          resolve,
          reject,
          isAborted: () => signal?.aborted === true,
        });
        host.send(statement.request({ id, tag, timeoutMs }), statement.body);
      });
    } finally {
      this.#pending.delete(id);
      clearTimeout(timer);
      signal?.removeEventListener('abort', cancel);
    }
  }

  settle(reply: HostReply, body: Buffer): void {
    if (reply.kind === 'done') {
      this.#pending.get(reply.id)?.resolve(body);
    } else if (reply.kind === 'failed') {
      const pending = this.#pending.get(reply.id);
      pending?.reject(this.#failure(reply, pending));
    }
  }

  failAll(reason: () => Error): void {
    for (const { reject } of this.#pending.values()) {
      reject(reason());
    }
  }

  /** How long the most overdue statement is beyond its deadline; negative when none is. */
  overdueMs(): number {
    const deadlines = [...this.#pending.values()].map(({ deadline }) => deadline);
    return deadlines.length === 0 ? -1 : Date.now() - Math.min(...deadlines);
  }

  #failure(failure: EngineFailure, { text, isAborted }: Pending): Error {
    const damaged = damagedPartOf(failure);
    if (damaged !== undefined) {
      this.#onDamagedPart(damaged);
    } else if (!EXPECTED_CODES.has(failure.code) && !isAborted()) {
      const shown = text.slice(0, LOGGED_SQL_CHARS_MAX);
      this.#log.error({ sql: shown, code: failure.code }, 'engine refused a statement of ours');
    }
    return translateFailure(failure, isAborted());
  }
}
