import { errors, LongshoreError } from '@longshore/common/errors';
import {
  type LuceneClause,
  type LuceneNode,
  LuceneSyntaxError,
  parseLucene,
} from '@longshore/common/query-lang/lucene/parser';
import type { Sql } from '../../sql/sql.ts';
import { type Range, within } from '../compare.ts';
import { isText } from '../field-context.ts';
import { expandFields, parseFieldPattern } from '../field-patterns.ts';
import { compileFuzzy, FUZZY_DEFAULTS, type Fuzzy, parseFuzziness, readFuzzy } from '../fuzzy.ts';
import { compileMatch, leniently } from '../match.ts';
import { minimumShouldMatch } from '../minimum-should-match.ts';
import { ALWAYS, allOf, anyOf, atLeast, NEVER, not } from '../predicate.ts';
import type { CompileContext, QueryType } from '../query.ts';
import { type ObjectReader, readObject } from '../read-object.ts';
import { hasWildcard } from '../wildcard.ts';
import { compileExists } from './exists.ts';
import { readMatchExtras, readOperator, readSlop } from './match.ts';
import { readFieldList } from './multi-match.ts';
import { compileRegexp, compileWildcard } from './pattern.ts';
import {
  fieldsOf,
  type Leaf,
  matchOf,
  patternsOf,
  type QueryText,
  similarWord,
  soughtByClauses,
} from './query-text.ts';

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
    const spec: QueryText = {
      clauses: parseText(text, operator),
      fields: readFieldList(fields ?? defaultField).map(
        (field) => parseFieldPattern(field).pattern,
      ),
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
  compile(spec, context) {
    try {
      return compileTop(spec, context);
    } catch (error) {
      if (spec.isLenient && error instanceof LongshoreError && error.status === 400) {
        return NEVER;
      }
      throw error;
    }
  },
  score: ({ boost }) => boost,
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
  reader.optionalNumber('tie_breaker');
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

function compileTop(spec: QueryText, context: CompileContext): Sql {
  const [only, ...more] = spec.clauses;
  if (only === undefined) {
    return NEVER;
  }
  const isOneText = more.length === 0 && only.occur === 'should' && only.node.kind === 'words';
  return isOneText
    ? compileNode(only.node, spec, context)
    : compileClauses(spec.clauses, spec.minimumShouldMatch, { spec, context });
}

interface Compiling {
  readonly spec: QueryText;
  readonly context: CompileContext;
}

function compileClauses(
  clauses: readonly LuceneClause[],
  minimum: string | undefined,
  { spec, context }: Compiling,
): Sql {
  const of = (occur: LuceneClause['occur']) =>
    clauses
      .filter((clause) => clause.occur === occur)
      .map(({ node }) => compileNode(node, { ...spec, minimumShouldMatch: undefined }, context));
  const should = of('should');
  const must = of('must');
  const byDefault = must.length === 0 && should.length > 0 ? 1 : 0;
  const needed =
    minimum === undefined ? byDefault : minimumShouldMatch(minimum, should.length) || byDefault;
  return allOf([...must, atLeast(needed, should), not(anyOf(of('must_not')))]);
}

function compileNode(node: LuceneNode, spec: QueryText, context: CompileContext): Sql {
  switch (node.kind) {
    case 'all':
      return ALWAYS;
    case 'group':
      return compileClauses(node.clauses, undefined, { spec, context });
    case 'exists':
      return anyOf(
        expandFields([node.field], context, { withMultiFields: true }).map((field) =>
          compileExists(field, context),
        ),
      );
    default:
      return compileLeaf(node, spec, context);
  }
}

/** One text, pattern or range in any of the fields that it is looked for in. */
function compileLeaf(node: Leaf, spec: QueryText, context: CompileContext): Sql {
  const patterns = patternsOf(node, spec);
  const fields = fieldsOf(node, spec, context);
  // In fields that nobody named one by one, a word is no number without being wrong.
  const isLenient = spec.isLenient || patterns.some(hasWildcard);
  return anyOf(
    fields.map((field) =>
      leniently(isLenient, () => compileInField(field, { ...node, field }, { spec, context })),
    ),
  );
}

function compileInField(path: string, node: Leaf, { spec, context }: Compiling): Sql {
  switch (node.kind) {
    case 'words':
    case 'phrase':
      return compileMatch(path, matchOf(node, spec), context);
    case 'wildcard':
      return compileWildcard(
        { field: path, value: node.pattern, isCaseInsensitive: false },
        context,
      );
    case 'fuzzy':
      return compileFuzzy(path, similarWord(path, node, { spec, context }), context);
    case 'regexp':
      return compileRegexp({ field: path, value: node.pattern, isCaseInsensitive: false }, context);
    case 'range':
      return compileRange(path, node, { spec, context });
  }
}

function compileRange(
  path: string,
  node: Extract<LuceneNode, { kind: 'range' }>,
  { spec, context }: Compiling,
): Sql {
  const field = context.field(path);
  if (field === undefined) {
    return NEVER;
  }
  if (isText(field)) {
    throw errors.queryShard(
      `failed to create query: ranges over the text field [${path}] are not supported; use a keyword, number or date field`,
    );
  }
  const { lower, upper } = node;
  const range: Range = {
    ...(lower && { [lower.isInclusive ? 'gte' : 'gt']: lower.text }),
    ...(upper && { [upper.isInclusive ? 'lte' : 'lt']: upper.text }),
    ...(spec.timeZone === undefined ? {} : { timeZone: spec.timeZone }),
  };
  return within(field, range, context);
}
