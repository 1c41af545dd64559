import type { Logger } from 'pino';
import type { Engine } from '../engine/engine.ts';
import { createIdTable, fillIdTable, findIds, idTableOf, markWhole } from './id-table-sql.ts';
import { encodeIds, type IdOperation } from './native-ids.ts';
import { dropTable, mergeParts } from './table-sql.ts';
import type { DocumentState } from './versions.ts';

const STATEMENT_MS_MAX = 60_000;
const LOOK_UP_MS_MAX = 30_000;
const MERGE_MS_MAX = 30 * 60_000;
/** So many rows are looked at in one statement, half a second: deletes and new indices wait for it. */
const FILL_ROWS = 500_000;
/** A table that could not be made is not tried again before. */
const RETRY_MS = 60_000;

/** What writes the rows. */
export interface IdSource {
  /** No sequence number in the table of rows reaches it. */
  readonly nextSeqNo: () => number;
  /** Resolves when a flush that is under way has ended. */
  readonly flushed: () => Promise<void>;
}

/**
 * Of each id that does not tell its sequence number, the last operation: a table in order of ids beside a table of
 * rows. It is made when it is first missed (`makeSoon`), from the rows; from then on each flush writes to it, before it
 * writes rows. So it always knows at least what the rows say, and can be dropped at any time.
 */
export class IdTable {
  readonly name: string;
  readonly #rows: string;
  readonly #engine: Engine;
  readonly #log: Logger;
  /** It is there, and gets what is written from now on. */
  #isOpen = false;
  #isWhole = false;
  /** The making that is under way: one that finds another here, or none, ends. */
  #making: symbol | undefined;
  #notBefore = 0;

  constructor(rows: string, engine: Engine, log: Logger) {
    this.name = idTableOf(rows);
    this.#rows = rows;
    this.#engine = engine;
    this.#log = log;
  }

  /** True when it knows all ids. */
  get isWhole(): boolean {
    return this.#isWhole;
  }

  /** Says that the engine has it, whole. */
  adopt(): void {
    this.#isOpen = true;
    this.#isWhole = true;
  }

  /** Makes it in the background, unless that is under way or has failed a moment ago. */
  makeSoon(source: IdSource): void {
    if (this.#isOpen || this.#making !== undefined || performance.now() < this.#notBefore) {
      return;
    }
    const making = Symbol();
    this.#making = making;
    this.#make(making, source)
      .catch((error: unknown) => {
        if (this.#making === making) {
          this.#isOpen = false;
          this.#notBefore = performance.now() + RETRY_MS;
          this.#log.warn({ error, table: this.name }, 'a table of ids could not be made');
        }
      })
      .finally(() => {
        if (this.#making === making) {
          this.#making = undefined;
        }
      });
  }

  /**
   * Writes operations, unless it is not there; the same again change nothing. Those whose id tells their sequence number
   * are left out.
   */
  async insert<T extends IdOperation>(
    operations: readonly T[],
    isDelete: (operation: T) => boolean,
  ): Promise<void> {
    if (!this.#isOpen) {
      return;
    }
    const own = operations.filter(({ isGeneratedId }) => !isGeneratedId);
    if (own.length > 0) {
      await this.#engine.insert(
        { table: this.name, rows: encodeIds(own, isDelete) },
        { timeoutMs: STATEMENT_MS_MAX },
      );
    }
  }

  /** The last operation on each of those ids that it has; also deletes. */
  async find(ids: readonly string[]): Promise<ReadonlyMap<string, DocumentState>> {
    const rows = await this.#engine.query(findIds(this.name, ids), { timeoutMs: LOOK_UP_MS_MAX });
    const states = new Map<string, DocumentState>();
    for (const { _id, _seq, _ver, _deleted } of rows) {
      const id = String(_id);
      const seqNo = Number(_seq);
      if (seqNo > (states.get(id)?.seqNo ?? -1)) {
        states.set(id, { seqNo, version: Number(_ver), isDeleted: _deleted === true });
      }
    }
    return states;
  }

  async merge(): Promise<void> {
    if (this.#isOpen) {
      await this.#engine.execute(mergeParts(this.name), { timeoutMs: MERGE_MS_MAX });
    }
  }

  /** It cannot be trusted any more; it is made again when it is missed. */
  async discard(): Promise<void> {
    this.#making = undefined;
    this.#isWhole = false;
    this.#isOpen = false;
    await this.#execute(dropTable(this.name));
  }

  /** With the table of rows. */
  async drop(): Promise<void> {
    this.#notBefore = Number.POSITIVE_INFINITY;
    await this.discard();
  }

  async #make(making: symbol, { nextSeqNo, flushed }: IdSource): Promise<void> {
    const startedMs = performance.now();
    await this.#execute(dropTable(this.name));
    await this.#execute(createIdTable(this.name));
    const isWanted = () => this.#making === making;
    if (isWanted()) {
      this.#isOpen = true;
      // One that began before has written rows only.
      await flushed();
    }
    const seqNoEnd = nextSeqNo();
    for (let from = 0; from < seqNoEnd && isWanted(); from += FILL_ROWS) {
      const to = Math.min(from + FILL_ROWS, seqNoEnd);
      await this.#execute(fillIdTable(this.name, this.#rows, from, to));
    }
    if (isWanted()) {
      await this.#execute(markWhole(this.name));
    }
    if (isWanted()) {
      this.#isWhole = true;
      const ms = Math.round(performance.now() - startedMs);
      this.#log.info({ table: this.name, ms }, 'a table of ids was made');
    }
  }

  #execute(statement: Parameters<Engine['execute']>[0]): Promise<void> {
    return this.#engine.execute(statement, { timeoutMs: STATEMENT_MS_MAX });
  }
}
