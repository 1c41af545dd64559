import type { TokenColumns } from '../index/field-analysis.ts';
import { column, int, join, type Sql, sql, strings } from '../sql/sql.ts';
import { allOf } from './predicate.ts';
import type { Path } from './text-clauses.ts';

/** Conditions on the tokens that were made of a text when it was indexed. `has…` are answered by the index of the column. */
export function tokensHavePath({ terms, positions }: TokenColumns, path: Path): Sql {
  const tokens = column(terms.name);
  const there = path.map((slot) => sql`hasAny(${tokens}, ${strings(slot.terms)})`);
  if (path.length <= 1) {
    return allOf(there);
  }
  const starts = path.map(
    ({ terms: wanted, offset }) =>
      sql`arrayMap(p -> p - ${int(offset)}, arrayFilter((p, t) -> has(${strings(wanted)}, t), ${column(positions.name)}, ${tokens}))`,
  );
  return allOf([...there, sql`notEmpty(arrayIntersect(${join(starts, ', ')}))`]);
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
