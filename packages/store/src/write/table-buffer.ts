import type { Column } from '../index/column.ts';
import { type Entry, entryBytes, isDelete } from './entry.ts';
import { InsertPace } from './insert-pace.ts';
import type { DocumentRow } from './operation.ts';
import { type Row, type RowHead, RowWriter } from './row-block.ts';

/**
 * An insert is cut at this many operations or bytes of rows, whichever comes first: the engine takes a multiple of the
 * bytes of an insert. With half of it each document costs the engine a third more of its time. For a slow engine, less.
 */
export const INSERT_OPERATIONS_MAX = 20_000;
export const INSERT_BYTES_MAX = 16 * 1024 * 1024;

/** Operations that go into the engine together. */
export interface Batch {
  readonly entries: readonly Entry[];
  /** Documents to insert: the last operation on each id, where that is no delete. */
  readonly documents: readonly Entry[];
  /** Sequence numbers of older rows of the same ids in the engine's table. */
  readonly replacedSeqNos: readonly number[];
  /** Documents that are not inserted yet, by insert; when there are none, only older rows are left to delete. */
  left: readonly (readonly Entry[])[];
}

/** The operations of one index between translog and engine. Real-time get and version checks see them. */
export class TableBuffer {
  readonly #rows: RowWriter;
  readonly #pace = new InsertPace();
  #waiting = new EntryList([]);
  #flushing:
    | { readonly batch: Batch; readonly list: EntryList; readonly firstAt: number }
    | undefined;
  #bytes = 0;
  #flushingBytes = 0;
  #firstAt = 0;

  constructor(columns: () => readonly Column[]) {
    this.#rows = new RowWriter(columns);
  }

  /** About what it takes in memory, with the batch that is being flushed. */
  get bytes(): number {
    return this.#bytes + this.#flushingBytes;
  }

  /** See `InsertPace`. */
  get share(): number {
    return this.#pace.share;
  }

  /** Operations that wait, without those of the batch that is being flushed. */
  get waiting(): number {
    return this.#waiting.entries.length;
  }

  get flushing(): Batch | undefined {
    return this.#flushing?.batch;
  }

  /** When the oldest operation that waits came; only of use when one does. */
  get firstAt(): number {
    return this.#firstAt;
  }

  /** When the oldest operation came that the engine does not have; infinite when it has all. */
  get oldestAt(): number {
    const waitingAt = this.waiting > 0 ? this.#firstAt : Number.POSITIVE_INFINITY;
    return this.#flushing?.firstAt ?? waitingAt;
  }

  /** Position in the translog of the oldest operation that the engine does not have; undefined when it has all. */
  get oldestPosition(): number | undefined {
    return this.#oldest?.position;
  }

  /** Position of the newest operation that the engine does not have; 0 when it has all. */
  get lastPosition(): number {
    return (this.#waiting.entries.at(-1) ?? this.flushing?.entries.at(-1))?.position ?? 0;
  }

  /** Segment of the translog that holds the oldest operation; undefined when there is none, or none written yet. */
  get oldestGeneration(): number | undefined {
    return this.#oldest?.generation || undefined;
  }

  get #oldest(): Entry | undefined {
    return (this.flushing?.entries ?? this.#waiting.entries)[0];
  }

  /** Makes the row of an entry that is put next. */
  writeRow(head: RowHead, row: DocumentRow): Row {
    return this.#rows.write(head, row);
  }

  put(entry: Entry, nowMs: number): void {
    if (this.waiting === 0) {
      this.#firstAt = nowMs;
    }
    this.#waiting.entries.push(entry);
    this.#bytes += entryBytes(entry);
  }

  /** The last operation on this id that the engine does not have. */
  latest(id: string): Entry | undefined {
    return this.#waiting.latest(id) ?? this.#flushing?.list.latest(id);
  }

  /** Cuts a batch from the operations up to a position. There must be none under way. */
  take(upToPosition: number, nowMs: number): Batch | undefined {
    const count = this.#batchLength(upToPosition);
    if (count === 0) {
      return undefined;
    }
    const before = this.#waiting.entries;
    const entries = before.slice(0, count);
    const totalBytes = this.#bytes;
    this.#keep(before.slice(count));
    this.#flushingBytes = totalBytes - this.#bytes;
    const firstAt = this.#firstAt;
    this.#firstAt = nowMs;
    const batch = summarize(entries);
    this.#flushing = { batch, list: new EntryList(entries), firstAt };
    return batch;
  }

  /** The batch is in the engine, which took so long for it. */
  inserted(ms: number): void {
    const operations = (this.flushing?.entries.length ?? 0) / INSERT_OPERATIONS_MAX;
    this.#pace.note(Math.max(operations, this.#flushingBytes / INSERT_BYTES_MAX), ms);
    this.#done();
  }

  #done(): void {
    this.#flushing = undefined;
    this.#flushingBytes = 0;
  }

