import { errors } from '@longshore/common/errors';
import type { Json } from '@longshore/common/json';
import type { Query, QueryType } from '../query.ts';
import { readObject } from '../read-object.ts';
import { parseRequestJson } from '../request-json.ts';

/** A query as JSON in base64, for clients that put queries together from texts. */
export const wrapper: QueryType<Query> = {
  name: 'wrapper',
  parse(body, { parseQuery }) {
    const reader = readObject('wrapper', body);
    const text = reader.optionalString('query');
    reader.rejectUnknown();
    if (text === undefined || text === '') {
      throw errors.parsing('[wrapper] query has no [query], which is a query in base64');
    }
    return parseQuery(decode(text));
  },
  compile: (query, context) => context.compile(query),
  score: (query, context) => context.score(query),
  clauses: (query) => [{ occur: 'must', query }],
  bounds: (query, context) => context.bounds(query),
};

function decode(text: string): Json {
  try {
    return parseRequestJson(Buffer.from(text, 'base64'));
  } catch {
    throw errors.parsing('[wrapper] [query] is not JSON in base64');
  }
}
