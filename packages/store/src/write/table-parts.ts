import type { Engine } from '../engine/engine.ts';
import { sql } from '../sql/sql.ts';

const STATEMENT_MS_MAX = 10_000;

/** A part of a table on disk, which is what a segment is in Lucene. */
export interface TablePart {
  /** Qualified name of the table. */
  readonly table: string;
  readonly name: string;
  /** How often its rows were merged. */
  readonly level: number;
  readonly rows: number;
  readonly bytes: number;
}

/** All active parts of the tables of indices. */
export async function readTableParts(engine: Engine): Promise<readonly TablePart[]> {
  const rows = await engine.query(
    sql`SELECT database || '.' || table AS table_name, name, level, rows AS row_count, bytes_on_disk AS bytes FROM system.parts WHERE active AND database = 'ls' AND NOT startsWith(partition_id, 'patch-') ORDER BY table_name, name`,
    { timeoutMs: STATEMENT_MS_MAX },
  );
  return rows.map(({ table_name, name, level, row_count, bytes }) => ({
    table: String(table_name),
    name: String(name),
    level: Number(level),
    rows: Number(row_count),
    bytes: Number(bytes),
  }));
}
