import { errors } from '@longshore/common/errors';
import { type KqlNode, KqlSyntaxError, parseKql } from '@longshore/common/query-lang/kql/parser';
import { kqlToQuery } from '@longshore/common/query-lang/kql/to-query';
import type { Query, QueryType } from '../query.ts';
import { readObject } from '../read-object.ts';

/** Kibana's query text, as the query that it stands for. */
export const kql: QueryType<Query> = {
  name: 'kql',
  parse(body, { parseQuery }) {
    const reader = readObject('kql', body);
    const text = reader.optionalString('query');
    const timeZone = reader.optionalString('time_zone');
    const defaultField = reader.optionalString('default_field');
    const boost = reader.optionalNumber('boost');
    if (reader.optionalBoolean('case_insensitive') === true) {
      throw errors.illegalArgument('[kql] [case_insensitive] is not supported');
    }
    reader.rejectUnknown();
    if (text === undefined) {
      throw errors.parsing('[kql] must be provided with a [query]');
    }
    const options = {
      ...(timeZone === undefined ? {} : { timeZone }),
      ...(defaultField === undefined ? {} : { defaultField }),
    };
    const query = kqlToQuery(parseText(text), options);
    return parseQuery(boost === undefined ? query : { bool: { must: query, boost } });
  },
  compile: (query, context) => context.compile(query),
  score: (query, context) => context.score(query),
  clauses: (query) => [{ occur: 'must', query }],
  bounds: (query, context) => context.bounds(query),
};

function parseText(text: string): KqlNode {
  try {
    return parseKql(text);
  } catch (error) {
    if (error instanceof KqlSyntaxError) {
      throw errors.parsing(
        `line 1:${error.position + 1}: ${error.message} in the KQL query [${text}]`,
      );
    }
    throw error;
  }
}
