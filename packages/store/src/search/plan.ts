import type { SearchIndex } from '../index/target.ts';
import { type Sql, sql } from '../sql/sql.ts';
import type { SourceReader } from '../write/writer.ts';
import type { CompileContext } from './query.ts';

/** One index of a search: what to read, and the condition of the query. */
export interface Branch {
  /** Its place in the list of targets: the last tie-breaker between hits, and its name in rows. */
  readonly ordinal: number;
  readonly index: SearchIndex;
  /** The table, or what stands for it: with columns for fields that are computed. */
  readonly from: Sql;
  readonly context: CompileContext;
  readonly where: Sql;
  /** Rows that could match at all, whatever the query: what an alias, a snapshot or a slice leaves of them. */
  readonly visible: Sql;
  /** How much more its hits score; 1 unless the search says so. */
  readonly boost: number;
  /** How its documents are read. */
  readonly source: SourceReader;
}

/** `A UNION ALL B`, as something to select from. */
export function unionOf(selects: readonly Sql[]): Sql {
  const [first = sql`SELECT 1 WHERE false`, ...more] = selects;
  return more.reduce((sum, select) => sql`${sum} UNION ALL ${select}`, first);
}
