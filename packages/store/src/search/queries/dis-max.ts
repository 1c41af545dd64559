import { errors } from '@longshore/common/errors';
import type { Json } from '@longshore/common/json';
import { float, join, type Sql, sql } from '../../sql/sql.ts';
import { anyOf } from '../predicate.ts';
import type { CompileContext, Query, QueryType } from '../query.ts';
import { readObject } from '../read-object.ts';

interface DisMax {
  readonly queries: readonly Query[];
  readonly tieBreaker: number;
  readonly boost: number;
}

/** Any of several queries; the best score counts, and a part of the others. */
export const disMax: QueryType<DisMax> = {
  name: 'dis_max',
  parse(body, { parseQuery }) {
    const reader = readObject('dis_max', body);
    const given = reader.json('queries') ?? [];
    const queries = (Array.isArray(given) ? given : [given]).map((one: Json) => parseQuery(one));
    if (queries.length === 0) {
      throw errors.parsing("[dis_max] requires 'queries' field with at least one clause");
    }
    const tieBreaker = reader.optionalNumber('tie_breaker') ?? 0;
    const boost = reader.optionalNumber('boost') ?? 1;
    reader.rejectUnknown();
    return { queries, tieBreaker, boost };
  },
  compile: ({ queries }, context) => anyOf(queries.map((query) => context.compile(query))),
  score: (spec, context) => scoreBest(spec, context),
  scoreNote: 'best of, and a part ([tie_breaker]) of the others, times the boost:',
  clauses: ({ queries }) => queries.map((query) => ({ occur: 'should', query })),
};

function scoreBest({ queries, tieBreaker, boost }: DisMax, context: CompileContext): Sql | number {
  const scores = queries.map((query) => context.score(query));
  const [first = 0] = scores;
  if (typeof first === 'number' && scores.length === 1) {
    return first * boost;
  }
  const each = queries.map((query, i) => {
    const score = scores[i] ?? 0;
    const known = typeof score === 'number' ? sql`${float(score)}` : score;
    return sql`if(${context.compile(query)}, ${known}, 0.)`;
  });
  const all = sql`[${join(each, ', ')}]`;
  const best = sql`arrayMax(${all})`;
  return sql`(${float(boost)} * (${best} + ${float(tieBreaker)} * (arraySum(${all}) - ${best})))`;
}
