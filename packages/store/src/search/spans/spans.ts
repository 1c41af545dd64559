import { int, join, raw, type Sql, sql } from '../../sql/sql.ts';
import { allOf, anyOf, NEVER } from '../predicate.ts';

/**
 * Pieces of the text of a row between two positions. They are those of Lucene's intervals: of pieces that end at the same
 * position, the shortest only.
 */
export interface Spans {
  /** A list of tuples: first position, last position, and how many positions between them are of what is looked for. */
  readonly list: Sql;
  /** True for every row that has any; cheaper than the list. */
  readonly there: Sql;
  /** The fewest positions that one can be long. */
  readonly extent: number;
}

/** Of a field that has none. */
export const NO_SPANS: Spans = {
  list: sql`CAST([] AS Array(Tuple(Int64, Int64, Int64)))`,
  there: NEVER,
  extent: 1,
};

/** Behind every position of a text. */
const NOWHERE = int(1e12);

/** Single positions. */
export const spansAt = (positions: Sql, there: Sql): Spans => ({
  list: sql`arrayMap(p -> (toInt64(p), toInt64(p), toInt64(1)), ${positions})`,
  there,
  extent: 1,
});

/** Each of several. */
export function anySpans(spans: readonly Spans[]): Spans {
  const [first, ...more] = spans;
  if (first === undefined || more.length === 0) {
    return first ?? NO_SPANS;
  }
  const lists = spans.map(({ list }) => list);
  return {
    list: sql`arraySort(arrayDistinct(arrayConcat(${join(lists, ', ')})))`,
    there: anyOf(spans.map(({ there }) => there)),
    extent: Math.min(...spans.map(({ extent }) => extent)),
  };
}

/** One of each, in this order and apart from each other. For each beginning the nearest ends count. */
export function orderedSpans(spans: readonly Spans[]): Spans {
  const [first = NO_SPANS, ...more] = spans;
  const list = more.reduce((before, next) => {
    const nearest = sql`arraySlice(arraySort(b -> (b.2, -b.1), arrayFilter(b -> b.1 > a.2, n)), 1, 1)`;
    const joined = sql`arrayMap(b -> (a.1, b.2, a.3 + b.2 - b.1 + 1), ${nearest})`;
    return shortest(
      sql`arrayMap(n -> arrayFlatten(arrayMap(a -> ${joined}, ${before})), [${next.list}])[1]`,
    );
  }, solid(first.list));
  return { ...together(spans), list };
}

/** What other pieces are made of counts with all that is between its ends. */
const solid = (list: Sql): Sql => sql`arrayMap(x -> (x.1, x.2, x.2 - x.1 + 1), ${list})`;

/** One of each, in any order. What is the same twice is two places of the text. */
export function unorderedSpans(spans: readonly Spans[], texts: readonly string[]): Spans {
  const [first = NO_SPANS, ...more] = spans;
  if (more.length === 0) {
    return first;
  }
  const names = spans.map((_, i) => raw(`l${i}`));
  const chosen = spans.map((_, i) => nextSpan(texts, i));
  const chosenNames = spans.map((_, i) => raw(`c${i}`));
  const starts = chosenNames.map((name) => sql`${name}.1`);
  const ends = chosenNames.map((name) => sql`${name}.2`);
  const widths = chosenNames.map((name) => sql`(${name}.2 - ${name}.1 + 1)`);
  const window = sql`(least(${join(starts, ', ')}), greatest(${join(ends, ', ')}), ${join(widths, ' + ')})`;
  const windowAt = sql`arrayMap((${join(chosenNames, ', ')}) -> ${window}, ${join(
    chosen.map((one) => sql`[${one}]`),
    ', ',
  )})[1]`;
  const anchors = sql`arraySort(arrayDistinct(arrayMap(x -> x.1, arrayConcat(${join(names, ', ')}))))`;
  const windows = sql`arrayFilter(x -> x.2 < ${NOWHERE}, arrayMap(m -> ${windowAt}, ${anchors}))`;
  const list = sql`arrayMap((${join(names, ', ')}) -> ${shortest(windows)}, ${join(
    spans.map((one) => sql`[${one.list}]`),
    ', ',
  )})[1]`;
  return { ...together(spans), list };
}

