import type { PoolView } from '../pools/work-pool.ts';
import type { Sql } from '../sql/sql.ts';
import type { Lane } from './protocol.ts';

/** What every statement carries: how long it may take and how it is named for cancelling. */
export interface StatementOptions {
  readonly timeoutMs: number;
  /** Cancelled when aborted: the engine is told to stop, not only no longer waited for. */
  readonly signal?: AbortSignal;
}

/** A row of an answer: column name to value. 64-bit integers come as numbers when they are safe, else as texts. */
export type Row = Readonly<Record<string, unknown>>;

/**
 * One block in ClickHouse's format Native, cut into pieces anywhere, and the columns in it with the types that it is
 * written in. The engine casts them to the types that its table has; a column that is not named gets its default.
 */
export interface NativeRows {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly pieces: readonly Uint8Array[];
}

/** A part of a table whose files cannot be read. */
export interface DamagedPart {
  /** Qualified, as in statements. */
  readonly table: string;
  readonly name: string;
  readonly path: string;
}

/** Rows for one insert. One that fails may have been done, for all of its days or for some. */
export interface InsertBlock {
  readonly table: string;
  readonly rows: NativeRows;
}

/**
 * The embedded engine, as the rest of the store sees it. It may restart at any time (watchdog): a call under way
 * then rejects with `unavailable_shards_exception`, and later calls work again.
 * Errors are translated here: out of memory to `circuit_breaking_exception`, time to `EngineTimeout`.
 */
export interface Engine {
  start(): Promise<void>;
  stop(): Promise<void>;
  query(statement: Sql, options: StatementOptions): Promise<readonly Row[]>;
  /** DDL and deletes. */
  execute(statement: Sql, options: StatementOptions): Promise<void>;
  insert(block: InsertBlock, options: StatementOptions): Promise<void>;
  /** Called after each restart of the engine process; for replaying what was not flushed. */
  onRestart(listener: () => void): void;
  /** Called whenever a statement fails for files of a part, more than once for the same. */
  onDamagedPart(listener: (part: DamagedPart) => void): void;
  /** Its sessions, which do one statement at a time each, by what they are for. */
  readonly pools: Readonly<Record<Lane, PoolView>>;
}

/** A statement took longer than `timeoutMs`. Searches answer it with `timed_out: true`. */
export class EngineTimeout extends Error {
  override readonly name = 'EngineTimeout';
}

/** A value of an insert is none that its column can hold; nothing of the insert is stored, or only whole days of it. */
export class UnreadableRows extends Error {
  override readonly name = 'UnreadableRows';
}

/** A statement was stopped because its signal was aborted: nobody waits for its answer any more. */
export class EngineAborted extends Error {
  override readonly name = 'AbortError';
}
