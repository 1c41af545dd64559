import { LongshoreError } from '@longshore/common/errors';
import type { Logger } from 'pino';
import { type Engine, type Row, UnreadableRows } from '../engine/engine.ts';
import { type Column, ROUTING_COLUMN } from '../index/column.ts';
import { column, join, raw, type Sql, sql, string } from '../sql/sql.ts';
import { seqNoInId } from './document-id.ts';
import { type Entry, entryBytes } from './entry.ts';
import { sourceBytes } from './entry-state.ts';
import { encodeNative } from './native-rows.ts';
import type { StoredDocument } from './operation.ts';
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
import { type DocumentState, PRIMARY_TERM } from './versions.ts';
import type { SourceReader, SourceRules } from './writer.ts';

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
  readonly #engine: Engine;
  readonly #log: Logger;
  readonly #known = new Set<string>();
  /** An insert failed: whether the engine has all of it, some days of it or nothing is only known by looking. */
  #isUnsure = false;

  constructor(name: string, engine: Engine, log: Logger) {
    this.name = name;
    this.#engine = engine;
    this.#log = log;
  }

  async create(columns: readonly Column[]): Promise<void> {
    await this.#execute(createTable(this.name, columns));
    this.know(columns.map(({ name }) => name));
  }

  async drop(): Promise<void> {
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
  }

  /** Says that the table has these columns already. */
  know(columnNames: readonly string[]): void {
    for (const name of columnNames) {
      this.#known.add(name);
    }
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

  /** The versions of those ids that the table has; no sequence number in it reaches `seqNoEnd`. */
  async findVersions(
    ids: readonly string[],
    seqNoEnd: number,
  ): Promise<ReadonlyMap<string, DocumentState>> {
    const rows = await this.#byId(sql`_id, _seq, _ver`, ids, seqNoEnd);
    return new Map(
      rows.map(({ _id, _seq, _ver }) => [
        String(_id),
        { seqNo: Number(_seq), version: Number(_ver), isDeleted: false },
      ]),
    );
  }

  async findDocuments(
    ids: readonly string[],
    seqNoEnd: number,
    rules?: SourceRules,
  ): Promise<ReadonlyMap<string, StoredDocument>> {
    const reader = rules?.reader((name) => this.#known.has(name));
    const text = reader?.text ?? raw('_source');
    const hasRouting = this.#known.has(ROUTING_COLUMN.name);
    const routing = hasRouting ? sql`, ${column(ROUTING_COLUMN.name)}` : sql``;
    const columns = sql`_id, _seq, _ver, ${text} AS source${routing}`;
    const rows = await this.#byId(columns, ids, seqNoEnd);
    return new Map(rows.map((row) => [String(row._id), readDocument(row, reader)]));
  }

  /** Sequence numbers in the table from this one on: what a replay must not insert again. */
  async findSeqNos(from: number): Promise<ReadonlySet<number>> {
    const rows = await this.#query(
      sql`SELECT _seq FROM ${raw(this.name)} WHERE _seq >= ${raw(String(from))}`,
    );
    return new Set(rows.map(({ _seq }) => Number(_seq)));
  }

  /**
   * The newest last, while an overwrite is under way. An id that was made here tells its sequence number; only those
   * that are not there are looked for by the id itself.
   */
  async #byId(columns: Sql, ids: readonly string[], seqNoEnd: number): Promise<readonly Row[]> {
    const wanted = new Set<unknown>(ids);
    const told = ids.flatMap((id) => seqNoInId(id) ?? []).filter((seqNo) => seqNo < seqNoEnd);
    const rows = await this.#bySeqNo(columns, told);
    // An id from elsewhere can look as if it were made here: then it tells the number of another row.
    const found = rows.filter(({ _id }) => wanted.has(_id));
    for (const { _id } of found) {
      wanted.delete(_id);
    }
    const others = ids.filter((id) => wanted.has(id));
    return [...found, ...(await this.#byFilter(columns, others))];
  }

  async #bySeqNo(columns: Sql, seqNos: readonly number[]): Promise<readonly Row[]> {
    return seqNos.length === 0
      ? []
      : this.#query(
          sql`SELECT ${columns} FROM ${raw(this.name)} WHERE _seq IN (${raw(seqNos.join(', '))})`,
        );
  }

  async #byFilter(columns: Sql, ids: readonly string[]): Promise<readonly Row[]> {
    const list = join(
      ids.map((id) => sql`${string(id)}`),
      ', ',
    );
    return ids.length === 0
      ? []
      : this.#query(
          sql`SELECT ${columns} FROM ${raw(this.name)} WHERE _id IN (${list}) ORDER BY _seq`,
        );
  }

  #query(statement: Sql): Promise<readonly Row[]> {
    return this.#engine.query(statement, { timeoutMs: LOOK_UP_MS_MAX });
  }

  #execute(statement: Sql): Promise<void> {
    return this.#engine.execute(statement, { timeoutMs: STATEMENT_MS_MAX });
  }
}

function readDocument(row: Row, reader: SourceReader | undefined): StoredDocument {
  const routing = row[ROUTING_COLUMN.name] ?? undefined;
  const source = String(row.source);
  return {
    id: String(row._id),
    version: Number(row._ver),
    seqNo: Number(row._seq),
    primaryTerm: PRIMARY_TERM,
    routing: routing === undefined ? undefined : String(routing),
    ...sourceBytes(reader?.read(source) ?? { source, indexed: source }),
  };
}

function isTooLarge(error: unknown): boolean {
  return error instanceof LongshoreError && error.type === 'circuit_breaking_exception';
}
