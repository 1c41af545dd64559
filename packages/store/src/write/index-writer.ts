import { LongshoreError } from '@longshore/common/errors';
import type { Engine } from '../engine/engine.ts';
import { DocumentFinder } from './document-finder.ts';
import type { EngineTable } from './engine-table.ts';
import type { Entry } from './entry.ts';
import { baseOf, documentOf, resultOf, stateOf } from './entry-state.ts';
import { IndexFlusher } from './index-flusher.ts';
import type { KeptRows, Snapshot } from './kept-rows.ts';
import type { StoredDocument, WriteOperation, WriteResult } from './operation.ts';
import { RecentIds } from './recent-ids.ts';
import type { RecoveredOperation } from './recovered-operations.ts';
import { type Batch, TableBuffer } from './table-buffer.ts';
import { extendTimeRange, type TableSummary } from './table-summaries.ts';
import type { Translog } from './translog.ts';
import type { TranslogRecord } from './translog-record.ts';
import { type DocumentState, decide } from './versions.ts';
import type { WriteIndex } from './writer.ts';

const NO_SOURCE = Buffer.alloc(0);

export interface IndexWriterParts {
  readonly index: WriteIndex;
  readonly engine: Engine;
  readonly table: EngineTable;
  readonly translog: Translog;
  /** For snapshots. */
  readonly kept: KeptRows;
  readonly makeId: (seqNo: number) => string;
  /** See `DocumentFinder`. */
  readonly idTableOperationsMin: number;
  readonly now: () => number;
  /** Called when documents became searchable. */
  readonly onFlushed: () => void;
}

type IdentifiedOperation = WriteOperation & { readonly id: string };

/**
 * The writes of one index: decides versions and keeps what the engine does not have yet.
 *
 * Operations with an id are decided one request after the other, since a look-up in the engine may be needed;
 * those without can conflict with nothing and never wait.
 */
export class IndexWriter {
  readonly buffer: TableBuffer;
  readonly flusher: IndexFlusher;
  readonly #parts: IndexWriterParts;
  readonly #finder: DocumentFinder;
  readonly #recent = new RecentIds();
  #nextSeqNo = 0;
  #nextSeqNoInEngine = 0;
  /** The last operation that the table has. */
  #flushedSeqNo = -1;
  #documents = 0;
  #timeRange: TableSummary['timeRange'];
  #deciding: Promise<unknown> = Promise.resolve();
  #refusals = 0;

