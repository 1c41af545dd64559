import type { Logger } from 'pino';
import type { Column } from '../index/column.ts';
import type { Entry } from './entry.ts';
import type { IndexWriter } from './index-writer.ts';
import type { DocumentRow } from './operation.ts';
import { RowWriter } from './row-text.ts';
import type { Logged, Translog } from './translog.ts';
import type { TranslogRecord } from './translog-format.ts';

/** Maps a source to its row again. */
export type RowOf = (uuid: string, source: Buffer) => DocumentRow;

type LoggedRecord = TranslogRecord & Logged;

const INSERT_DOCUMENTS_MAX = 20_000;
const INSERT_BYTES_MAX = 16 * 1024 * 1024;
const NO_FIELDS: DocumentRow = { timeMs: 0, values: new Map() };

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
  }

  async #recover(writer: IndexWriter, records: readonly LoggedRecord[]): Promise<number> {
    const { table } = writer;
    const latest = [...new Map(records.map((record) => [record.id, record])).values()];
    const documents = latest.filter(({ kind }) => kind === 'index');
    const present = await table.findSeqNos(records[0]?.seqNo ?? 0);
    const missing = documents.filter(({ seqNo }) => !present.has(seqNo));
    for (const part of insertsOf(missing)) {
      await this.#insert(writer, part);
    }
    const ids = latest.filter(({ isGeneratedId }) => !isGeneratedId).map(({ id }) => id);
    await table.deleteOlder(ids, documents);
    writer.remember(records);
    return missing.length;
  }

  /** A document is mapped only now, when the engine lacks it. */
  async #insert({ table, index }: IndexWriter, records: readonly LoggedRecord[]): Promise<void> {
    const columns = (): readonly Column[] => index.columns();
    const rows = new RowWriter(columns);
    const entries = records.map((record): Entry => {
      const { id, isGeneratedId, seqNo, version, position, generation } = record;
      const row = this.#mapRow(record);
      const { timeMs } = row;
      const span = rows.write(record, row);
      const known = { id, isGeneratedId, seqNo, version, position, generation };
      return { ...known, timeMs, row: span, base: 'none' };
    });
    await table.addMissing(columns());
    await table.insert(entries, [...rows.used]);
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

/** Few inserts, since each costs as much as a thousand documents, but none that is too large. */
function* insertsOf(records: readonly LoggedRecord[]): Iterable<readonly LoggedRecord[]> {
  let part: LoggedRecord[] = [];
  let bytes = 0;
  for (const record of records) {
    part.push(record);
    bytes += record.source.length;
    if (part.length >= INSERT_DOCUMENTS_MAX || bytes >= INSERT_BYTES_MAX) {
      yield part;
      part = [];
      bytes = 0;
    }
  }
  if (part.length > 0) {
    yield part;
  }
}
