import type { Engine, Row } from '../engine/engine.ts';
import { ROUTING_COLUMN } from '../index/column.ts';
import { column, join, raw, type Sql, sql, string } from '../sql/sql.ts';
import { seqNoInId } from './document-id.ts';
import type { EngineTable } from './engine-table.ts';
import { sourceBytes } from './entry-state.ts';
import type { IdSource } from './id-table.ts';
import type { StoredDocument } from './operation.ts';
import { type DocumentState, PRIMARY_TERM } from './versions.ts';
import type { SourceReader, WriteIndex } from './writer.ts';

const LOOK_UP_MS_MAX = 30_000;
/** In an index with fewer operations than this the filters of ids are read as fast as a table of ids is. */
export const ID_TABLE_OPERATIONS_MIN = 1_000_000;

export interface DocumentFinderParts extends IdSource {
  readonly index: WriteIndex;
  readonly table: EngineTable;
  readonly engine: Engine;
  readonly idTableOperationsMin: number;
}

interface Found {
  readonly rows: readonly Row[];
  /** Of the ids that do not tell where they are, or are not there any more. */
  readonly others: readonly string[];
}

/**
 * Finds documents of one table by their ids. An id that was made here tells its sequence number, by which its row is
 * found. Others are looked for in the table of ids, or where there is none yet, by Bloom filters of the rows.
 */
export class DocumentFinder {
  readonly #parts: DocumentFinderParts;

  constructor(parts: DocumentFinderParts) {
    this.#parts = parts;
  }

  /** The versions of those ids that the table has. */
  async findVersions(ids: readonly string[]): Promise<ReadonlyMap<string, DocumentState>> {
    const columns = sql`_id, _seq, _ver`;
    const { rows, others } = await this.#byMadeId(columns, ids);
    const states = new Map(rows.map(readState));
    if (this.#parts.table.ids.isWhole && others.length > 0) {
      for (const [id, state] of await this.#parts.table.ids.find(others)) {
        if (!state.isDeleted) {
          states.set(id, state);
        }
      }
      return states;
    }
    const filtered = await this.#byFilter(columns, others);
    return new Map([...states, ...filtered.map(readState)]);
  }

  async findDocuments(ids: readonly string[]): Promise<ReadonlyMap<string, StoredDocument>> {
    const { index, table } = this.#parts;
    const reader = index.sources?.reader((name) => table.hasColumn(name));
    const text = reader?.text ?? raw('_source');
    const hasRouting = table.hasColumn(ROUTING_COLUMN.name);
    const routing = hasRouting ? sql`, ${column(ROUTING_COLUMN.name)}` : sql``;
    const columns = sql`_id, _seq, _ver, ${text} AS source${routing}`;
    const { rows, others } = await this.#byMadeId(columns, [...new Set(ids)]);
    const rest = table.ids.isWhole
      ? await this.#byIdTable(columns, others)
      : await this.#byFilter(columns, others);
    return new Map([...rows, ...rest].map((row) => [String(row._id), readDocument(row, reader)]));
  }

  async #byMadeId(columns: Sql, ids: readonly string[]): Promise<Found> {
    const nextSeqNo = this.#parts.nextSeqNo();
    const told = ids.flatMap((id) => seqNoInId(id) ?? []).filter((seqNo) => seqNo < nextSeqNo);
    // An id from elsewhere can look as if it were made here: then it tells the number of another row.
    return pick(await this.#bySeqNo(columns, told), ids);
  }

  /**
   * A row that is not there was replaced since its number was read, or is not in the table yet. Which of the two its
   * id has now, if any, the rows say.
   */
  async #byIdTable(columns: Sql, ids: readonly string[]): Promise<readonly Row[]> {
    if (ids.length === 0) {
      return [];
    }
    const live = [...(await this.#parts.table.ids.find(ids))].filter(
      ([, { isDeleted }]) => !isDeleted,
    );
    const rows = await this.#bySeqNo(
      columns,
      live.map(([, { seqNo }]) => seqNo),
    );
    const { others } = pick(
      rows,
      live.map(([id]) => id),
    );
    return [...rows, ...(await this.#byFilter(columns, others))];
  }

  async #bySeqNo(columns: Sql, seqNos: readonly number[]): Promise<readonly Row[]> {
    return seqNos.length === 0
      ? []
      : this.#query(
          sql`SELECT ${columns} FROM ${raw(this.#parts.table.name)} WHERE _seq IN (${raw(seqNos.join(', '))})`,
        );
  }

  /** The newest last, while an overwrite is under way. */
  async #byFilter(columns: Sql, ids: readonly string[]): Promise<readonly Row[]> {
    const { table, nextSeqNo, idTableOperationsMin } = this.#parts;
    if (ids.length === 0) {
      return [];
    }
    if (nextSeqNo() >= idTableOperationsMin) {
      table.ids.makeSoon(this.#parts);
    }
    const list = join(
      ids.map((id) => sql`${string(id)}`),
      ', ',
    );
    return this.#query(
      sql`SELECT ${columns} FROM ${raw(table.name)} WHERE _id IN (${list}) ORDER BY _seq`,
    );
  }

  #query(statement: Sql): Promise<readonly Row[]> {
    // An answer is a few rows: sharing the work of writing it among threads takes longer than writing it.
    return this.#parts.engine.query(
      sql`${statement} SETTINGS output_format_parallel_formatting = 0`,
      {
        timeoutMs: LOOK_UP_MS_MAX,
      },
    );
  }
}

/** The rows of some ids, and the ids that have none. */
function pick(rows: readonly Row[], ids: readonly string[]): Found {
  const missing = new Set<unknown>(ids);
  const wanted = rows.filter(({ _id }) => missing.has(_id));
  for (const { _id } of wanted) {
    missing.delete(_id);
  }
  return { rows: wanted, others: ids.filter((id) => missing.has(id)) };
}

const readState = ({ _id, _seq, _ver }: Row): readonly [string, DocumentState] => [
  String(_id),
  { seqNo: Number(_seq), version: Number(_ver), isDeleted: false },
];

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
