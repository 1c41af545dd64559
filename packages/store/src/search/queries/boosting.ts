import { errors } from '@longshore/common/errors';
import { float, sql } from '../../sql/sql.ts';
import type { Query, QueryType } from '../query.ts';
import { type ObjectReader, readObject } from '../read-object.ts';

interface Boosting {
  readonly positive: Query;
  readonly negative: Query;
  readonly negativeBoost: number;
  readonly boost: number;
}

/** What one query finds, with a lower score where another one matches too. */
export const boosting: QueryType<Boosting> = {
  name: 'boosting',
  parse(body, { parseQuery }) {
    const reader = readObject('boosting', body);
    const spec = {
      positive: parseQuery(required(reader, 'positive')),
      negative: parseQuery(required(reader, 'negative')),
      negativeBoost: reader.optionalNumber('negative_boost') ?? Number.NaN,
      boost: reader.optionalNumber('boost') ?? 1,
    };
    if (!(spec.negativeBoost >= 0)) {
      throw errors.parsing(
        '[boosting] query requires [negative_boost] to be set to be a positive value',
      );
    }
    reader.rejectUnknown();
    return spec;
  },
  compile: ({ positive }, context) => context.compile(positive),
  score({ positive, negative, negativeBoost, boost }, context) {
    const score = context.score(positive);
    const known = typeof score === 'number' ? sql`${float(score)}` : score;
    const factor = sql`if(${context.compile(negative)}, ${float(negativeBoost)}, 1.)`;
    return sql`(${float(boost)} * ${known} * ${factor})`;
  },
  scoreNote:
    'the positive one, times [negative_boost] if the negative one matches, times the boost:',
  clauses: ({ positive, negative }) => [
    { occur: 'must', query: positive },
    { occur: 'should', query: negative },
  ],
  bounds: ({ positive }, context) => context.bounds(positive),
};

function required(reader: ObjectReader, key: 'positive' | 'negative') {
  const given = reader.json(key);
  if (given === undefined) {
    throw errors.parsing(`[boosting] query requires '${key}' query to be set`);
  }
  return given;
}