const nowhere = sql`(${NOWHERE}, ${NOWHERE}, toInt64(0))`;

/** Of the pieces of a list that begin at `m` or behind it, the one that ends first. */
function nextSpan(texts: readonly string[], i: number): Sql {
  const before = texts.findLastIndex((text, j) => j < i && text === texts[i]);
  const list = raw(`l${i}`);
  const from = sql`b.1 >= m`;
  const later = before === -1 ? from : sql`${from} AND b.1 > ${nextSpan(texts, before)}.1`;
  return sql`arraySort(b -> (b.2, -b.1), arrayPushBack(arrayFilter(b -> ${later}, ${list}), ${nowhere}))[1]`;
}

const together = (spans: readonly Spans[]) => ({
  there: allOf(spans.map(({ there }) => there)),
  extent: spans.reduce((sum, { extent }) => sum + extent, 0),
});

/** Of pieces that end at the same position, the shortest. */
function shortest(list: Sql): Sql {
  const sorted = sql`arraySort(x -> (x.2, x.1), ${list})`;
  const behind = sql`arraySlice(arrayPushBack(s, ${nowhere}), 2)`;
  return sql`arrayMap(s -> arrayFilter((x, n) -> x.2 != n.2, s, ${behind}), [${sorted}])[1]`;
}

/** Those with no more than so many positions between what they are made of. */
export const withGaps = (spans: Spans, gapsMax: number): Spans => ({
  ...spans,
  list: sql`arrayFilter(x -> x.2 - x.1 + 1 - x.3 <= ${int(gapsMax)}, ${spans.list})`,
});

/** How a piece `x` can be to another one, `y`. */
const RELATIONS = {
  after: sql`x.1 > y.2`,
  before: sql`x.2 < y.1`,
  contained_by: sql`x.1 >= y.1 AND x.2 <= y.2`,
  containing: sql`x.1 <= y.1 AND x.2 >= y.2`,
  overlapping: sql`x.1 <= y.2 AND x.2 >= y.1`,
};

export type Relation = keyof typeof RELATIONS;

/** Those that are so to any of the others. */
export const spansThat = (spans: Spans, relation: Relation, others: Spans): Spans => ({
  list: related(spans, sql`arrayExists(y -> ${RELATIONS[relation]}, o)`, others),
  there: allOf([spans.there, others.there]),
  extent: spans.extent,
});

/** Those that are so to none of the others, which are longer by so many positions before and behind. */
export function spansThatNever(
  spans: Spans,
  relation: Relation,
  {
    others,
    pre = 0,
    post = 0,
  }: { readonly others: Spans; readonly pre?: number; readonly post?: number },
): Spans {
  const longer =
    pre === 0 && post === 0
      ? others.list
      : sql`arrayMap(y -> (y.1 - ${int(post)}, y.2 + ${int(pre)}, y.3), ${others.list})`;
  const test = sql`NOT arrayExists(y -> ${RELATIONS[relation]}, o)`;
  return { ...spans, list: related(spans, test, { ...others, list: longer }) };
}

const related = (spans: Spans, test: Sql, others: Spans): Sql =>
  sql`arrayMap(o -> arrayFilter(x -> ${test}, ${spans.list}), [${others.list}])[1]`;

/** Those that end before a position. */
export const spansUpTo = (spans: Spans, end: number): Spans => ({
  ...spans,
  list: sql`arrayFilter(x -> x.2 < ${int(end)}, ${spans.list})`,
});

/** True for rows that have any. */
export const hasSpans = ({ list, there }: Spans): Sql => allOf([there, sql`notEmpty(${list})`]);

/** How often they are there, each counting the less the longer it is beyond `extent`. */
export const frequencyOf = ({ list }: Spans, extent: Sql): Sql =>
  sql`arraySum(x -> 1 / (1 + greatest(0, x.2 - x.1 + 1 - ${extent})), ${list})`;
