import type { LongshoreError } from '@longshore/common/errors';
import type { Column } from '../index/column.ts';
import type { PoolView } from '../pools/work-pool.ts';
import type { Sql } from '../sql/sql.ts';
import type { Snapshot } from './kept-rows.ts';
import type { DocumentRow, StoredDocument, WriteOperation, WriteResult } from './operation.ts';
import type { IndexRecovery } from './recovery-gate.ts';

/** What the write path needs to know of an index. */
export interface WriteIndex {
  readonly uuid: string;
  readonly name: string;
  readonly table: string;
  /** All columns of fields, with those that were added since the last call. */
  columns(): readonly Column[];
  /** Milliseconds; -1 for never. */
  readonly refreshIntervalMs: number;
  /**
   * An index that nobody searched for this long is refreshed only now and then; a search brings in what is older than
   * the interval. Undefined when it is refreshed whether it is searched or not.
   */
  readonly searchIdleAfterMs?: number | undefined;
  /** Undefined where sources are kept as they are received. */
  readonly sources?: SourceRules | undefined;
  /** How long answered writes may not be on disk yet; undefined when they always are. */
  readonly syncIntervalMs?: number | undefined;
}

/** How documents are read of an index that keeps their sources otherwise than as received. */
export interface SourceRules {
  /** For a table that has some columns. */
  reader(isThere: (columnName: string) => boolean): SourceReader;
  /** A document that the engine does not have yet, as a reader will give it. */
  preview(received: Buffer): DocumentSource;
}

export interface SourceReader {
  /** An expression that gives one text of a row. */
  readonly text: Sql;
  /** The document that such a text stands for. */
  read(text: string): DocumentSource;
}

export interface DocumentSource {
  /** Undefined where none is kept. */
  readonly source: string | undefined;
  /** All that is indexed of the document, as JSON. */
  readonly indexed: string;
}

export interface IndexCounts {
  /** Searchable documents. */
  readonly documents: number;
  readonly deleted: number;
  readonly sizeBytes: number;
  /** Parts on disk. */
  readonly segments: number;
  /** Batches that were brought into the engine since the start. */
  readonly refreshes: number;
  readonly refreshMs: number;
  /** Operations that wait for the next refresh, and about what they take. */
  readonly waitingOperations: number;
  readonly waitingBytes: number;
}

/**
 * The write path below the API: versions, translog, buffer, refresh. One per store.
 *
 * `apply` decides versions in order and appends to the translog; `sync` resolves when everything applied before
 * it is on disk. An answer may be written only after `sync`. A conflict is that operation's error, never the
 * others'. When the disk is full, all that is not on disk yet is taken back, whichever request it came from. So a
 * request reads `refusals` before its first `apply` and gives it to `sync`, which rejects when it has changed.
 */
export interface Writer {
  /**
   * Opens translog and tables. `rowOf` maps a source again when the translog is replayed, undefined when its index was
   * deleted. What the engine lacks of the translog it gets in the background, unless that is done in a moment. Until an
   * index has all, requests on it wait for a moment and are then refused with 503.
   */
  start(
    indices: readonly WriteIndex[],
    rowOf: (uuid: string, source: Buffer) => DocumentRow | undefined,
  ): Promise<void>;
  /** Resolves when all indices have what the translog had at the start, or when the writer is stopped before. */
  recovered(): Promise<void>;
  /** How far an index is; undefined when the translog had nothing of it at the start. */
  recovery(uuid: string): IndexRecovery | undefined;
  /** Why an index cannot be searched yet, after `settled`. */
  unavailable(index: Pick<WriteIndex, 'uuid' | 'name'>): LongshoreError | undefined;
  stop(): Promise<void>;
  /** Makes its table, with the searchable documents of another index if one is given. */
  addIndex(index: WriteIndex, copyOf?: string): Promise<void>;
  dropIndex(uuid: string): Promise<void>;
  apply(
    uuid: string,
    operations: readonly WriteOperation[],
  ): Promise<readonly (WriteResult | LongshoreError)[]>;
  sync(refusalsBefore: number): Promise<void>;
  /** How often writes that were applied could not be made durable; see `sync`. */
  readonly refusals: number;
  /** Brings in what waits, and merges the parts of the index; may take minutes. */
  merge(uuid: string): Promise<void>;
  /** Resolves when all that was applied before is searchable. */
  refresh(uuids: readonly string[]): Promise<void>;
  /** The same, and all of it is in the files of the engine. */
  flush(uuid: string): Promise<void>;
  /** Resolves at the next periodic refresh (`refresh=wait_for`). */
  waitForRefresh(uuids: readonly string[]): Promise<void>;
  /**
   * To be called before a search. Brings in operations that are older than the refresh interval, where nothing else
   * does so in time, and resolves when no overwrite in these indices is half searchable. The engine makes the new row visible and some
   * milliseconds later the old one invisible; a search that begins in between sees the document twice. One that
   * begins right after this sees it once. Does not wait when nothing is being overwritten.
   */
  settled(uuids: readonly string[]): Promise<void>;
  /** Holds on to what is searchable now, until it is released: overwrites and deletes do not show through. */
  openSnapshot(uuid: string): Promise<Snapshot>;
  /** Realtime: sees every acknowledged write. Otherwise what searches see. */
  get(
    uuid: string,
    ids: readonly string[],
    isRealtime?: boolean,
  ): Promise<readonly (StoredDocument | undefined)[]>;
  counts(uuid: string): Promise<IndexCounts>;
  /** Bytes that wait for the engine, and how many may. */
  pressure(): { readonly usedBytes: number; readonly limitBytes: number };
  /** What it does, by kind: writes (queued while the engine has to catch up), gets by id, and what is asked of tables. */
  readonly pools: Readonly<Record<'write' | 'get' | 'flush' | 'forceMerge', PoolView>>;
  /** Of searchable documents; undefined when there are none. */
  timeRange(uuid: string): { readonly minMs: number; readonly maxMs: number } | undefined;
}
