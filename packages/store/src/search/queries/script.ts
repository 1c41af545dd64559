import { errors } from '@longshore/common/errors';
import { known } from '../predicate.ts';
import type { QueryType } from '../query.ts';
import { readObject } from '../read-object.ts';
import {
  compileScriptValue,
  parseSearchScript,
  type SearchScript,
} from '../runtime/search-script.ts';
import { refuseExpensive } from '../search-limits.ts';

interface ScriptQuery {
  readonly script: SearchScript;
  readonly boost: number;
}

/** Documents for which a script says true; computed by the engine, so that only what it can compute is taken. */
export const script: QueryType<ScriptQuery> = {
  name: 'script',
  parse(body) {
    const reader = readObject('script', body);
    const given = reader.json('script');
    if (given === undefined) {
      throw errors.parsing('script must be provided with a [script] query');
    }
    const spec = {
      script: parseSearchScript(given, 'filter'),
      boost: reader.optionalNumber('boost') ?? 1,
    };
    reader.rejectUnknown();
    return spec;
  },
  compile({ script: test }, context) {
    refuseExpensive('[script] queries', context);
    const { type, sql } = compileScriptValue(test, context);
    if (type !== 'boolean' && type !== 'null') {
      throw errors.illegalArgument(
        `a [script] query needs a script that gives a boolean, not [${type}]`,
      );
    }
    return known(sql);
  },
  score: ({ boost }) => boost,
};
