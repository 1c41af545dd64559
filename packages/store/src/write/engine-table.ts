import { LongshoreError } from '@longshore/common/errors';
import type { Logger } from 'pino';
import { type Engine, type Row, UnreadableRows } from '../engine/engine.ts';
import type { Column } from '../index/column.ts';
import { raw, type Sql, sql, string } from '../sql/sql.ts';
import { type Entry, entryBytes } from './entry.ts';
import { IdTable } from './id-table.ts';
import { encodeNative } from './native-rows.ts';
import {
  addColumns,
  copyRows,
  createTable,
  deleteOlderRows,
  deleteRows,
  dropTable,
  fieldColumns,
  mergeParts,
} from './table-sql.ts';

const STATEMENT_MS_MAX = 60_000;
const MERGE_MS_MAX = 30 * 60_000;
const COPY_MS_MAX = 600_000;
const LOOK_UP_MS_MAX = 30_000;
const DELETE_ROWS_MAX = 5_000;
/** The fields of a smaller document never need all of the engine's memory. */
const LARGE_DOCUMENT_BYTES = 1024 * 1024;

/** One table of the engine, as the write path uses it. */
export class EngineTable {
  readonly name: string;
  /** Beside it, in an index that is large and used by ids of its own. */
  readonly ids: IdTable;
  readonly #engine: Engine;
  readonly #log: Logger;
  readonly #known = new Set<string>();
  /** An insert failed: whether the engine has all of it, some days of it or nothing is only known by looking. */
  #isUnsure = false;

  constructor(name: string, engine: Engine, log: Logger) {
    this.name = name;
    this.ids = new IdTable(name, engine, log);
    this.#engine = engine;
    this.#log = log;
  }

  async create(columns: readonly Column[]): Promise<void> {
    await this.#execute(createTable(this.name, columns));
    this.know(columns.map(({ name }) => name));
  }

  async drop(): Promise<void> {
    await this.ids.drop();
    await this.#execute(dropTable(this.name));
  }

  /** Takes all rows of another table, whose columns this one has. */
  async copyFrom(source: string): Promise<void> {
    const [database = '', table = ''] = source.split('.');
    const columns = await this.#query(
      sql`SELECT name FROM system.columns WHERE database = ${string(database)} AND table = ${string(table)} ORDER BY position`,
    );
    const names = columns.map(({ name }) => String(name));
    await this.#engine.execute(copyRows(source, this.name, names), { timeoutMs: COPY_MS_MAX });
  }

  /** Merges all parts of each day into one. */
  async merge(): Promise<void> {
    await this.#engine.execute(mergeParts(this.name), { timeoutMs: MERGE_MS_MAX });
    await this.ids.merge();
  }

  /** Says that the table has these columns already. */
  know(columnNames: readonly string[]): void {
    for (const name of columnNames) {
      this.#known.add(name);
    }
  }

  /** Whether the table has a column that not all tables have. */
  hasColumn(name: string): boolean {
    return this.#known.has(name);
  }

  /** One ALTER for all that the table lacks. */
  async addMissing(columns: readonly Column[]): Promise<void> {
    const missing = fieldColumns(columns).filter(({ name }) => !this.#known.has(name));
    if (missing.length > 0) {
      await this.#execute(addColumns(this.name, missing));
      this.know(missing.map(({ name }) => name));
    }
  }

  /**
   * Inserts the first of some parts of a batch and gives those that are left. When it fails it is to be called with the
   * same again: what the engine took of the part is left out then, so that no document is ever there twice. A part that
   * needs more memory than the engine has, or that has a value that the engine cannot take, is left in two halves. A
   * document that is the reason all by itself is stored without its fields, rather than holding up all others.
   */
  async insertFirst([part = [], ...others]: readonly (readonly Entry[])[]): Promise<
    readonly (readonly Entry[])[]
  > {
    try {
      await this.#insert(this.#isUnsure ? await this.#missing(part) : part);
      return others;
    } catch (error) {
      const isBad = error instanceof UnreadableRows;
      if (!isBad && !isTooLarge(error)) {
        throw error;
      }
      const failed = { error, table: this.name, documents: part.length };
      if (part.length > 1) {
        this.#log.warn(failed, 'an insert is more than the engine can take; halving it');
        return [...(await this.#halve(part)), ...others];
      }
      if (!isBad && part.some((document) => entryBytes(document) < LARGE_DOCUMENT_BYTES)) {
        // It is not the document that takes the memory: there will be some later.
        throw error;
      }
      const [{ id, seqNo } = {}] = part;
      this.#log.error(
        { ...failed, id, seqNo },
        'fields of a document could not be stored; its source is',
      );
      await this.#insert(part, true);
      return others;
    }
  }

  async #halve(part: readonly Entry[]): Promise<readonly (readonly Entry[])[]> {
    const missing = await this.#missing(part);
    this.#isUnsure = false;
    const middle = Math.ceil(missing.length / 2);
    const halves = [missing.slice(0, middle), missing.slice(middle)];
    return halves.filter(({ length }) => length > 0);
  }

  /** Those documents that the table does not have. */
  async #missing(documents: readonly Entry[]): Promise<readonly Entry[]> {
    const first = documents.reduce((least, { seqNo }) => Math.min(least, seqNo), Number.MAX_VALUE);
    const present = await this.findSeqNos(first);
    return documents.filter(({ seqNo }) => !present.has(seqNo));
  }

  async #insert(documents: readonly Entry[], isBare = false): Promise<void> {
    const written = documents.flatMap(({ row }) => row ?? []);
    if (written.length > 0) {
      const rows = encodeNative(written, isBare);
      this.#isUnsure = true;
      await this.#engine.insert({ table: this.name, rows }, { timeoutMs: STATEMENT_MS_MAX });
    }
    this.#isUnsure = false;
  }

  /** Deletes the rows with these sequence numbers. */
  async deleteRows(seqNos: readonly number[]): Promise<void> {
    for (let from = 0; from < seqNos.length; from += DELETE_ROWS_MAX) {
      const part = seqNos.slice(from, from + DELETE_ROWS_MAX);
      await this.#execute(deleteRows(this.name, part));
    }
  }

  /** Deletes the rows of these ids, but for those of the documents. */
  async deleteOlder(
    ids: readonly string[],
    documents: readonly Pick<Entry, 'id' | 'seqNo'>[],
  ): Promise<void> {
    const seqNoOf = new Map(documents.map(({ id, seqNo }) => [id, seqNo]));
    for (let from = 0; from < ids.length; from += DELETE_ROWS_MAX) {
      const part = ids.slice(from, from + DELETE_ROWS_MAX);
      const keep = part.flatMap((id) => seqNoOf.get(id) ?? []);
      await this.#execute(deleteOlderRows(this.name, part, keep));
    }
  }

  /** Sequence numbers in the table from this one on: what a replay must not insert again. */
  async findSeqNos(from: number): Promise<ReadonlySet<number>> {
    const rows = await this.#query(
      sql`SELECT _seq FROM ${raw(this.name)} WHERE _seq >= ${raw(String(from))}`,
    );
    return new Set(rows.map(({ _seq }) => Number(_seq)));
  }

  #query(statement: Sql): Promise<readonly Row[]> {
    return this.#engine.query(statement, { timeoutMs: LOOK_UP_MS_MAX });
  }

  #execute(statement: Sql): Promise<void> {
    return this.#engine.execute(statement, { timeoutMs: STATEMENT_MS_MAX });
  }
}

function isTooLarge(error: unknown): boolean {
  return error instanceof LongshoreError && error.type === 'circuit_breaking_exception';
}
