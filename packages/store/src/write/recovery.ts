import { setImmediate } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Column } from '../index/column.ts';
import { DocumentValues } from './document-values.ts';
import type { EngineTable } from './engine-table.ts';
import type { Entry } from './entry.ts';
import type { IndexWriter } from './index-writer.ts';
import type { DocumentRow } from './operation.ts';
import { withRouting } from './routed-row.ts';
import { RowWriter } from './row-block.ts';
import { INSERT_BYTES_MAX, INSERT_OPERATIONS_MAX } from './table-buffer.ts';
import type { Logged, Translog } from './translog.ts';
import type { TranslogRecord } from './translog-record.ts';
import type { WriteIndex } from './writer.ts';

/** Maps a source to its row again. */
export type RowOf = (uuid: string, source: Buffer) => DocumentRow;

type LoggedRecord = TranslogRecord & Logged;

const NO_FIELDS: DocumentRow = { timeMs: 0, values: new DocumentValues() };
/** So many bytes of sources are recovered at a time: larger inserts cost less, but all of it is in memory. */
const WINDOW_BYTES = 96 * 1024 * 1024;
/** Indices that are recovered at once: while the disk syncs for one, others are mapped and read. */
const INDICES_AT_ONCE = 4;

/**
 * Brings operations of the translog into the engine, each exactly once: a sequence number that the table has is not
 * inserted again, and of each id only the last operation counts. That holds however often a start is cut off.
 *
 * The translog is read several times: first to know the last operation of each id, then once for as many indices as fit
 * into memory together. So an index gets few inserts, however many others it shares the translog with.
 */
export class Recovery {
  readonly #rowOf: RowOf;
  readonly #log: Logger;
  /** By index and id, without ids that the store made: no other operation can have one of those. */
  readonly #latest = new Map<string, Map<string, number>>();
  /** Bytes of sources by index. */
  readonly #bytes = new Map<string, number>();

  constructor(rowOf: RowOf, log: Logger) {
    this.#rowOf = rowOf;
    this.#log = log;
  }

  /** To be called with every operation, in order, before `finish`. */
  note({ uuid, id, isGeneratedId, seqNo, source }: TranslogRecord): void {
    this.#bytes.set(uuid, (this.#bytes.get(uuid) ?? 0) + source.length);
    if (isGeneratedId) {
      return;
    }
    const latest = this.#latest.get(uuid);
    if (latest === undefined) {
      this.#latest.set(uuid, new Map([[id, seqNo]]));
    } else {
      latest.set(id, seqNo);
    }
  }

  /** Operations on indices that are gone are dropped. */
  async finish(writers: ReadonlyMap<string, IndexWriter>, translog: Translog): Promise<void> {
    for (const uuids of packIndices(this.#bytes)) {
      await this.#recoverIndices(uuids, writers, translog);
    }
    this.#latest.clear();
    this.#bytes.clear();
  }

  async #recoverIndices(
    uuids: ReadonlySet<string>,
    writers: ReadonlyMap<string, IndexWriter>,
    translog: Translog,
  ): Promise<void> {
    let window: LoggedRecord[] = [];
    let bytes = 0;
    for await (const records of translog.readAgain()) {
      for (const record of records) {
        if (uuids.has(record.uuid)) {
          window.push(record);
          bytes += record.source.length;
        }
      }
      if (bytes >= WINDOW_BYTES) {
        await this.#recoverWindow(window, writers, translog);
        window = [];
        bytes = 0;
      }
    }
    await this.#recoverWindow(window, writers, translog);
  }

  async #recoverWindow(
    window: readonly LoggedRecord[],
    writers: ReadonlyMap<string, IndexWriter>,
    translog: Translog,
  ): Promise<void> {
    const byIndex = new Map<string, LoggedRecord[]>();
    for (const record of window) {
      const records = byIndex.get(record.uuid);
      if (records === undefined) {
        byIndex.set(record.uuid, [record]);
      } else {
        records.push(record);
      }
    }
    const waiting = byIndex.entries();
    const recoverNext = async () => {
      for (const [uuid, records] of waiting) {
        const writer = writers.get(uuid);
        if (writer !== undefined) {
          await this.#recover(writer, records);
        }
      }
    };
    await Promise.all(Array.from({ length: INDICES_AT_ONCE }, recoverNext));
    // Segments without operations have waited for this as well.
    await translog.release(window);
  }

  async #recover(writer: IndexWriter, records: readonly LoggedRecord[]): Promise<void> {
    const started = performance.now();
    const { table } = writer;
    const latestOf = this.#latest.get(writer.index.uuid);
    const latest = records.filter(
      ({ id, isGeneratedId, seqNo }) => isGeneratedId || latestOf?.get(id) === seqNo,
    );
    const documents = latest.filter(({ kind }) => kind === 'index');
    const missing = await this.#missing(writer, documents);
    await table.ids.insert(latest, ({ kind }) => kind === 'delete');
    await this.#insert(writer, missing);
    const ids = latest.filter(({ isGeneratedId }) => !isGeneratedId).map(({ id }) => id);
    await table.deleteOlder(ids, documents);
    writer.remember(records);
    const ms = Math.round(performance.now() - started);
    this.#log.info(
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
    for (const entries of this.#batches(index, records)) {
      await inserting;
      inserting = insertAll(table, index.columns(), entries);
      // Whether it fails is asked below; until then nobody may call it unhandled.
      inserting.catch(() => undefined);
      await setImmediate();
    }
    await inserting;
  }

  /** Documents are mapped only now, since the engine lacks them. */
  *#batches(index: WriteIndex, records: readonly LoggedRecord[]): Iterable<readonly Entry[]> {
    const rows = new RowWriter(() => index.columns());
    let entries: Entry[] = [];
    let bytes = 0;
    for (const record of records) {
      const { id, isGeneratedId, seqNo, version, routing, position, generation } = record;
      const row = withRouting(this.#mapRow(record), routing);
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

/** Indices in groups that fit into a window each; a group has one that does not. */
function packIndices(bytesOf: ReadonlyMap<string, number>): readonly ReadonlySet<string>[] {
  const groups: Set<string>[] = [];
  let room = 0;
  for (const [uuid, bytes] of bytesOf) {
    if (groups.length === 0 || bytes > room) {
      groups.push(new Set());
      room = WINDOW_BYTES;
    }
    groups.at(-1)?.add(uuid);
    room -= bytes;
  }
  return groups.length === 0 ? [new Set()] : groups;
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
