import type { TokenColumns } from '../index/field-analysis.ts';
import { column, int, join, type Sql, sql, string, strings } from '../sql/sql.ts';
import { allOf, anyOf } from './predicate.ts';
import type { Path, Slot } from './text-clauses.ts';

/** Conditions on the tokens that were made of a text when it was indexed. `has…` are answered by the index of the column. */
export function tokensHavePath(columns: TokenColumns, path: Path): Sql {
  const there = wanted(columns, path);
  return path.length <= 1 ? allOf(there) : allOf([...there, inARow(startsOfPath(columns, path))]);
}

const wanted = ({ terms }: TokenColumns, path: Path): readonly Sql[] =>
  path.map((slot) => sql`hasAny(${column(terms.name)}, ${strings(slot.terms)})`);

/** For each slot, where the path begins if its terms are at the right place. */
export const startsOfPath = ({ terms, positions }: TokenColumns, path: Path): readonly Sql[] =>
  path.map(
    (slot) =>
      sql`arrayMap(p -> p - ${int(slot.offset)}, arrayFilter((p, t) -> has(${strings(slot.terms)}, t), ${column(positions.name)}, ${column(terms.name)}))`,
  );

const inARow = (places: readonly Sql[]): Sql =>
  sql`notEmpty(arrayIntersect(${join(places, ', ')}))`;

/** The same, and behind the path a token that begins with any of the last. */
export function tokensHavePrefix(columns: TokenColumns, path: Path, last: Slot): Sql {
  const { terms, positions } = columns;
  const begins = anyOf(last.terms.map((prefix) => sql`startsWith(t, ${string(prefix)})`));
  if (path.length === 0) {
    return anyTokenOf(columns, begins);
  }
  const tokens = column(terms.name);
  const ends = sql`arrayMap(p -> p - ${int(last.offset)}, arrayFilter((p, t) -> ${begins}, ${column(positions.name)}, ${tokens}))`;
  return allOf([...wanted(columns, path), inARow([...startsOfPath(columns, path), ends])]);
}

/** True where any of the terms is a token. */
export function tokensHaveAny({ terms }: TokenColumns, wanted: readonly string[]): Sql {
  return sql`hasAny(${column(terms.name)}, ${strings(wanted)})`;
}

/** True where any token passes a test, an expression over `t`. */
export function anyTokenOf({ terms }: TokenColumns, test: Sql): Sql {
  return sql`arrayExists(t -> ${test}, ${column(terms.name)})`;
}

/** True where all of the terms are tokens. */
export function tokensHaveAll({ terms }: TokenColumns, wanted: readonly string[]): Sql {
  return sql`hasAll(${column(terms.name)}, ${strings(wanted)})`;
}
