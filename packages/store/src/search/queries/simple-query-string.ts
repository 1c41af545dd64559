import { errors } from '@longshore/common/errors';
import {
  parseSimpleQuery,
  SIMPLE_FLAGS,
  type SimpleFlag,
  type SimpleNode,
} from '@longshore/common/query-lang/simple/parser';
import type { Sql } from '../../sql/sql.ts';
import { type FieldContext, isText } from '../field-context.ts';
import { expandFields, type FieldPattern, parseFieldPattern } from '../field-patterns.ts';
import { compileFuzzy, type Fuzzy, readFuzzy } from '../fuzzy.ts';
import { soughtByFuzzy } from '../highlight/similar-terms.ts';
import type { Sought } from '../highlight/sought.ts';
import { soughtByMatch } from '../highlight/sought-text.ts';
import { compileMatch, leniently, type Match } from '../match.ts';
import { minimumShouldMatch } from '../minimum-should-match.ts';
import { ALWAYS, allOf, anyOf, atLeast, NEVER, not } from '../predicate.ts';
import type { CompileContext, QueryType } from '../query.ts';
import { type ObjectReader, readObject } from '../read-object.ts';
import { scoreBest } from '../scoring/score-best.ts';
import { scoreMatch } from '../scoring/score-match.ts';
import { scoreSum } from '../scoring/score-sum.ts';
import { normalizeTerm } from '../text.ts';
import { hasWildcard } from '../wildcard.ts';
import { readAnalyzer, readOperator } from './match.ts';
import { readFieldList } from './multi-match.ts';
import { compilePrefix, soughtByPrefix } from './pattern.ts';
import { boostOf } from './query-text.ts';

interface SimpleQueryString {
  /** Undefined where the text asks for nothing. */
  readonly node: SimpleNode | 'all' | undefined;
  readonly fields: readonly string[];
  /** How much more those count. */
  readonly boosts: readonly FieldPattern[];
  readonly match: Omit<Match, 'value' | 'isPhrase'>;
  readonly fuzzy: Fuzzy;
  readonly minimumShouldMatch: string | undefined;
  readonly boost: number;
}

const TEXT_CHARS_MAX = 32_000;

/** A query text for everybody, which is never wrong. */
export const simpleQueryString: QueryType<SimpleQueryString> = {
  name: 'simple_query_string',
  parse(body) {
    const reader = readObject('simple_query_string', body);
    const text = reader.optionalString('query');
    if (text === undefined) {
      throw errors.parsing('[simple_query_string] query text missing');
    }
    if (text.length > TEXT_CHARS_MAX) {
      throw errors.queryShard(
        `The query text has [${text.length}] characters, more than the allowed maximum of [${TEXT_CHARS_MAX}]`,
      );
    }
    const operator = readOperator(reader, 'default_operator');
    const flags = readFlags(reader.optionalString('flags'));
    const fields = reader.json('fields');
    const boosts = readFieldList(fields).map(parseFieldPattern);
    const spec: SimpleQueryString = {
      node: text === '*' ? 'all' : parseSimpleQuery(text, { defaultOperator: operator, flags }),
      fields: boosts.map(({ pattern }) => pattern),
      boosts,
      match: {
        operator,
        isLenient: reader.optionalBoolean('lenient') ?? fields === undefined,
        zeroTerms: 'none',
        ...readAnalyzer(reader),
      },
      fuzzy: readFuzzy(reader, 0, {
        prefix: 'fuzzy_prefix_length',
        expansions: 'fuzzy_max_expansions',
        transpositions: 'fuzzy_transpositions',
      }),
      minimumShouldMatch: reader.optionalString('minimum_should_match'),
      boost: reader.optionalNumber('boost') ?? 1,
    };
    readExtras(reader);
    reader.rejectUnknown();
    return spec;
  },
  compile(spec, context) {
    const { node, minimumShouldMatch: minimum } = spec;
    if (node === undefined || node === 'all') {
      return node === undefined ? NEVER : ALWAYS;
    }
    return node.kind === 'or' && minimum !== undefined
      ? atLeast(
          Math.max(1, minimumShouldMatch(minimum, node.nodes.length)),
          node.nodes.map((one) => compileNode(one, spec, context)),
        )
      : compileNode(node, spec, context);
  },
  score: (spec, context) =>
    spec.node === undefined || spec.node === 'all'
      ? spec.boost
      : scoreNode(spec.node, spec, context),
  sought: (spec, context) =>
    spec.node === undefined || spec.node === 'all' ? [] : soughtByNode(spec.node, spec, context),
};

/** `ALL`, `NONE`, or names with `|` between. */
function readFlags(given = 'ALL'): ReadonlySet<SimpleFlag> {
  const flags = given
    .toUpperCase()
    .split('|')
    .map((name) => name.trim());
  return new Set(
    flags.flatMap((name): readonly SimpleFlag[] => {
      if (name === 'ALL') {
        return SIMPLE_FLAGS;
      }
      if (name === 'NONE' || name === '') {
        return [];
      }
      const flag = SIMPLE_FLAGS.find((known) => known === (name === 'NEAR' ? 'SLOP' : name));
      if (flag === undefined) {
        throw errors.illegalArgument(`Unknown simple_query_string flag [${name}]`);
      }
      return [flag];
    }),
  );
}

