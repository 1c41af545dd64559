import type { Engine } from '../engine/engine.ts';
import { sql } from '../sql/sql.ts';

/** Sizes are shown in lists of indices; all are read at once and kept for a moment. */
const FRESH_MS = 2_000;
const STATEMENT_MS_MAX = 10_000;

/** What the engine's files of one table amount to. */
export interface TableSize {
  /** Rows on disk, with those that are deleted and not cleaned up yet. */
  readonly rows: number;
  readonly bytes: number;
  /** Active parts. */
  readonly parts: number;
}

/** Sizes of all tables. */
export class TableSizes {
  readonly #engine: Engine;
  readonly #now: () => number;
  #sizes: Promise<ReadonlyMap<string, TableSize>> | undefined;
  #readAt = 0;

  constructor(engine: Engine, now: () => number) {
    this.#engine = engine;
    this.#now = now;
  }

  /** To be called when something changed on disk: what was read before does not hold any more. */
  forget(): void {
    this.#sizes = undefined;
  }

  /** Of a table by its qualified name; merges of the last moment may be missing. */
  async of(table: string): Promise<TableSize> {
    if (this.#sizes === undefined || this.#now() - this.#readAt > FRESH_MS) {
      this.#readAt = this.#now();
      this.#sizes = this.#read();
      this.#sizes.catch(() => {
        this.#sizes = undefined;
      });
    }
    return (await this.#sizes).get(table) ?? { rows: 0, bytes: 0, parts: 0 };
  }

  async #read(): Promise<ReadonlyMap<string, TableSize>> {
    // Patch parts hold the marks of deleted rows. A table of ids belongs to the index of its rows.
    const rows = await this.#engine.query(
      sql`WITH startsWith(table, 'd_') OR startsWith(partition_id, 'patch-') AS is_beside SELECT database || '.' || replaceRegexpOne(table, '^d_', 'i_') AS name, sumIf(rows, NOT is_beside) AS row_count, sum(bytes_on_disk) AS bytes, countIf(NOT is_beside) AS parts FROM system.parts WHERE active AND database != 'system' GROUP BY name`,
      { timeoutMs: STATEMENT_MS_MAX },
    );
    return new Map(
      rows.map(({ name, row_count, bytes, parts }) => [
        String(name),
        { rows: Number(row_count), bytes: Number(bytes), parts: Number(parts) },
      ]),
    );
  }
}
