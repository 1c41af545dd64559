import { errors, LongshoreError } from '@longshore/common/errors';

/** A request waits this long for an index that is being recovered. */
const WAIT_MS = 2_000;
/** One wait that was in vain stands for all: so long nobody waits, so that no request waits once for each index. */
const IMPATIENT_MS = 10_000;

/** How far an index is: what the translog has of it that was to be brought into the engine at the start. */
export interface IndexRecovery {
  readonly stage: 'init' | 'translog' | 'done';
  readonly operations: number;
  readonly recovered: number;
  readonly bytes: number;
  /** Epoch ms; 0 while it has not begun, or not ended. */
  readonly startedMs: number;
  readonly stoppedMs: number;
}

interface Named {
  readonly uuid: string;
  readonly name: string;
}

type Progress = { -readonly [Key in keyof IndexRecovery]: IndexRecovery[Key] };

/** Keeps requests from indices that are not recovered yet: they lack acknowledged documents. */
export class RecoveryGate {
  readonly #now: () => number;
  readonly #progress = new Map<string, Progress>();
  /** By index that is not recovered: those that wait for it. */
  readonly #waiters = new Map<string, Set<() => void>>();
  #impatientUntil = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Whether all indices are recovered. */
  get isOpen(): boolean {
    return this.#waiters.size === 0;
  }

  /** Counts an operation of an index that is to be recovered. */
  expect(uuid: string, bytes: number): void {
    let progress = this.#progress.get(uuid);
    if (progress === undefined) {
      progress = { ...NOT_BEGUN };
      this.#progress.set(uuid, progress);
      this.#waiters.set(uuid, new Set());
    }
    progress.operations += 1;
    progress.bytes += bytes;
  }

  begin(uuid: string): void {
    const progress = this.#progress.get(uuid);
    if (progress?.stage === 'init') {
      progress.stage = 'translog';
      progress.startedMs = this.#now();
    }
  }

  /** All of an index is tried again. */
  restart(uuid: string): void {
    const progress = this.#progress.get(uuid);
    if (progress !== undefined) {
      progress.recovered = 0;
    }
  }

  /** So many more operations are in the engine. */
  advance(uuid: string, operations: number): void {
    const progress = this.#progress.get(uuid);
    if (progress !== undefined) {
      progress.recovered = Math.min(progress.operations, progress.recovered + operations);
    }
  }

  /** Lets requests through: the index has all that was acknowledged. */
  open(uuid: string): void {
    const progress = this.#progress.get(uuid);
    if (progress !== undefined) {
      progress.stage = 'done';
      progress.recovered = progress.operations;
      progress.stoppedMs = this.#now();
    }
    this.#release(uuid);
  }

  /** The index was deleted: nobody needs to wait for it. */
  forget(uuid: string): void {
    this.#progress.delete(uuid);
    this.#release(uuid);
  }

  /** Undefined for an index of which the translog had nothing. */
  progressOf(uuid: string): IndexRecovery | undefined {
    return this.#progress.get(uuid);
  }

  /** Resolves when these indices are recovered, or after a short time. */
  async wait(uuids: readonly string[]): Promise<void> {
    if (this.isOpen || !uuids.some((uuid) => this.#waiters.has(uuid))) {
      return;
    }
    const leftMs = this.#now() < this.#impatientUntil ? 0 : WAIT_MS;
    if (leftMs > 0 && !(await this.#opened(uuids, leftMs))) {
      this.#impatientUntil = this.#now() + IMPATIENT_MS;
    }
  }

  /** Why an index cannot be read now, in Elasticsearch's shape; undefined when it can. */
  refusesReads(index: Named): LongshoreError | undefined {
    if (!this.#waiters.has(index.uuid)) {
      return undefined;
    }
    return new LongshoreError(
      'no_shard_available_action_exception',
      503,
      `[${index.name}][0] is being recovered: ${this.#shown(index.uuid)}; try it again later, [/_cat/recovery] shows how far it is`,
      { details: { index: index.name, shard: '0', index_uuid: index.uuid } },
    );
  }

  /** Waits for indices as long as `wait` does, and throws why one of them cannot be read. */
  async passReads(indices: readonly Named[]): Promise<void> {
    await this.wait(indices.map(({ uuid }) => uuid));
    for (const index of indices) {
      const refusal = this.refusesReads(index);
      if (refusal !== undefined) {
        throw refusal;
      }
    }
  }

  /** The same for a write. */
  async passWrite({ uuid, name }: Named): Promise<void> {
    await this.wait([uuid]);
    if (this.#waiters.has(uuid)) {
      throw errors.unavailable(
        `[${name}][0] primary shard is not active: it is being recovered, ${this.#shown(uuid)}; send it again later, [/_cat/recovery] shows how far it is`,
      );
    }
  }

  #shown(uuid: string): string {
    const { recovered, operations } = this.#progress.get(uuid) ?? NOT_BEGUN;
    return `${recovered} of ${operations} operations of the translog are in the engine`;
  }

  async #opened(uuids: readonly string[], withinMs: number): Promise<boolean> {
    const opened = Promise.all(
      uuids.map((uuid) => {
        const waiters = this.#waiters.get(uuid);
        return waiters && new Promise<void>((resolve) => waiters.add(resolve));
      }),
    );
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<false>((resolve) => {
      timer = setTimeout(() => resolve(false), withinMs);
    });
    const isOpened = await Promise.race([opened.then(() => true), late]);
    clearTimeout(timer);
    return isOpened;
  }

  #release(uuid: string): void {
    const waiters = this.#waiters.get(uuid) ?? [];
    this.#waiters.delete(uuid);
    for (const resolve of waiters) {
      resolve();
    }
  }
}

const NOT_BEGUN: IndexRecovery = {
  stage: 'init',
  operations: 0,
  recovered: 0,
  bytes: 0,
  startedMs: 0,
  stoppedMs: 0,
};
