import { SPACING_RE2, SPECIAL_LOWER, SPECIAL_UPPER } from '../analysis/engine-words.ts';
import { column, type Sql, sql, string } from './sql.ts';

/** A text as searches compare it. */
export interface SearchedText {
  /** With blanks for signs beyond ASCII and around words of one character: what the index has the words of. */
  readonly spaced: Sql;
  /** In lower case and nothing more. */
  readonly lower: Sql;
}

/**
 * The text of a column. Searches must use exactly `spaced`, or the index on it is not used.
 *
 * `ifNull` is needed: with `lower(column)` alone, a search fails in the engine (code 70) when a part is older than
 * the column (seen with chDB 3.4). A missing text has no words, so it changes no answer.
 */
export const columnText = (columnName: string): SearchedText =>
  searchedText(sql`ifNull(${column(columnName)}, '')`);

/** Any text. Most log lines are ASCII: for those it is `lower` alone. */
export function searchedText(text: Sql): SearchedText {
  const translated = sql`translateUTF8(${text}, ${string(SPECIAL_UPPER)}, ${string(SPECIAL_LOWER)})`;
  const lower = sql`lowerUTF8(${translated})`;
  const spaced = SPACING_RE2.reduce(
    (before, { pattern, replacement }) =>
      sql`replaceRegexpAll(${before}, ${string(pattern)}, ${string(replacement)})`,
    lower,
  );
  return {
    spaced: sql`if(isValidASCII(${text}), lower(${text}), ${spaced})`,
    lower,
  };
}
