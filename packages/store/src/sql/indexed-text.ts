import { column, type Sql, sql } from './sql.ts';

/**
 * The expression that the text index of a column is on. Searches must use exactly this, or the index is not used.
 *
 * `ifNull` is needed: with `lower(column)` alone, a search fails in the engine (code 70) when a part is older than
 * the column (seen with chDB 3.4). A missing text has no words, so it changes no answer.
 */
export function indexedText(columnName: string): Sql {
  return sql`lower(ifNull(${column(columnName)}, ''))`;
}
