import { errors } from '@longshore/common/errors';
import {
  type LuceneClause,
  LuceneSyntaxError,
  parseLucene,
} from '@longshore/common/query-lang/lucene/parser';
import { parseFieldPattern } from '../field-patterns.ts';
import { FUZZY_DEFAULTS, type Fuzzy, parseFuzziness, readFuzzy } from '../fuzzy.ts';
import { leniently } from '../match.ts';
import type { QueryType } from '../query.ts';
import { type ObjectReader, readObject } from '../read-object.ts';
import { readMatchExtras, readOperator, readSlop } from './match.ts';
import { readFieldList } from './multi-match.ts';
import { compileTop, scoreTop } from './query-string-clauses.ts';
import { type QueryText, soughtByClauses } from './query-text.ts';

const TEXT_CHARS_MAX = 32_000;

/** Lucene's query text. */
export const queryString: QueryType<QueryText> = {
  name: 'query_string',
  parse(body) {
    const reader = readObject('query_string', body);
    const text = reader.optionalString('query');
    if (text === undefined) {
      throw errors.parsing('[query_string] must be provided with a [query]');
    }
    const operator = readOperator(reader, 'default_operator');
    const defaultField = reader.optionalString('default_field');
    const fields = reader.json('fields');
    const isNamed = fields !== undefined || (defaultField !== undefined && defaultField !== '*');
    const type = reader.optionalString('type') ?? 'best_fields';
    const patterns = readFieldList(fields ?? defaultField).map(parseFieldPattern);
    const spec: QueryText = {
      clauses: parseText(text, operator),
      fields: patterns.map(({ pattern }) => pattern),
      boosts: patterns,
      tieBreaker: reader.optionalNumber('tie_breaker') ?? (type === 'most_fields' ? 1 : 0),
      operator,
      isLenient: reader.optionalBoolean('lenient') ?? !isNamed,
      minimumShouldMatch: reader.optionalString('minimum_should_match'),
      timeZone: reader.optionalString('time_zone'),
      isPhrase: type === 'phrase',
      analyzer: reader.optionalString('analyzer'),
      phraseSlop: readSlop(reader, 'phrase_slop').slop ?? 0,
      quoteAnalyzer: reader.optionalString('quote_analyzer'),
      fuzzy: readTextFuzzy(reader),
      boost: reader.optionalNumber('boost') ?? 1,
    };
    readExtras(reader, type);
    reader.rejectUnknown();
    return spec;
  },
  compile: (spec, context) => leniently(spec.isLenient, () => compileTop(spec, context)),
  score: (spec, context) => scoreTop(spec, context),
  sought: (spec, context) => soughtByClauses(spec.clauses, spec, context),
};

function parseText(text: string, defaultOperator: 'and' | 'or'): readonly LuceneClause[] {
  if (text.length > TEXT_CHARS_MAX) {
    throw errors.queryShard(
      `The query text has [${text.length}] characters, more than the allowed maximum of [${TEXT_CHARS_MAX}]`,
    );
  }
  try {
    return parseLucene(text, { defaultOperator });
  } catch (error) {
    if (error instanceof LuceneSyntaxError) {
      throw errors.queryShard(`Failed to parse query [${text}]: ${error.message}`);
    }
    throw error;
  }
}

/** Parameters that change nothing here, and those that would and are refused. */
function readExtras(reader: ObjectReader, type: string): void {
  if (!['best_fields', 'most_fields', 'cross_fields', 'phrase'].includes(type)) {
    throw errors.parsing(`[query_string] type [${type}] is not supported`);
  }
  for (const key of ['analyze_wildcard', 'escape', 'enable_position_increments']) {
    reader.optionalBoolean(key);
  }
  reader.optionalInteger('max_determinized_states');
  reader.optionalString('rewrite');
  if (reader.optionalString('quote_field_suffix') !== undefined) {
    throw errors.illegalArgument('[query_string] [quote_field_suffix] is not supported');
  }
  if (reader.optionalBoolean('allow_leading_wildcard') === false) {
    throw errors.illegalArgument('[query_string] [allow_leading_wildcard] must be true');
  }
  reader.optionalString('fuzzy_rewrite');
  readMatchExtras(reader);
}

function readTextFuzzy(reader: ObjectReader): Fuzzy {
  const given = reader.optionalString('fuzziness');
  const fuzziness = given === undefined ? FUZZY_DEFAULTS.fuzziness : parseFuzziness(given);
  return readFuzzy(reader, fuzziness, {
    prefix: 'fuzzy_prefix_length',
    expansions: 'fuzzy_max_expansions',
    transpositions: 'fuzzy_transpositions',
  });
}
