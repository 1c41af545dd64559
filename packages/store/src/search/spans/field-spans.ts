import { errors } from '@longshore/common/errors';
import type { Json } from '@longshore/common/json';
import { type Sql, sql } from '../../sql/sql.ts';
import { NEVER } from '../predicate.ts';
import type { CompileContext, ParseContext, Query, QueryType } from '../query.ts';
import { type ObjectReader, typeName } from '../read-object.ts';
import { inverseDocumentFrequency, scoreOfText } from '../scoring/bm25.ts';
import { textLength } from '../scoring/term-frequency.ts';
import { hasAnyTerm } from '../text.ts';
import { frequencyOf, hasSpans, type Spans } from './spans.ts';

/** Spans of one field. */
export interface FieldSpans extends Spans {
  readonly field: string;
  /** The terms that they are made of, of which the rarity counts for scores. */
  readonly terms: readonly string[];
}

/** The members that all queries of spans share, by what says which spans. */
export const spanQuery = <Spec extends { readonly boost: number }>(
  type: Pick<QueryType<Spec>, 'name' | 'parse' | 'clauses' | 'isOnField' | 'sought'> & {
    spans(spec: Spec, context: CompileContext): FieldSpans;
  },
): QueryType<Spec> => ({
  ...type,
  compile(spec, context) {
    const spans = type.spans(spec, context);
    return spans.there === NEVER ? NEVER : hasSpans(spans);
  },
  score: (spec, context) => scoreSpans(type.spans(spec, context), spec.boost, context),
});

/** As rare as all of the terms, and as frequent as the spans, of which those with gaps count less. */
function scoreSpans(spans: FieldSpans, boost: number, context: CompileContext): Sql | number {
  const field = context.field(spans.field);
  const { statistics } = context;
  if (field === undefined || statistics === undefined || spans.terms.length === 0) {
    return boost;
  }
  const known = statistics.field(field);
  const rarity = [...new Set(spans.terms)].reduce((sum, term) => {
    const withTerm = statistics.documents(hasAnyTerm(field, [term]));
    return sum + inverseDocumentFrequency(known.documents, withTerm);
  }, 0);
  const frequency = frequencyOf(spans, sql`x.3`);
  return scoreOfText(boost * rarity, { frequency, length: textLength(field) }, known);
}

/** A query inside one of spans, which must be one of spans itself. */
export function readSpanQuery(
  reader: ObjectReader,
  key: string,
  { parseQuery }: ParseContext,
): Query {
  const given = reader.json(key);
  if (given === undefined) {
    throw errors.parsing(`[${reader.name}] must have inner [${key}] query clause`);
  }
  return asSpanQuery(reader.name, key, parseQuery(given));
}

const CLAUSES_MAX = 64;

/** Several of them. */
export function readSpanClauses(
  reader: ObjectReader,
  { parseQuery }: ParseContext,
): readonly Query[] {
  const given = reader.json('clauses');
  if (!Array.isArray(given) || given.length === 0) {
    throw errors.parsing(
      `[${reader.name}] must include [clauses], a list of span queries, but found [${typeName(given)}]`,
    );
  }
  if (given.length > CLAUSES_MAX) {
    throw errors.illegalArgument(
      `[${reader.name}] has [${given.length}] clauses, more than the allowed maximum of [${CLAUSES_MAX}]`,
    );
  }
  return given.map((one: Json) => asSpanQuery(reader.name, 'clauses', parseQuery(one)));
}

function asSpanQuery(name: string, key: string, query: Query): Query {
  if (query.type.spans === undefined) {
    throw errors.parsing(
      `[${name}] query does not support [${query.type.name}] in [${key}]: it must be a span query`,
    );
  }
  return query;
}

/** The spans of a query inside another one. */
export function spansOfQuery(query: Query, context: CompileContext): FieldSpans {
  const spans = query.type.spans?.(context.specOf(query), context);
  if (spans === undefined) {
    throw errors.illegalArgument(`[${query.type.name}] is no span query`);
  }
  return spans;
}

/** The spans of several, which must be of one field. */
export function spansOfQueries(
  name: string,
  queries: readonly Query[],
  context: CompileContext,
): readonly FieldSpans[] {
  const spans = queries.map((query) => spansOfQuery(query, context));
  const other = spans.find(({ field }) => field !== spans[0]?.field);
  if (other !== undefined) {
    throw errors.queryShard(
      `[${name}] clauses must have the same field, but found [${spans[0]?.field}] and [${other.field}]`,
    );
  }
  return spans;
}

/** What spans that are made of others have of them. */
export const fieldOf = (spans: readonly FieldSpans[]): Pick<FieldSpans, 'field' | 'terms'> => ({
  field: spans[0]?.field ?? '',
  terms: spans.flatMap(({ terms }) => terms),
});
