import type { Engine, Row } from '../engine/engine.ts';
import { join, raw, sql, string } from '../sql/sql.ts';

/** What a table has, as the write path needs to know it when it begins. */
export interface TableSummary {
  readonly documents: number;
  readonly seqNoMax: number;
  readonly timeRange: { readonly minMs: number; readonly maxMs: number } | undefined;
}

/** A statement costs more than a table does, and one over all tables would open all their files at once. */
const TABLES_PER_STATEMENT = 50;
const STATEMENTS_AT_ONCE = 2;
const STATEMENT_MS_MAX = 60_000;

/** Names of the columns of all tables. */
export async function readColumnNames(
  engine: Engine,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await engine.query(
    sql`SELECT database || '.' || table AS table_name, groupArray(name) AS names FROM system.columns WHERE database = 'ls' GROUP BY table_name`,
    { timeoutMs: STATEMENT_MS_MAX },
  );
  return new Map(
    rows.map(({ table_name, names }) => [String(table_name), names as readonly string[]]),
  );
}

/** Summaries of tables by their names. */
export async function summarizeTables(
  engine: Engine,
  tables: readonly string[],
): Promise<ReadonlyMap<string, TableSummary>> {
  const summaries = new Map<string, TableSummary>();
  let next = 0;
  const summarizeNext = async () => {
    while (next < tables.length) {
      const some = tables.slice(next, next + TABLES_PER_STATEMENT);
      next += TABLES_PER_STATEMENT;
      for (const row of await summarizeSome(engine, some)) {
        summaries.set(String(row.name), summaryOf(row));
      }
    }
  };
  await Promise.all(Array.from({ length: STATEMENTS_AT_ONCE }, summarizeNext));
  return summaries;
}

function summarizeSome(engine: Engine, tables: readonly string[]): Promise<readonly Row[]> {
  const parts = tables.map(
    (table) =>
      sql`SELECT ${string(table)} AS name, count() AS documents, max(_seq) AS seq, toUnixTimestamp64Milli(min(ts)) AS min_ms, toUnixTimestamp64Milli(max(ts)) AS max_ms FROM ${raw(table)}`,
  );
  return engine.query(join(parts, ' UNION ALL '), { timeoutMs: STATEMENT_MS_MAX });
}

function summaryOf({ documents: count, seq, min_ms, max_ms }: Row): TableSummary {
  const documents = Number(count);
  return {
    documents,
    seqNoMax: documents === 0 ? -1 : Number(seq),
    timeRange: documents === 0 ? undefined : { minMs: Number(min_ms), maxMs: Number(max_ms) },
  };
}

/** The times of documents that were there, and of some more. */
export function extendTimeRange(
  range: TableSummary['timeRange'],
  documents: readonly { readonly timeMs: number }[],
): TableSummary['timeRange'] {
  let { minMs = Number.POSITIVE_INFINITY, maxMs = Number.NEGATIVE_INFINITY } = range ?? {};
  for (const { timeMs } of documents) {
    minMs = Math.min(minMs, timeMs);
    maxMs = Math.max(maxMs, timeMs);
  }
  return documents.length === 0 ? range : { minMs, maxMs };
}
