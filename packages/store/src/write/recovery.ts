import type { Logger } from 'pino';
import type { Entry } from './entry.ts';
import type { IndexWriter } from './index-writer.ts';
import type { DocumentRow } from './operation.ts';
import type { Logged, Translog } from './translog.ts';
import type { TranslogRecord } from './translog-format.ts';

/** Maps a source to its row again. */
export type RowOf = (uuid: string, source: Buffer) => DocumentRow;

const INSERT_DOCUMENTS_MAX = 5_000;
const NO_FIELDS: DocumentRow = { timeMs: 0, values: new Map() };

/**
 * Brings operations of the translog into the engine, each exactly once: a sequence number that the table has is not
 * inserted again, and of each id only the last operation counts. That holds however often a start is cut off.
 */
export class Recovery {
  readonly #rowOf: RowOf;
  readonly #log: Logger;
  readonly #entries = new Map<string, Entry[]>();

  constructor(rowOf: RowOf, log: Logger) {
    this.#rowOf = rowOf;
    this.#log = log;
  }

  add(record: TranslogRecord, logged: Logged): void {
    // Mapped later, and only when the engine lacks it.
    const entry: Entry = { ...record, ...logged, row: undefined, base: 'none' };
    const entries = this.#entries.get(record.uuid);
    if (entries === undefined) {
      this.#entries.set(record.uuid, [entry]);
    } else {
      entries.push(entry);
    }
  }

  /** Operations on indices that are gone are dropped. */
  async finish(writers: ReadonlyMap<string, IndexWriter>, translog: Translog): Promise<void> {
    for (const [uuid, entries] of this.#entries) {
      const writer = writers.get(uuid);
      if (writer !== undefined) {
        const inserted = await this.#recover(writer, entries);
        this.#log.info(
          { index: writer.index.name, operations: entries.length, inserted },
          'recovered from the translog',
        );
      }
      await translog.release(entries);
    }
    this.#entries.clear();
  }

  async #recover(writer: IndexWriter, entries: readonly Entry[]): Promise<number> {
    const { table, index } = writer;
    const latest = [...new Map(entries.map((entry) => [entry.id, entry])).values()];
    const documents = latest.filter(({ kind }) => kind === 'index');
    const present = await table.findSeqNos(entries[0]?.seqNo ?? 0);
    const missing = documents.filter(({ seqNo }) => !present.has(seqNo));
    for (let from = 0; from < missing.length; from += INSERT_DOCUMENTS_MAX) {
      const part = missing.slice(from, from + INSERT_DOCUMENTS_MAX);
      const mapped = part.map((entry) => ({ ...entry, row: this.#mapRow(entry) }));
      const columns = index.columns();
      await table.addMissing(columns);
      await table.insert(mapped, columns);
    }
    const ids = latest.filter(({ isGeneratedId }) => !isGeneratedId).map(({ id }) => id);
    await table.deleteOlder(ids, documents);
    writer.remember(entries);
    return missing.length;
  }

  #mapRow({ uuid, seqNo, source }: TranslogRecord): DocumentRow {
    try {
      return this.#rowOf(uuid, source);
    } catch (error) {
      // It was mapped before it was acknowledged. To keep its source is better than not to start.
      this.#log.error({ error: error, uuid, seqNo }, 'a document could not be mapped again');
      return NO_FIELDS;
    }
  }
}
