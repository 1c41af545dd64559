import { errors } from '@longshore/common/errors';
import { float, type Sql, sql } from '../../sql/sql.ts';
import type { CompileContext, Query, QueryType } from '../query.ts';
import { readObject } from '../read-object.ts';
import type { SearchScript } from '../runtime/search-script.ts';
import {
  reachesScore,
  readMinScore,
  refuseFaults,
  scoreSqlOf,
} from '../score-functions/min-score.ts';
import { readScoreScript, scriptFunction } from '../score-functions/script-function.ts';

interface ScriptScore {
  readonly query: Query;
  readonly script: SearchScript;
  readonly minScore: number | undefined;
  readonly boost: number;
  /** With what it is scored where that decides what is found. */
  readonly scored?: CompileContext;
}

/** What a query finds, scored by a script. */
export const scriptScore: QueryType<ScriptScore> = {
  name: 'script_score',
  parse(body, { parseQuery }) {
    const reader = readObject('script_score', body);
    const query = reader.json('query');
    if (query === undefined) {
      throw errors.parsing('[script_score] requires a [query]');
    }
    const spec = {
      query: parseQuery(query),
      script: readScoreScript('script_score', reader),
      minScore: readMinScore(reader),
      boost: reader.optionalNumber('boost') ?? 1,
    };
    reader.rejectUnknown();
    return spec;
  },
  async prepare(spec, context, reads) {
    const where = context.compile(spec.query);
    const scored = await reads.scored(spec.query);
    const score = scoreSqlOf(spec.query, scored);
    const fault = scriptFunction.fault?.(spec.script, { context: scored, score });
    if (fault !== undefined) {
      await refuseFaults({ ...fault, where }, reads);
    }
    return { ...spec, scored };
  },
  compile(spec, context) {
    const found = context.compile(spec.query);
    return spec.minScore === undefined
      ? found
      : reachesScore(found, scoreOf(spec, spec.scored ?? context), spec.minScore);
  },
  score: (spec, context) => scoreOf(spec, context),
  scoreNote: 'what the script makes of the score of:',
  clauses: ({ query }) => [{ occur: 'must', query }],
  bounds: ({ query }, context) => context.bounds(query),
};

function scoreOf({ query, script, boost }: ScriptScore, context: CompileContext): Sql {
  const score = scoreSqlOf(query, context);
  return sql`(${float(boost)} * ${scriptFunction.value(script, { context, score })})`;
}
