import { setImmediate } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Column } from '../index/column.ts';
import { DocumentValues } from './document-values.ts';
import type { EncodedRecords } from './encoded-records.ts';
import type { EngineTable } from './engine-table.ts';
import type { Entry } from './entry.ts';
import type { IndexWriter } from './index-writer.ts';
import type { DocumentRow } from './operation.ts';
import type { LatestOperations, RecoveredOperation } from './recovered-operations.ts';
import { withRouting } from './routed-row.ts';
import { type Row, RowWriter } from './row-block.ts';
import { INSERT_BYTES_MAX, INSERT_OPERATIONS_MAX } from './table-buffer.ts';
import type { TranslogRecord } from './translog-record.ts';
import type { WriteIndex } from './writer.ts';

/** Maps a source to its row again; undefined when its index was deleted meanwhile. */
export type RowOf = (uuid: string, source: Buffer) => DocumentRow | undefined;

const NO_NUMBERS: ReadonlySet<number> = new Set();
const NO_FIELDS: DocumentRow = { timeMs: 0, values: new DocumentValues() };
/** So many documents are mapped, which takes some milliseconds, before requests have their turn. */
const DOCUMENTS_BETWEEN_REQUESTS = 200;

interface ReplayParts {
  readonly rowOf: RowOf;
  readonly log: Logger;
  isStopping(): boolean;
}

interface ReplayOptions {
  readonly latest: LatestOperations;
  advance(operations: number): void;
}

/** Brings operations of an index into its table that the table does not have. */
export class IndexReplay {
  readonly #parts: ReplayParts;

  constructor(parts: ReplayParts) {
    this.#parts = parts;
  }

  /**
   * Brings in operations of one index, in order; of those that come later `latest` may know already. `advance` is told
   * how many more of them are done, all together.
   */
  async run(writer: IndexWriter, records: EncodedRecords, how: ReplayOptions): Promise<void> {
    const { latest, advance } = how;
    const started = performance.now();
    const { table, index } = writer;
    const present = await presentSeqNos(writer, records);
    const given = latest.hasGivenIds(index.uuid) ? operationsOnGivenIds(records, latest) : [];
    await table.ids.insert(given, ({ kind }) => kind === 'delete');
    const missing = missingDocuments(records, latest, present);
    const inserted = await this.#insert(writer, missing, advance);
    const ids = given.map(({ id }) => id);
    const documents = given.filter(({ kind }) => kind === 'index');
    await table.deleteOlder(ids, documents);
    writer.remember(given);
    advance(records.length - inserted);
    const ms = Math.round(performance.now() - started);
    this.#parts.log.info(
      { index: index.name, operations: records.length, inserted, ms },
      'recovered from the translog',
    );
  }

  /** While the engine inserts some documents, the next are mapped. Gives how many there were. */
  async #insert(
    { table, index }: IndexWriter,
    documents: Iterable<TranslogRecord>,
    advance: (operations: number) => void,
  ): Promise<number> {
    let inserting = Promise.resolve();
    let inserted = 0;
    try {
      for await (const entries of this.#batches(index, documents)) {
        await inserting;
        inserting = insertAll(table, index.columns(), entries).then(() => advance(entries.length));
        // Whether it fails is asked below; until then nobody may call it unhandled.
        inserting.catch(() => undefined);
        inserted += entries.length;
      }
    } finally {
      await inserting;
    }
    return inserted;
  }

  /** Documents are mapped only now, since the engine lacks them; requests are answered in between. */
  async *#batches(
    index: WriteIndex,
    documents: Iterable<TranslogRecord>,
  ): AsyncIterable<readonly Entry[]> {
    const rows = new RowWriter(() => index.columns());
    let entries: Entry[] = [];
    let bytes = 0;
    for (const record of documents) {
      if (entries.length % DOCUMENTS_BETWEEN_REQUESTS === 0) {
        await setImmediate();
      }
      const mapped = this.#parts.isStopping() ? undefined : this.#mapRow(record);
      if (mapped === undefined) {
        throw new Error('the store is being stopped, or the index was deleted');
      }
      const row = withRouting(mapped, record.routing);
      const written = rows.write(record, row);
      entries.push(entryOf(record, row.timeMs, written));
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

/** Of documents that the table may have already. It is not asked when it ends before the first of them. */
async function presentSeqNos(
  { table, nextSeqNoInEngine }: IndexWriter,
  { firstSeqNo }: EncodedRecords,
): Promise<ReadonlySet<number>> {
  return firstSeqNo >= nextSeqNoInEngine ? NO_NUMBERS : table.findSeqNos(firstSeqNo);
}

/** Those that count. */
function operationsOnGivenIds(
  records: EncodedRecords,
  latest: LatestOperations,
): readonly RecoveredOperation[] {
  const operations: RecoveredOperation[] = [];
  for (const record of records) {
    if (!record.isGeneratedId && latest.has(record)) {
      const { kind, seqNo, version, id, isGeneratedId } = record;
      operations.push({ kind, seqNo, version, id, isGeneratedId });
    }
  }
  return operations;
}

function* missingDocuments(
  records: EncodedRecords,
  latest: LatestOperations,
  present: ReadonlySet<number>,
): Iterable<TranslogRecord> {
  for (const record of records) {
    if (record.kind === 'index' && !present.has(record.seqNo) && latest.has(record)) {
      yield record;
    }
  }
}

/** What is recovered is released from the translog by count, so that its place there does not matter. */
function entryOf(
  { id, isGeneratedId, seqNo, version, routing }: TranslogRecord,
  timeMs: number,
  row: Row,
): Entry {
  // Members one by one: a copy of an object took a tenth of the recovery.
  return {
    id,
    isGeneratedId,
    seqNo,
    version,
    routing,
    timeMs,
    row,
    base: 'none',
    position: 0,
    generation: 0,
  };
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
