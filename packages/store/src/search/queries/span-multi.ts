import { errors } from '@longshore/common/errors';
import type { Json } from '@longshore/common/json';
import type { QueryType } from '../query.ts';
import { readObject } from '../read-object.ts';
import { spanQuery } from '../spans/field-spans.ts';
import { NO_SPANS } from '../spans/spans.ts';
import {
  fieldOfSpans,
  spansOfPrefix,
  spansOfRegexp,
  spansOfSimilar,
  spansOfWildcard,
} from '../spans/term-spans.ts';
import { normalizeTerm } from '../text.ts';
import { fuzzy } from './fuzzy.ts';
import { prefix, regexp, wildcard } from './pattern.ts';

/** The queries of terms that it takes, and where those terms are. */
const KINDS = {
  prefix: spansOf(prefix, (field, { value, isCaseInsensitive }) =>
    spansOfPrefix(field, isCaseInsensitive ? normalizeTerm(field, value) : value),
  ),
  wildcard: spansOf(wildcard, (field, { value }) =>
    spansOfWildcard(field, normalizeTerm(field, value)),
  ),
  regexp: spansOf(regexp, (field, { value, isCaseInsensitive }) =>
    spansOfRegexp(field, isCaseInsensitive ? normalizeTerm(field, value) : value),
  ),
  fuzzy: spansOf(fuzzy, (field, { term, fuzzy: how }) => spansOfSimilar(field, term, how)),
};

type Spans = ReturnType<typeof spansOfPrefix>;
type TextField = NonNullable<ReturnType<typeof fieldOfSpans>>;
type Read = ReturnType<ReturnType<typeof spansOf>>;

/** Reads a query of one type, and makes spans of it. */
function spansOf<Spec extends { readonly field: string }>(
  type: QueryType<Spec>,
  of: (field: TextField, spec: Spec) => Spans,
) {
  return (...given: Parameters<QueryType<Spec>['parse']>) => {
    const spec = type.parse(...given);
    return { field: spec.field, spans: (field: TextField) => of(field, spec) };
  };
}

interface SpanMulti {
  readonly match: Read;
  readonly boost: number;
}

const isKind = (name: string): name is keyof typeof KINDS => Object.hasOwn(KINDS, name);

/** Where terms are that begin so, fit a pattern or are similar. */
export const spanMulti: QueryType<SpanMulti> = spanQuery({
  name: 'span_multi',
  parse(body, context) {
    const reader = readObject('span_multi', body);
    const match = readObject('match', reader.json('match') ?? null);
    const boost = reader.optionalNumber('boost') ?? 1;
    reader.rejectUnknown();
    const [name = '', second] = match.unread();
    if (!isKind(name) || second !== undefined) {
      throw errors.parsing(
        `[span_multi] [match] must be of type multi term query, one of [${Object.keys(KINDS).join(', ')}]`,
      );
    }
    const given: Json | undefined = match.json(name);
    return { match: KINDS[name](given, context), boost };
  },
  spans({ match: { field: path, spans } }, context) {
    const field = fieldOfSpans(path, context);
    return { ...(field === undefined ? NO_SPANS : spans(field)), field: path, terms: [] };
  },
});
