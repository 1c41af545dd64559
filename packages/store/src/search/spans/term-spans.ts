import { errors } from '@longshore/common/errors';
import { int, join, type Sql, sql, string } from '../../sql/sql.ts';
import { type FieldContext, isText, type SearchField } from '../field-context.ts';
import { editsOf, type Fuzzy, isSimilar } from '../fuzzy.ts';
import { toRe2 } from '../lucene-regexp.ts';
import { ALWAYS } from '../predicate.ts';
import { isAnyTerm, positionsOf } from '../term-positions.ts';
import { hasAnyTerm, hasPath, hasPrefix } from '../text.ts';
import type { Path } from '../text-clauses.ts';
import { wildcardToLike } from '../wildcard.ts';
import { anySpans, NO_SPANS, type Spans, spansAt } from './spans.ts';

/** A text field; undefined for one without values. Throws for what has no positions. */
export function fieldOfSpans(path: string, context: FieldContext): SearchField | undefined {
  const field = context.field(path);
  if (field !== undefined && !isText(field)) {
    throw errors.queryShard(
      `Cannot create intervals over field [${path}] with no positions indexed`,
    );
  }
  return field;
}

/** Where any of these terms is. */
export const spansOfTerms = (field: SearchField, terms: readonly string[]): Spans =>
  spansAt(positionsOf(field, isAnyTerm(field, terms)), hasAnyTerm(field, terms));

/** Where terms are one after the other. */
function spansOfPath(field: SearchField, path: Path): Spans {
  const [only, ...more] = path;
  if (only === undefined || more.length === 0) {
    return only === undefined ? NO_SPANS : spansOfTerms(field, only.terms);
  }
  const starts = path.map(({ terms, offset }) => {
    const positions = positionsOf(field, isAnyTerm(field, terms));
    return sql`arrayMap(p -> p - ${int(offset)}, ${positions})`;
  });
  const extent = (path.at(-1)?.offset ?? 0) + 1;
  return {
    list: sql`arraySort(arrayMap(p -> (toInt64(p), toInt64(p + ${int(extent - 1)}), ${int(extent)}), arrayIntersect(${join(starts, ', ')})))`,
    there: hasPath(field, path),
    extent,
  };
}

/** Where any of several ways through a text is. */
export const spansOfPaths = (field: SearchField, paths: readonly Path[]): Spans =>
  anySpans(paths.map((path) => spansOfPath(field, path)));

const spansWhere = (field: SearchField, test: Sql, there: Sql = ALWAYS): Spans =>
  spansAt(positionsOf(field, test), there);

/** Where a term begins so. */
export const spansOfPrefix = (field: SearchField, prefix: string): Spans =>
  spansWhere(field, sql`startsWith(t, ${string(prefix)})`, hasPrefix(field, prefix));

/** Where a term fits a pattern of `*` and `?`. */
export const spansOfWildcard = (field: SearchField, pattern: string): Spans =>
  spansWhere(field, sql`t LIKE ${string(wildcardToLike(pattern))}`);

/** Where a term fits a regular expression. */
export const spansOfRegexp = (field: SearchField, pattern: string): Spans =>
  spansWhere(field, sql`match(t, ${string(`^(?s:${toRe2(pattern)})$`)})`);

/** Where a term is similar to another one. */
export const spansOfSimilar = (field: SearchField, term: string, fuzzy: Fuzzy): Spans =>
  editsOf(term, fuzzy) === 0
    ? spansOfTerms(field, [term])
    : spansWhere(field, isSimilar(sql`t`, term, fuzzy));