/** Parameters that change nothing here, and one that would and is refused. */
function readExtras(reader: ObjectReader): void {
  reader.optionalBoolean('analyze_wildcard');
  reader.optionalBoolean('auto_generate_synonyms_phrase_query');
  if (reader.optionalString('quote_field_suffix') !== undefined) {
    throw errors.illegalArgument('[simple_query_string] [quote_field_suffix] is not supported');
  }
}

function compileNode(node: SimpleNode, spec: SimpleQueryString, context: CompileContext): Sql {
  switch (node.kind) {
    case 'not':
      return not(compileNode(node.node, spec, context));
    case 'and':
      return allOf(node.nodes.map((one) => compileNode(one, spec, context)));
    case 'or':
      return anyOf(node.nodes.map((one) => compileNode(one, spec, context)));
    default:
      return compileLeaf(node, spec, context);
  }
}

/** What the text's matches have marked, but for what must not be there. */
function soughtByNode(
  node: SimpleNode,
  spec: SimpleQueryString,
  context: FieldContext,
): readonly Sought[] {
  switch (node.kind) {
    case 'not':
      return [];
    case 'and':
    case 'or':
      return node.nodes.flatMap((one) => soughtByNode(one, spec, context));
    default:
      return expandFields(spec.fields, context).flatMap((path) =>
        soughtInField(path, { node, spec }, context),
      );
  }
}

function soughtInField(
  path: string,
  { node, spec }: { readonly node: Leaf; readonly spec: SimpleQueryString },
  context: FieldContext,
): readonly Sought[] {
  if (node.kind === 'words' || node.kind === 'phrase') {
    return soughtByMatch(path, matchOf(node, spec), context);
  }
  const term = termOf(path, node.text, context);
  return node.kind === 'prefix'
    ? soughtByPrefix({ field: path, value: term, isCaseInsensitive: false }, context)
    : soughtByFuzzy(path, { term, fuzzy: { ...spec.fuzzy, fuzziness: node.distance } }, context);
}

/** How words are looked for in one field. */
const matchOf = (
  node: Extract<Leaf, { kind: 'words' | 'phrase' }>,
  { match }: SimpleQueryString,
): Match => ({
  ...match,
  value: node.text,
  ...(node.kind === 'phrase' ? { isPhrase: true, slop: node.slop } : { isPhrase: false }),
});

/** A word in the letters that the terms of its field have. */
function termOf(path: string, text: string, context: FieldContext): string {
  const field = context.field(path);
  return field !== undefined && isText(field) ? normalizeTerm(field, text) : text;
}

type Leaf = Exclude<SimpleNode, { kind: 'and' | 'or' | 'not' }>;

/** One word or phrase in any of the fields. */
function compileLeaf(node: Leaf, spec: SimpleQueryString, context: CompileContext): Sql {
  const fields = expandFields(spec.fields, context);
  const isLenient = spec.match.isLenient || spec.fields.some(hasWildcard);
  return anyOf(
    fields.map((path) => leniently(isLenient, () => compileInField(path, { node, spec }, context))),
  );
}

function compileInField(
  path: string,
  { node, spec }: { readonly node: Leaf; readonly spec: SimpleQueryString },
  context: CompileContext,
): Sql {
  if (node.kind === 'words' || node.kind === 'phrase') {
    return compileMatch(path, matchOf(node, spec), context);
  }
  const term = termOf(path, node.text, context);
  return node.kind === 'prefix'
    ? compilePrefix({ field: path, value: term, isCaseInsensitive: false }, context)
    : compileFuzzy(path, { term, fuzzy: { ...spec.fuzzy, fuzziness: node.distance } }, context);
}

/** What a row that matches scores: the sum of what it matches, and of a word in several fields the best. */
function scoreNode(
  node: SimpleNode,
  spec: SimpleQueryString,
  context: CompileContext,
): Sql | number {
  switch (node.kind) {
    case 'not':
      return spec.boost;
    case 'and':
      return scoreSum(
        node.nodes.map((one) => scoreNode(one, spec, context)),
        [],
      );
    case 'or':
      return scoreSum(
        [],
        node.nodes.map((one) => ({
          condition: compileNode(one, spec, context),
          score: scoreNode(one, spec, context),
        })),
      );
    default:
      return scoreLeaf(node, spec, context);
  }
}

function scoreLeaf(node: Leaf, spec: SimpleQueryString, context: CompileContext): Sql | number {
  const alternatives = expandFields(spec.fields, context).map((path) => {
    const boost = spec.boost * boostOf(path, spec);
    return {
      condition: leniently(true, () => compileInField(path, { node, spec }, context)),
      score:
        node.kind === 'words' || node.kind === 'phrase'
          ? scoreMatch(path, { match: matchOf(node, spec), boost }, context)
          : boost,
    };
  });
  return scoreBest(alternatives, 0);
}
