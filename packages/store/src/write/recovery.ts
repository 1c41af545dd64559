import { setImmediate } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Column } from '../index/column.ts';
import type { EngineTable } from './engine-table.ts';
import type { Entry } from './entry.ts';
import type { IndexWriter } from './index-writer.ts';
import type { DocumentRow } from './operation.ts';
import { RowWriter } from './row-text.ts';
import { INSERT_BYTES_MAX, INSERT_OPERATIONS_MAX } from './table-buffer.ts';
import type { Logged, Translog } from './translog.ts';
import type { TranslogRecord } from './translog-record.ts';
import type { WriteIndex } from './writer.ts';

/** Maps a source to its row again. */
export type RowOf = (uuid: string, source: Buffer) => DocumentRow;

type LoggedRecord = TranslogRecord & Logged;

const NO_FIELDS: DocumentRow = { timeMs: 0, values: new Map() };

/** Documents of one insert, and the columns that they have values for. */
interface Rows {
  readonly entries: readonly Entry[];
  readonly columns: readonly string[];
}

/**
 * Brings operations of the translog into the engine, each exactly once: a sequence number that the table has is not
 * inserted again, and of each id only the last operation counts. That holds however often a start is cut off.
 */
export class Recovery {
  readonly #rowOf: RowOf;
  readonly #log: Logger;
  readonly #records = new Map<string, LoggedRecord[]>();

  constructor(rowOf: RowOf, log: Logger) {
    this.#rowOf = rowOf;
    this.#log = log;
  }

  add(record: TranslogRecord, logged: Logged): void {
    const entry = { ...record, ...logged };
    const records = this.#records.get(record.uuid);
    if (records === undefined) {
      this.#records.set(record.uuid, [entry]);
    } else {
      records.push(entry);
    }
  }

  /** Operations on indices that are gone are dropped. */
  async finish(writers: ReadonlyMap<string, IndexWriter>, translog: Translog): Promise<void> {
    for (const [uuid, records] of this.#records) {
      const writer = writers.get(uuid);
      if (writer !== undefined) {
        const started = performance.now();
        const inserted = await this.#recover(writer, records);
        this.#log.info(
          {
            index: writer.index.name,
            operations: records.length,
            inserted,
            ms: Math.round(performance.now() - started),
          },
          'recovered from the translog',
        );
      }
      await translog.release(records);
    }
    this.#records.clear();
    // Segments without operations have waited for this.
    await translog.release([]);
  }

  async #recover(writer: IndexWriter, records: readonly LoggedRecord[]): Promise<number> {
    const { table } = writer;
    const latest = [...new Map(records.map((record) => [record.id, record])).values()];
    const documents = latest.filter(({ kind }) => kind === 'index');
    const present = await table.findSeqNos(records[0]?.seqNo ?? 0);
    const missing = documents.filter(({ seqNo }) => !present.has(seqNo));
    await this.#insert(writer, missing);
    const ids = latest.filter(({ isGeneratedId }) => !isGeneratedId).map(({ id }) => id);
    await table.deleteOlder(ids, documents);
    writer.remember(records);
    return missing.length;
  }

  /** While the engine inserts some documents, the next are mapped. */
  async #insert({ table, index }: IndexWriter, records: readonly LoggedRecord[]): Promise<void> {
    let inserting = Promise.resolve();
    for (const { entries, columns } of this.#batches(index, records)) {
      await inserting;
      inserting = insertAll(table, index.columns(), { entries, columns });
      // Whether it fails is asked below; until then nobody may call it unhandled.
      inserting.catch(() => undefined);
      await setImmediate();
    }
    await inserting;
  }

  /** Documents are mapped only now, since the engine lacks them. */
  *#batches(index: WriteIndex, records: readonly LoggedRecord[]): Iterable<Rows> {
    const rows = new RowWriter(() => index.columns());
    let entries: Entry[] = [];
    let bytes = 0;
    for (const record of records) {
      const { id, isGeneratedId, seqNo, version, position, generation } = record;
      const row = this.#mapRow(record);
      const span = rows.write(record, row);
      const known = { id, isGeneratedId, seqNo, version, position, generation };
      entries.push({ ...known, timeMs: row.timeMs, row: span, base: 'none' });
      bytes += span.end - span.start;
      if (entries.length >= INSERT_OPERATIONS_MAX || bytes >= INSERT_BYTES_MAX) {
        yield { entries, columns: [...rows.used] };
        rows.forget();
        entries = [];
        bytes = 0;
      }
    }
    if (entries.length > 0) {
      yield { entries, columns: [...rows.used] };
    }
  }

  #mapRow({ uuid, seqNo, source }: TranslogRecord): DocumentRow {
    try {
      return this.#rowOf(uuid, source);
    } catch (error) {
      // It was mapped before it was acknowledged. To keep its source is better than not to start.
      this.#log.error({ error, uuid, seqNo }, 'a document could not be mapped again');
      return NO_FIELDS;
    }
  }
}

async function insertAll(
  table: EngineTable,
  known: readonly Column[],
  { entries, columns }: Rows,
): Promise<void> {
  await table.addMissing(known);
  let left: readonly (readonly Entry[])[] = [entries];
  while (left.length > 0) {
    left = await table.insertFirst(left, columns);
  }
}