  /** Forgets operations that never reached the translog. */
  dropAfter(position: number): void {
    const { entries } = this.#waiting;
    if ((entries.at(-1)?.position ?? 0) > position) {
      this.#keep(entries.filter((entry) => entry.position <= position));
    }
  }

  /** Empties it; gives what was in it. */
  clear(): readonly Entry[] {
    const entries = [...(this.flushing?.entries ?? []), ...this.#waiting.entries];
    this.#keep([]);
    this.#done();
    return entries;
  }

  #batchLength(upToPosition: number): number {
    let bytes = 0;
    const { entries } = this.#waiting;
    const { share } = this;
    for (const [i, entry] of entries.entries()) {
      const isFull = i >= INSERT_OPERATIONS_MAX * share || bytes >= INSERT_BYTES_MAX * share;
      if (isFull || entry.position > upToPosition) {
        return i;
      }
      bytes += entryBytes(entry);
    }
    return entries.length;
  }

  #keep(entries: Entry[]): void {
    if (entries.length === 0) {
      this.#rows.forget();
    }
    this.#waiting = new EntryList(entries);
    this.#bytes = entries.reduce((sum, entry) => sum + entryBytes(entry), 0);
  }
}

/** Entries in order; found by id. The index is made as far as somebody looks: streams of logs never need one. */
class EntryList {
  readonly entries: Entry[];
  readonly #latest = new Map<string, Entry>();
  #indexed = 0;

  constructor(entries: Entry[]) {
    this.entries = entries;
  }

  latest(id: string): Entry | undefined {
    for (; this.#indexed < this.entries.length; this.#indexed += 1) {
      const entry = this.entries[this.#indexed] as Entry;
      this.#latest.set(entry.id, entry);
    }
    return this.#latest.get(id);
  }
}

function summarize(entries: readonly Entry[]): Batch {
  if (entries.every(({ isGeneratedId }) => isGeneratedId)) {
    return { entries, documents: entries, left: [entries], replacedSeqNos: [] };
  }
  const latest = new Map<string, Entry>();
  const replacedSeqNos: number[] = [];
  for (const entry of entries) {
    const replaced = latest.has(entry.id) ? undefined : rowOf(entry.base);
    if (replaced !== undefined) {
      replacedSeqNos.push(replaced);
    }
    latest.set(entry.id, entry);
    // What came before is settled now; the chain must not keep every old version alive.
    entry.base = 'none';
  }
  const documents = [...latest.values()].filter((entry) => !isDelete(entry));
  return { entries, documents, left: documents.length === 0 ? [] : [documents], replacedSeqNos };
}

/** Sequence number of the row that the table has; undefined when it has none. */
function rowOf(base: Entry['base']): number | undefined {
  if (typeof base !== 'object') {
    return base === 'none' ? undefined : base;
  }
  return isDelete(base) ? undefined : base.seqNo;
}
