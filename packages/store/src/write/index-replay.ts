import { setImmediate } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Column } from '../index/column.ts';
import { DocumentValues } from './document-values.ts';
import type { EngineTable } from './engine-table.ts';
import type { Entry } from './entry.ts';
import type { IndexWriter } from './index-writer.ts';
import type { DocumentRow } from './operation.ts';
import type { LatestOperations } from './recovered-operations.ts';
import { withRouting } from './routed-row.ts';
import { RowWriter } from './row-block.ts';
import { INSERT_BYTES_MAX, INSERT_OPERATIONS_MAX } from './table-buffer.ts';
import type { Logged } from './translog.ts';
import type { TranslogRecord } from './translog-record.ts';
import type { WriteIndex } from './writer.ts';

/** Maps a source to its row again; undefined when its index was deleted meanwhile. */
export type RowOf = (uuid: string, source: Buffer) => DocumentRow | undefined;

export type LoggedRecord = TranslogRecord & Logged;

const NO_FIELDS: DocumentRow = { timeMs: 0, values: new DocumentValues() };
/** So many documents are mapped, which takes some milliseconds, before requests have their turn. */
const DOCUMENTS_BETWEEN_REQUESTS = 200;

interface ReplayParts {
  readonly rowOf: RowOf;
  readonly log: Logger;
  isStopping(): boolean;
}

/** Brings operations of an index into its table that the table does not have. */
export class IndexReplay {
  readonly #parts: ReplayParts;

  constructor(parts: ReplayParts) {
    this.#parts = parts;
  }

  /** Brings in operations of one index, in order; of those that come later `operations` may know already. */
  async run(
    writer: IndexWriter,
    records: readonly LoggedRecord[],
    operations: LatestOperations,
  ): Promise<void> {
    const started = performance.now();
    const { table } = writer;
    const latest = records.filter((record) => operations.has(record));
    const documents = latest.filter(({ kind }) => kind === 'index');
    const missing = await this.#missing(writer, documents);
    await table.ids.insert(latest, ({ kind }) => kind === 'delete');
    await this.#insert(writer, missing);
    const ids = latest.filter(({ isGeneratedId }) => !isGeneratedId).map(({ id }) => id);
    await table.deleteOlder(ids, documents);
    writer.remember(records);
    const ms = Math.round(performance.now() - started);
    this.#parts.log.info(
      { index: writer.index.name, operations: records.length, inserted: missing.length, ms },
      'recovered from the translog',
    );
  }

  /** Documents that the table does not have. It is not asked when it ends before the first of them. */
  async #missing(
    { table, nextSeqNoInEngine }: IndexWriter,
    documents: readonly LoggedRecord[],
  ): Promise<readonly LoggedRecord[]> {
    const first = documents[0]?.seqNo ?? 0;
    if (first >= nextSeqNoInEngine) {
      return documents;
    }
    const present = await table.findSeqNos(first);
    return documents.filter(({ seqNo }) => !present.has(seqNo));
  }

  /** While the engine inserts some documents, the next are mapped. */
  async #insert({ table, index }: IndexWriter, records: readonly LoggedRecord[]): Promise<void> {
    let inserting = Promise.resolve();
    try {
      for await (const entries of this.#batches(index, records)) {
        await inserting;
        inserting = insertAll(table, index.columns(), entries);
        // Whether it fails is asked below; until then nobody may call it unhandled.
        inserting.catch(() => undefined);
      }
    } finally {
      await inserting;
    }
  }

  /** Documents are mapped only now, since the engine lacks them; requests are answered in between. */
  async *#batches(
    index: WriteIndex,
    records: readonly LoggedRecord[],
  ): AsyncIterable<readonly Entry[]> {
    const rows = new RowWriter(() => index.columns());
    let entries: Entry[] = [];
    let bytes = 0;
    for (const [i, record] of records.entries()) {
      if (i % DOCUMENTS_BETWEEN_REQUESTS === 0) {
        await setImmediate();
      }
      const { id, isGeneratedId, seqNo, version, routing, position, generation } = record;
      const mapped = this.#parts.isStopping() ? undefined : this.#mapRow(record);
      if (mapped === undefined) {
        throw new Error('the store is being stopped, or the index was deleted');
      }
      const row = withRouting(mapped, routing);
      const written = rows.write(record, row);
      const known = { id, isGeneratedId, seqNo, version, routing, position, generation };
      entries.push({ ...known, timeMs: row.timeMs, row: written, base: 'none' });
      bytes += written.bytes;
      if (entries.length >= INSERT_OPERATIONS_MAX || bytes >= INSERT_BYTES_MAX) {
        yield entries;
        rows.forget();
        entries = [];
        bytes = 0;
      }
    }
    if (entries.length > 0) {
      yield entries;
    }
  }

  #mapRow({ uuid, seqNo, source }: TranslogRecord): DocumentRow | undefined {
    try {
      return this.#parts.rowOf(uuid, source);
    } catch (error) {
      // It was mapped before it was acknowledged. To keep its source is better than not to start.
      this.#parts.log.error({ error, uuid, seqNo }, 'a document could not be mapped again');
      return NO_FIELDS;
    }
  }
}

async function insertAll(
  table: EngineTable,
  known: readonly Column[],
  entries: readonly Entry[],
): Promise<void> {
  await table.addMissing(known);
  let left: readonly (readonly Entry[])[] = [entries];
  while (left.length > 0) {
    left = await table.insertFirst(left);
  }
}
