import { errors } from '@longshore/common/errors';
import { jsonText } from '@longshore/common/json';
import { compileFuzzy, FUZZY_DEFAULTS, type Fuzzy, parseFuzziness, readFuzzy } from '../fuzzy.ts';
import { soughtByFuzzy } from '../highlight/similar-terms.ts';
import type { QueryType } from '../query.ts';
import { readLeaf } from './leaf.ts';

interface FuzzyQuery {
  readonly field: string;
  readonly term: string;
  readonly fuzzy: Fuzzy;
  readonly boost: number;
}

/** Values that are similar to a text; on text fields, words that are. */
export const fuzzy: QueryType<FuzzyQuery> = {
  name: 'fuzzy',
  isOnField: true,
  parse(body) {
    const { field, reader } = readLeaf('fuzzy', body, 'value');
    const value = reader.json('value');
    if (value === undefined || value === null || typeof value === 'object') {
      throw errors.illegalArgument('query value cannot be null');
    }
    const fuzziness = reader.optionalString('fuzziness');
    const spec = {
      field,
      term: jsonText(value),
      fuzzy: readFuzzy(
        reader,
        fuzziness === undefined ? FUZZY_DEFAULTS.fuzziness : parseFuzziness(fuzziness),
        {
          prefix: 'prefix_length',
          expansions: 'max_expansions',
          transpositions: 'transpositions',
        },
      ),
      boost: reader.optionalNumber('boost') ?? 1,
    };
    // How Lucene runs it; there is one way here.
    reader.optionalString('rewrite');
    reader.rejectUnknown();
    return spec;
  },
  compile: ({ field, term, fuzzy: how }, context) =>
    compileFuzzy(field, { term, fuzzy: how }, context),
  score: ({ boost }) => boost,
  sought: ({ field, term, fuzzy: how }, context) =>
    soughtByFuzzy(field, { term, fuzzy: how }, context),
};
