import { ALWAYS, NEVER } from '../predicate.ts';
import type { QueryType } from '../query.ts';
import { readObject } from '../read-object.ts';

interface Boosted {
  readonly boost: number;
}

function parseEmpty(name: string): QueryType<Boosted>['parse'] {
  return (body) => {
    const reader = readObject(name, body);
    const boost = reader.optionalNumber('boost') ?? 1;
    reader.rejectUnknown();
    return { boost };
  };
}

/** Every document. */
export const matchAll: QueryType<Boosted> = {
  name: 'match_all',
  parse: parseEmpty('match_all'),
  compile: () => ALWAYS,
  score: ({ boost }) => boost,
};

/** No document. */
export const matchNone: QueryType<Boosted> = {
  name: 'match_none',
  parse: parseEmpty('match_none'),
  compile: () => NEVER,
};
