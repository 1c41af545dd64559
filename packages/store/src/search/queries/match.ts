import { errors } from '@longshore/common/errors';
import type { Json } from '@longshore/common/json';
import { type Fuzzy, parseFuzziness, readFuzzy, readNatural } from '../fuzzy.ts';
import { soughtByMatch } from '../highlight/sought-text.ts';
import { compileMatch, type Match } from '../match.ts';
import type { QueryType } from '../query.ts';
import type { ObjectReader } from '../read-object.ts';
import { scoreMatch } from '../scoring/score-match.ts';
import { readLeaf } from './leaf.ts';

interface MatchQuery {
  readonly field: string;
  readonly match: Match;
  readonly boost: number;
}

/** Words in any order. */
export const match: QueryType<MatchQuery> = {
  name: 'match',
  isOnField: true,
  parse: (body) => parseMatch('match', body),
  compile: ({ field, match: spec }, context) => compileMatch(field, spec, context),
  score: ({ field, match: spec, boost }, context) =>
    scoreMatch(field, { match: spec, boost }, context),
  sought: ({ field, match: spec }, context) => soughtByMatch(field, spec, context),
};

/** Words in this order, one after the other. */
export const matchPhrase: QueryType<MatchQuery> = {
  name: 'match_phrase',
  isOnField: true,
  parse: (body) => parseMatch('match_phrase', body),
  compile: ({ field, match: spec }, context) => compileMatch(field, spec, context),
  score: ({ field, match: spec, boost }, context) =>
    scoreMatch(field, { match: spec, boost }, context),
  sought: ({ field, match: spec }, context) => soughtByMatch(field, spec, context),
};

/** Words in any order, the last of which may be only begun. */
export const matchBoolPrefix: QueryType<MatchQuery> = {
  name: 'match_bool_prefix',
  isOnField: true,
  parse: (body) => parseMatch('match_bool_prefix', body),
  compile: ({ field, match: spec }, context) => compileMatch(field, spec, context),
  score: ({ field, match: spec, boost }, context) =>
    scoreMatch(field, { match: spec, boost }, context),
  sought: ({ field, match: spec }, context) => soughtByMatch(field, spec, context),
};

/** Words in this order, the last of which may be only begun. */
export const matchPhrasePrefix: QueryType<MatchQuery> = {
  name: 'match_phrase_prefix',
  isOnField: true,
  parse: (body) => parseMatch('match_phrase_prefix', body),
  compile: ({ field, match: spec }, context) => compileMatch(field, spec, context),
  score: ({ field, match: spec, boost }, context) =>
    scoreMatch(field, { match: spec, boost }, context),
  sought: ({ field, match: spec }, context) => soughtByMatch(field, spec, context),
};

type MatchName = 'match' | 'match_phrase' | 'match_bool_prefix' | 'match_phrase_prefix';

function parseMatch(name: MatchName, body: Json | undefined): MatchQuery {
  const { field, reader } = readLeaf(name, body, 'query');
  const isPhrase = name === 'match_phrase' || name === 'match_phrase_prefix';
  const value = reader.json('query');
  if (value === undefined || value === null || typeof value === 'object') {
    throw errors.parsing(`[${name}] requires a [query] that is a single value`);
  }
  const minimum = isPhrase ? undefined : reader.optionalString('minimum_should_match');
  const spec: MatchQuery = {
    field,
    match: {
      value,
      isPhrase,
      ...(name.endsWith('prefix') ? { endsInPrefix: true } : {}),
      operator: isPhrase ? 'or' : readOperator(reader, 'operator'),
      isLenient: isPhrase ? false : (reader.optionalBoolean('lenient') ?? false),
      zeroTerms: readZeroTerms(reader),
      ...readAnalyzer(reader),
      ...(isPhrase ? readSlop(reader, 'slop') : readMatchFuzzy(reader)),
      ...(minimum === undefined ? {} : { minimumShouldMatch: minimum }),
    },
    boost: reader.optionalNumber('boost') ?? 1,
  };
  readMatchExtras(reader);
  reader.rejectUnknown();
  return spec;
}

export function readOperator(reader: ObjectReader, key: string): 'and' | 'or' {
  const operator = (reader.optionalString(key) ?? 'or').toLowerCase();
  if (operator !== 'and' && operator !== 'or') {
    throw errors.illegalArgument(
      `operator needs to be either [and] or [or], but not [${operator}]`,
    );
  }
  return operator;
}

export function readZeroTerms(reader: ObjectReader): 'none' | 'all' {
  const given = (reader.optionalString('zero_terms_query') ?? 'none').toLowerCase();
  if (given !== 'none' && given !== 'all') {
    throw errors.parsing(`Unsupported zero_terms_query value [${given}]`);
  }
  return given;
}

/** Parameters that change nothing here. */
export function readMatchExtras(reader: ObjectReader): void {
  reader.optionalBoolean('auto_generate_synonyms_phrase_query');
  // Of phrases that end in a prefix too.
  reader.optionalInteger('max_expansions');
}

/** How far the words of a phrase may be moved. */
export function readSlop(reader: ObjectReader, key: string): Pick<Match, 'slop'> {
  const slop = readNatural(reader, key) ?? 0;
  return slop === 0 ? {} : { slop };
}

/** How similar words may be, if they need not be the same. */
export function readMatchFuzzy(reader: ObjectReader): { readonly fuzzy?: Fuzzy } {
  const fuzziness = reader.optionalString('fuzziness');
  const fuzzy = readFuzzy(reader, fuzziness === undefined ? 0 : parseFuzziness(fuzziness), {
    prefix: 'prefix_length',
    expansions: 'max_expansions',
    transpositions: 'fuzzy_transpositions',
  });
  // How Lucene runs it; there is one way here.
  reader.optionalString('fuzzy_rewrite');
  return fuzziness === undefined ? {} : { fuzzy };
}

/** The analyzer that a query names instead of the field's own. */
export function readAnalyzer(reader: ObjectReader): Pick<Match, 'analyzer'> {
  const analyzer = reader.optionalString('analyzer');
  return analyzer === undefined ? {} : { analyzer };
}
