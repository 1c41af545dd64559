import { type Entry, entryBytes } from './entry.ts';

/** An insert is cut at this many operations or bytes, whichever comes first; see the write path's measurements. */
const BATCH_OPERATIONS_MAX = 20_000;
const BATCH_BYTES_MAX = 16 * 1024 * 1024;

/** Operations that go into the engine together. */
export interface Batch {
  readonly entries: readonly Entry[];
  /** Documents to insert: the last operation on each id, where that is no delete. */
  readonly documents: readonly Entry[];
  /** Ids that have an older row in the engine's table. */
  readonly replacedIds: readonly string[];
  /** The insert is done and only the older rows are left to delete. */
  isInserted: boolean;
}

/** The operations of one index between translog and engine. Real-time get and version checks see them. */
export class TableBuffer {
  #entries: Entry[] = [];
  #latest = new Map<string, Entry>();
  #flushing: { readonly batch: Batch; readonly latest: ReadonlyMap<string, Entry> } | undefined;
  #bytes = 0;
  #flushingBytes = 0;
  #firstAt = 0;

  /** About what it takes in memory, with the batch that is being flushed. */
  get bytes(): number {
    return this.#bytes + this.#flushingBytes;
  }

  /** Operations that wait, without those of the batch that is being flushed. */
  get waiting(): number {
    return this.#entries.length;
  }

  get flushing(): Batch | undefined {
    return this.#flushing?.batch;
  }

  /** When the oldest operation that waits came; only of use when one does. */
  get firstAt(): number {
    return this.#firstAt;
  }

  /** Position in the translog of the oldest operation that the engine does not have; undefined when it has all. */
  get oldestPosition(): number | undefined {
    return (this.#flushing?.batch.entries ?? this.#entries)[0]?.position;
  }

  /** Position of the newest operation that the engine does not have; 0 when it has all. */
  get lastPosition(): number {
    return (this.#entries.at(-1) ?? this.flushing?.entries.at(-1))?.position ?? 0;
  }

  /** Segment of the translog that holds the oldest operation; undefined when there is none, or none written yet. */
  get oldestGeneration(): number | undefined {
    return (this.flushing?.entries ?? this.#entries)[0]?.generation || undefined;
  }

  put(entry: Entry, nowMs: number): void {
    if (this.#entries.length === 0) {
      this.#firstAt = nowMs;
    }
    this.#entries.push(entry);
    this.#latest.set(entry.id, entry);
    this.#bytes += entryBytes(entry);
  }

  /** The last operation on this id that the engine does not have. */
  latest(id: string): Entry | undefined {
    return this.#latest.get(id) ?? this.#flushing?.latest.get(id);
  }

  /** Cuts a batch from the operations up to a position. There must be none under way. */
  take(upToPosition: number, nowMs: number): Batch | undefined {
    const count = this.#batchLength(upToPosition);
    if (count === 0) {
      return undefined;
    }
    const entries = this.#entries.slice(0, count);
    this.#keep(this.#entries.slice(count));
    this.#firstAt = nowMs;
    const latest = latestById(entries);
    const batch = { ...summarize(entries, latest), isInserted: false };
    this.#flushing = { batch, latest };
    this.#flushingBytes = entries.reduce((sum, entry) => sum + entryBytes(entry), 0);
    return batch;
  }

  /** The batch is in the engine. */
  done(): void {
    this.#flushing = undefined;
    this.#flushingBytes = 0;
  }

  /** Forgets operations that never reached the translog. */
  dropAfter(position: number): void {
    if ((this.#entries.at(-1)?.position ?? 0) > position) {
      this.#keep(this.#entries.filter((entry) => entry.position <= position));
    }
  }

  /** Empties it; gives what was in it. */
  clear(): readonly Entry[] {
    const entries = [...(this.flushing?.entries ?? []), ...this.#entries];
    this.#keep([]);
    this.done();
    return entries;
  }

  #batchLength(upToPosition: number): number {
    let bytes = 0;
    for (const [i, entry] of this.#entries.entries()) {
      const isFull = i >= BATCH_OPERATIONS_MAX || bytes >= BATCH_BYTES_MAX;
      if (isFull || entry.position > upToPosition) {
        return i;
      }
      bytes += entryBytes(entry);
    }
    return this.#entries.length;
  }

  #keep(entries: Entry[]): void {
    this.#entries = entries;
    this.#latest = latestById(entries);
    this.#bytes = entries.reduce((sum, entry) => sum + entryBytes(entry), 0);
  }
}

function latestById(entries: readonly Entry[]): Map<string, Entry> {
  return new Map(entries.map((entry) => [entry.id, entry]));
}

function summarize(
  entries: readonly Entry[],
  latest: ReadonlyMap<string, Entry>,
): Omit<Batch, 'isInserted'> {
  const seen = new Set<string>();
  const replacedIds: string[] = [];
  for (const entry of entries) {
    if (!seen.has(entry.id)) {
      seen.add(entry.id);
      if (hasRow(entry.base)) {
        replacedIds.push(entry.id);
      }
    }
    // What came before is settled now; the chain must not keep every old version alive.
    entry.base = 'none';
  }
  const documents = [...latest.values()].filter(({ kind }) => kind === 'index');
  return { entries, documents, replacedIds };
}

function hasRow(base: Entry['base']): boolean {
  return typeof base === 'string' ? base === 'row' : base.kind === 'index';
}
