import { errors } from '@longshore/common/errors';
import type { Query, QueryType } from '../query.ts';
import { readObject } from '../read-object.ts';
import {
  fieldOf,
  readSpanClauses,
  readSpanQuery,
  spanQuery,
  spansOfQueries,
  spansOfQuery,
} from '../spans/field-spans.ts';
import { anySpans, orderedSpans, spansUpTo, unorderedSpans, withGaps } from '../spans/spans.ts';

interface SpanNear {
  readonly queries: readonly Query[];
  readonly slop: number;
  readonly isOrdered: boolean;
  readonly boost: number;
}

const asMust = ({ queries }: Pick<SpanNear, 'queries'>) =>
  queries.map((query) => ({ occur: 'must' as const, query }));

/** Spans of all queries, with no more than so many positions between them. */
export const spanNear: QueryType<SpanNear> = spanQuery<SpanNear>({
  name: 'span_near',
  parse(body, context) {
    const reader = readObject('span_near', body);
    const spec = {
      queries: readSpanClauses(reader, context),
      slop: reader.optionalInteger('slop') ?? 0,
      isOrdered: reader.optionalBoolean('in_order') ?? true,
      boost: reader.optionalNumber('boost') ?? 1,
    };
    reader.rejectUnknown();
    return spec;
  },
  spans({ queries, slop, isOrdered }, context) {
    const spans = spansOfQueries('span_near', queries, context);
    // In any order, one place of the text may be of several clauses.
    const all = isOrdered
      ? orderedSpans(spans)
      : unorderedSpans(
          spans,
          spans.map((_, i) => String(i)),
        );
    return { ...withGaps(all, slop), ...fieldOf(spans) };
  },
  clauses: asMust,
});

interface SpanOr {
  readonly queries: readonly Query[];
  readonly boost: number;
}

/** Spans of any of several queries. */
export const spanOr: QueryType<SpanOr> = spanQuery({
  name: 'span_or',
  parse(body, context) {
    const reader = readObject('span_or', body);
    const queries = readSpanClauses(reader, context);
    const boost = reader.optionalNumber('boost') ?? 1;
    reader.rejectUnknown();
    return { queries, boost };
  },
  spans({ queries }, context) {
    const spans = spansOfQueries('span_or', queries, context);
    return { ...anySpans(spans), ...fieldOf(spans) };
  },
  clauses: ({ queries }) => queries.map((query) => ({ occur: 'should', query })),
});

interface SpanFirst {
  readonly query: Query;
  readonly end: number;
  readonly boost: number;
}

/** Spans that end before a position. */
export const spanFirst: QueryType<SpanFirst> = spanQuery({
  name: 'span_first',
  parse(body, context) {
    const reader = readObject('span_first', body);
    const query = readSpanQuery(reader, 'match', context);
    const end = reader.optionalInteger('end');
    const boost = reader.optionalNumber('boost') ?? 1;
    reader.rejectUnknown();
    if (end === undefined || end < 0) {
      throw errors.parsing('[span_first] must have [end] set, a position that is not negative');
    }
    return { query, end, boost };
  },
  spans({ query, end }, context) {
    const spans = spansOfQuery(query, context);
    return { ...spans, ...spansUpTo(spans, end) };
  },
  clauses: ({ query }) => asMust({ queries: [query] }),
});