  constructor(parts: IndexWriterParts) {
    this.#parts = parts;
    const { index, table, translog, kept, now } = parts;
    this.buffer = new TableBuffer(() => index.columns());
    this.flusher = new IndexFlusher({
      index,
      table,
      translog,
      now,
      buffer: this.buffer,
      beforeWrite: (batch) => kept.keep(batch),
      onFlushed: (batch) => this.#onFlushed(batch),
    });
    this.#finder = new DocumentFinder({
      ...parts,
      nextSeqNo: () => this.#nextSeqNo,
      flushed: () => this.flusher.idle(),
    });
  }

  get index(): WriteIndex {
    return this.#parts.index;
  }

  get table(): EngineTable {
    return this.#parts.table;
  }

  /** The sequence number that the next operation gets. */
  get nextSeqNo(): number {
    return this.#nextSeqNo;
  }

  /** Above all that the engine had when it was last asked. */
  get nextSeqNoInEngine(): number {
    return this.#nextSeqNoInEngine;
  }

  get documents(): number {
    return this.#documents;
  }

  get timeRange(): TableSummary['timeRange'] {
    return this.#timeRange;
  }

  /** Takes over what the engine has. */
  load({ documents, seqNoMax, timeRange }: TableSummary): void {
    this.#documents = documents;
    this.#timeRange = timeRange;
    this.#nextSeqNoInEngine = seqNoMax + 1;
    this.reserve(seqNoMax + 1);
    this.#flushedSeqNo = this.#nextSeqNo - 1;
  }

  /** Sequence numbers below this are used. */
  reserve(nextSeqNo: number): void {
    this.#nextSeqNo = Math.max(this.#nextSeqNo, nextSeqNo);
  }

  /** Takes over operations that the engine got from the translog at the start. */
  remember(operations: readonly RecoveredOperation[]): void {
    for (const { id, seqNo, version, kind } of operations) {
      this.#recent.set(id, { seqNo, version, isDeleted: kind === 'delete' });
    }
  }

  /** Operations after this position in the translog were refused and never happened. */
  refuse(lastSynced: number): void {
    this.#refusals += 1;
    this.buffer.dropAfter(lastSynced);
    this.flusher.resolveWaiters();
  }

  /** Decides and keeps operations. They are in the translog only after its `sync`. */
  async apply(
    operations: readonly WriteOperation[],
  ): Promise<readonly (WriteResult | LongshoreError)[]> {
    if (operations.every(({ id }) => id === undefined)) {
      return operations.map((operation) => this.#add(operation));
    }
    const applied = this.#deciding.then(() => this.#decideAll(operations));
    this.#deciding = applied.catch(() => undefined);
    return applied;
  }

  /** What searches see. */
  async getSearchable(ids: readonly string[]): Promise<readonly (StoredDocument | undefined)[]> {
    await this.flusher.settled();
    const found = await this.#finder.findDocuments(ids);
    return ids.map((id) => found.get(id));
  }

  /** Realtime: first what the engine does not have yet, then the engine. */
  async get(ids: readonly string[]): Promise<readonly (StoredDocument | undefined)[]> {
    const buffered = new Map(ids.map((id) => [id, this.buffer.latest(id)]));
    const missing = ids.filter((id) => buffered.get(id) === undefined);
    const found = await this.#finder.findDocuments(missing);
    return ids.map((id) => {
      const entry = buffered.get(id);
      if (entry === undefined) {
        return found.get(id);
      }
      return documentOf(entry, this.index.sources);
    });
  }

  /** Holds on to what is searchable now. */
  openSnapshot(): Promise<Snapshot> {
    return this.#parts.kept.open(async () => {
      // To its end: in between the table is ahead of what is known of it.
      await this.flusher.idle();
      return this.#flushedSeqNo;
    });
  }

  /** The index is gone: nobody needs to wait for it any more. */
  async abandon(): Promise<void> {
    await this.#deciding;
    await this.flusher.idle();
    await this.#parts.kept.abandon();
    await this.#parts.translog.sync().catch(() => undefined);
    await this.#parts.translog.release(this.buffer.clear());
    this.flusher.resolveWaiters();
  }

  async #decideAll(
    operations: readonly WriteOperation[],
  ): Promise<readonly (WriteResult | LongshoreError)[]> {
    const ids = new Set(operations.flatMap(({ id }) => id ?? []));
    const states = await this.#readStates(ids);
    return operations.map((operation) => {
      const { id } = operation;
      if (id === undefined) {
        return this.#add(operation);
      }
      const result = this.#decide({ ...operation, id }, states.get(id));
      if ('entry' in result) {
        states.set(id, result.entry);
        return result.result;
      }
      return result;
    });
  }

  /** What was last written to each id. Again from the start when operations were refused meanwhile. */
  async #readStates(ids: ReadonlySet<string>): Promise<Map<string, DocumentState | Entry>> {
    for (;;) {
      const refusals = this.#refusals;
      const states = new Map<string, DocumentState | Entry>();
      for (const id of ids) {
        const state = this.buffer.latest(id) ?? this.#recent.get(id);
        if (state !== undefined) {
          states.set(id, state);
        }
      }
      const unknown = [...ids].filter((id) => !states.has(id));
      for (const [id, state] of await this.#finder.findVersions(unknown)) {
        states.set(id, state);
      }
      if (refusals === this.#refusals) {
        return states;
      }
    }
  }

  #decide(
    operation: IdentifiedOperation,
    state: DocumentState | Entry | undefined,
  ): { readonly entry: Entry; readonly result: WriteResult } | LongshoreError {
    const decision = decide(operation, state && stateOf(state));
    if (decision instanceof LongshoreError) {
      return decision;
    }
    const entry = this.#put(operation, {
      id: operation.id,
      isGeneratedId: false,
      version: decision.version,
      base: baseOf(state),
    });
    return { entry, result: resultOf(entry, decision.result) };
  }

  #add(operation: WriteOperation): WriteResult {
    const id = this.#parts.makeId(this.#nextSeqNo);
    const made = { id, isGeneratedId: true, version: 1, base: 'none' } as const;
    return resultOf(this.#put(operation, made), 'created');
  }

  #put(
    operation: WriteOperation,
    known: Pick<Entry, 'id' | 'isGeneratedId' | 'version' | 'base'>,
  ): Entry {
    const { id, isGeneratedId, version, base } = known;
    const seqNo = this.#nextSeqNo;
    const isDeleted = operation.kind === 'delete';
    const record: TranslogRecord = {
      uuid: this.index.uuid,
      kind: isDeleted ? 'delete' : 'index',
      seqNo,
      version,
      id,
      routing: isDeleted ? undefined : operation.routing,
      isGeneratedId,
      source: isDeleted ? NO_SOURCE : operation.source,
    };
    const entry: Entry = {
      id,
      isGeneratedId,
      seqNo,
      version,
      routing: record.routing,
      row: isDeleted ? undefined : this.buffer.writeRow(record, operation.row),
      timeMs: isDeleted ? 0 : operation.row.timeMs,
      base,
      position: 0,
      generation: 0,
    };
    this.#nextSeqNo += 1;
    this.#parts.translog.append(record, entry);
    this.buffer.put(entry, this.#parts.now());
    return entry;
  }

  #onFlushed(batch: Batch): void {
    for (const entry of batch.entries) {
      if (!entry.isGeneratedId) {
        this.#recent.set(entry.id, stateOf(entry));
      }
    }
    this.#flushedSeqNo = batch.entries.at(-1)?.seqNo ?? this.#flushedSeqNo;
    this.#documents += batch.documents.length - batch.replacedSeqNos.length;
    this.#timeRange = extendTimeRange(this.#timeRange, batch.documents);
    this.#parts.onFlushed();
  }
}
