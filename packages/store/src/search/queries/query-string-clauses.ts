import { errors } from '@longshore/common/errors';
import type { LuceneClause, LuceneNode } from '@longshore/common/query-lang/lucene/parser';
import type { Sql } from '../../sql/sql.ts';
import { type Range, within } from '../compare.ts';
import { isText } from '../field-context.ts';
import { expandFields } from '../field-patterns.ts';
import { compileFuzzy } from '../fuzzy.ts';
import { compileMatch, leniently } from '../match.ts';
import { minimumShouldMatch } from '../minimum-should-match.ts';
import { ALWAYS, allOf, anyOf, atLeast, NEVER, not } from '../predicate.ts';
import type { CompileContext } from '../query.ts';
import { type Alternative, scoreBest } from '../scoring/score-best.ts';
import { scoreMatch } from '../scoring/score-match.ts';
import { scoreSum } from '../scoring/score-sum.ts';
import { hasWildcard } from '../wildcard.ts';
import { compileExists } from './exists.ts';
import { compileRegexp, compileWildcard } from './pattern.ts';
import {
  boostOf,
  fieldsOf,
  type Leaf,
  matchOf,
  patternsOf,
  type QueryText,
  similarWord,
} from './query-text.ts';

/** The condition of a whole text. */
export function compileTop(spec: QueryText, context: CompileContext): Sql {
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

/** The score of rows that match a text: of its clauses, those of one text in several fields, and their boosts. */
export const scoreTop = (spec: QueryText, context: CompileContext): Sql | number =>
  scoreClauses(spec.clauses, { spec, context }, spec.boost);

function scoreClauses(
  clauses: readonly LuceneClause[],
  { spec, context }: Compiling,
  boost: number,
): Sql | number {
  const alternatives = (occur: LuceneClause['occur']) =>
    clauses
      .filter((clause) => clause.occur === occur)
      .map(
        (clause): Alternative => ({
          condition: compileNode(clause.node, { ...spec, minimumShouldMatch: undefined }, context),
          score: scoreNode(clause.node, { spec, context }, boost * clause.boost),
        }),
      );
  const [only, ...more] = clauses;
  return only !== undefined && more.length === 0 && only.occur !== 'must_not'
    ? scoreNode(only.node, { spec, context }, boost * only.boost)
    : scoreSum(
        alternatives('must').map(({ score }) => score),
        alternatives('should'),
      );
}

function scoreNode(node: LuceneNode, { spec, context }: Compiling, boost: number): Sql | number {
  if (node.kind === 'group') {
    return scoreClauses(node.clauses, { spec, context }, boost);
  }
  if (node.kind === 'all' || node.kind === 'exists') {
    return boost;
  }
  const isLenient = spec.isLenient || patternsOf(node, spec).some(hasWildcard);
  const alternatives = fieldsOf(node, spec, context).map((field): Alternative => {
    const ofField = boost * (node.field === undefined ? boostOf(field, spec) : 1);
    const isOfWords = node.kind === 'words' || node.kind === 'phrase';
    return {
      condition: leniently(isLenient, () =>
        compileInField(field, { ...node, field }, { spec, context }),
      ),
      score: isOfWords
        ? scoreMatch(field, { match: matchOf(node, spec), boost: ofField }, context)
        : ofField,
    };
  });
  return scoreBest(alternatives, spec.tieBreaker);
}
