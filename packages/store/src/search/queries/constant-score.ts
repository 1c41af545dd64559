import { errors } from '@longshore/common/errors';
import type { Query, QueryType } from '../query.ts';
import { readObject } from '../read-object.ts';

interface ConstantScore {
  readonly filter: Query;
  readonly boost: number;
}

/** A filter whose matches all score the same. */
export const constantScore: QueryType<ConstantScore> = {
  name: 'constant_score',
  parse(body, { parseQuery }) {
    const reader = readObject('constant_score', body);
    const filter = reader.json('filter');
    if (filter === undefined) {
      throw errors.parsing('[constant_score] requires a [filter] element');
    }
    const spec = { filter: parseQuery(filter), boost: reader.optionalNumber('boost') ?? 1 };
    reader.rejectUnknown();
    return spec;
  },
  compile: ({ filter }, context) => context.compile(filter),
  score: ({ boost }) => boost,
  clauses: ({ filter }) => [{ occur: 'filter', query: filter }],
  bounds: ({ filter }, context) => context.bounds(filter),
};
