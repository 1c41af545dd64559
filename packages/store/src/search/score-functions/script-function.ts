import { errors } from '@longshore/common/errors';
import type { Json } from '@longshore/common/json';
import { type Sql, sql } from '../../sql/sql.ts';
import type { ObjectReader } from '../read-object.ts';
import {
  compileScriptValue,
  parseSearchScript,
  type SearchScript,
} from '../runtime/search-script.ts';
import type { ScoreFunction, ScoreFunctionContext } from './score-function.ts';

/** What a script gives, which may read `_score`. */
export const scriptFunction: ScoreFunction<SearchScript> = {
  name: 'script_score',
  parse: (reader) => readScoreScript('script_score', reader),
  value: (script, of) => sql`ifNull(${scriptNumber(script, of)}, 0.)`,
  fault: (script, of) => ({
    condition: sql`NOT (ifNull(${scriptNumber(script, of)}, nan) >= 0)`,
    reason: SCORE_FAULT,
  }),
};

/** Why a score of a script is none. */
const SCORE_FAULT =
  'script_score script returned an invalid score for some documents: it must be a non-negative number, and each field that it reads must have a value';

/** The script of a score. */
export function readScoreScript(name: string, reader: ObjectReader): SearchScript {
  const given: Json | undefined = reader.json('script');
  if (given === undefined) {
    throw errors.parsing(`[${name}] requires a [script]`);
  }
  return parseSearchScript(given, 'score');
}

/** What a script gives for a row as a number of the engine; null where it gives nothing. */
function scriptNumber(script: SearchScript, { context, score }: ScoreFunctionContext): Sql {
  const { type, sql: value } = compileScriptValue(script, context, { score });
  if (!['int', 'long', 'double', 'null'].includes(type)) {
    throw errors.illegalArgument(`a [script_score] script has to give a number, not [${type}]`);
  }
  return sql`CAST(${value} AS Nullable(Float64))`;
}
