import { errors } from '@longshore/common/errors';
import { jsonText } from '@longshore/common/json';
import type { QueryType } from '../query.ts';
import { readObject } from '../read-object.ts';
import { readSpanQuery, spanQuery, spansOfQuery } from '../spans/field-spans.ts';
import { NO_SPANS } from '../spans/spans.ts';
import { fieldOfSpans, spansOfTerms } from '../spans/term-spans.ts';
import { readLeaf } from './leaf.ts';
import { soughtByTerms } from './term.ts';

interface SpanTerm {
  readonly field: string;
  readonly term: string;
  readonly boost: number;
}

/** Where a term is. */
export const spanTerm: QueryType<SpanTerm> = spanQuery({
  name: 'span_term',
  isOnField: true,
  parse(body) {
    const { field, reader } = readLeaf('span_term', body, 'value');
    const given = reader.json('value') ?? reader.json('term');
    reader.json('term');
    const boost = reader.optionalNumber('boost') ?? 1;
    reader.rejectUnknown();
    if (given === undefined || given === null || typeof given === 'object') {
      throw errors.illegalArgument('value cannot be null');
    }
    return { field, term: jsonText(given), boost };
  },
  spans({ field: path, term }, context) {
    const field = fieldOfSpans(path, context);
    const spans = field === undefined ? NO_SPANS : spansOfTerms(field, [term]);
    return { ...spans, field: path, terms: [term] };
  },
  sought: ({ field, term }, context) => soughtByTerms({ field, values: [term] }, context),
});

interface FieldMasking {
  readonly query: ReturnType<typeof readSpanQuery>;
  readonly field: string;
  readonly boost: number;
}

/** Spans of one field beside those of another one, as if they were of it. */
export const fieldMaskingSpan: QueryType<FieldMasking> = maskingQuery('field_masking_span');
/** As newer versions call it. */
export const spanFieldMasking: QueryType<FieldMasking> = maskingQuery('span_field_masking');

function maskingQuery(name: string): QueryType<FieldMasking> {
  return spanQuery({
    name,
    parse(body, context) {
      const reader = readObject(name, body);
      const query = readSpanQuery(reader, 'query', context);
      const field = reader.optionalString('field');
      const boost = reader.optionalNumber('boost') ?? 1;
      reader.rejectUnknown();
      if (field === undefined) {
        throw errors.parsing(`[${name}] must have [field] set for the masked query`);
      }
      return { query, field, boost };
    },
    spans: ({ query, field }, context) => ({ ...spansOfQuery(query, context), field }),
    clauses: ({ query }) => [{ occur: 'must', query }],
  });
}
