import { errors } from '@longshore/common/errors';
import type { Query, QueryType } from '../query.ts';
import { type ObjectReader, readObject } from '../read-object.ts';
import { readSpanQuery, spanQuery, spansOfQueries } from '../spans/field-spans.ts';
import { spansThat, spansThatNever } from '../spans/spans.ts';

interface SpanNot {
  readonly include: Query;
  readonly exclude: Query;
  /** So many positions before and behind a span must be free of the others, too. */
  readonly pre: number;
  readonly post: number;
  readonly boost: number;
}

/** Spans of one query that do not overlap with those of another one. */
export const spanNot: QueryType<SpanNot> = spanQuery({
  name: 'span_not',
  parse(body, context) {
    const reader = readObject('span_not', body);
    const spec = {
      include: readSpanQuery(reader, 'include', context),
      exclude: readSpanQuery(reader, 'exclude', context),
      ...readDistance(reader),
      boost: reader.optionalNumber('boost') ?? 1,
    };
    reader.rejectUnknown();
    return spec;
  },
  spans({ include, exclude, pre, post }, context) {
    const [own, others] = spansOfQueries('span_not', [include, exclude], context);
    if (own === undefined || others === undefined) {
      throw errors.illegalArgument('[span_not] needs two queries');
    }
    return { ...own, ...spansThatNever(own, 'overlapping', { others, pre, post }) };
  },
  clauses: ({ include, exclude }) => [
    { occur: 'must', query: include },
    { occur: 'must_not', query: exclude },
  ],
});

/** `dist` stands for both. */
function readDistance(reader: ObjectReader): Pick<SpanNot, 'pre' | 'post'> {
  const both = reader.optionalInteger('dist');
  const [pre, post] = [reader.optionalInteger('pre'), reader.optionalInteger('post')];
  if (both !== undefined && (pre !== undefined || post !== undefined)) {
    throw errors.parsing('[span_not] can either use [dist] or [pre] & [post] (or none)');
  }
  return { pre: Math.max(0, pre ?? both ?? 0), post: Math.max(0, post ?? both ?? 0) };
}

interface TwoSpans {
  readonly big: Query;
  readonly little: Query;
  readonly boost: number;
}

/** Spans that have one of another query within. */
export const spanContaining: QueryType<TwoSpans> = pairQuery('span_containing');
/** Spans that are within one of another query. */
export const spanWithin: QueryType<TwoSpans> = pairQuery('span_within');

function pairQuery(name: 'span_containing' | 'span_within'): QueryType<TwoSpans> {
  return spanQuery({
    name,
    parse(body, context) {
      const reader = readObject(name, body);
      const spec = {
        big: readSpanQuery(reader, 'big', context),
        little: readSpanQuery(reader, 'little', context),
        boost: reader.optionalNumber('boost') ?? 1,
      };
      reader.rejectUnknown();
      return spec;
    },
    spans({ big, little }, context) {
      const [outer, inner] = spansOfQueries(name, [big, little], context);
      if (outer === undefined || inner === undefined) {
        throw errors.illegalArgument(`[${name}] needs two queries`);
      }
      return name === 'span_containing'
        ? { ...outer, ...spansThat(outer, 'containing', inner) }
        : { ...inner, ...spansThat(inner, 'contained_by', outer) };
    },
    clauses: ({ big, little }) => [
      { occur: 'must', query: big },
      { occur: 'must', query: little },
    ],
  });
}
