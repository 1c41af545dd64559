import { jsonText } from '@longshore/common/json';
import { float, join, type Sql, sql } from '../../sql/sql.ts';
import { isText, type SearchField } from '../field-context.ts';
import { analyzerOf, hasWay, type Match } from '../match.ts';
import { anyOf } from '../predicate.ts';
import type { CompileContext } from '../query.ts';
import { clausesOf, type Path, phrasesOf } from '../text-clauses.ts';
import { isScored, scoreTerm } from './score-term.ts';
import { scorePath } from './score-text.ts';
import type { Statistics } from './statistics.ts';

/** The score of rows that match: of the words of a text, the sum. What has no terms scores the boost. */
export function scoreMatch(
  path: string,
  { match, boost }: { readonly match: Match; readonly boost: number },
  context: CompileContext,
): Sql | number {
  const { statistics } = context;
  const field = context.field(path);
  // A word that is only begun, or may be similar, stands for many, of which each would have to be counted.
  const isOpen =
    match.fuzzy !== undefined ||
    (match.endsInPrefix === true && (match.isPhrase || (field !== undefined && !isText(field))));
  if (statistics === undefined || field === undefined || isOpen || !isScored(field)) {
    return boost;
  }
  return isText(field)
    ? scoreWords(field, { match, boost, statistics }, context)
    : scoreTerm(path, { value: match.value, boost }, context);
}

function scoreWords(
  field: SearchField,
  {
    match,
    boost,
    statistics,
  }: { readonly match: Match; readonly boost: number; readonly statistics: Statistics },
  context: CompileContext,
): Sql | number {
  const tokens = analyzerOf(field, match, context).analyze(jsonText(match.value));
  if (tokens.length === 0) {
    return boost;
  }
  const slop = match.isPhrase ? match.slop : undefined;
  const score = (path: Path) => scorePath(field, path, { statistics, boost, slop });
  if (match.isPhrase) {
    return sumOf(phrasesOf(tokens).map(score));
  }
  const clauses = clausesOf(tokens);
  if (match.endsInPrefix !== true) {
    return sumOf(clauses.flatMap((paths) => paths.map(score)));
  }
  // Whatever begins so counts alike.
  const begun = anyOf((clauses.at(-1) ?? []).map((path) => hasWay(field, path, true)));
  return sumOf([
    ...clauses.slice(0, -1).flatMap((paths) => paths.map(score)),
    sql`if(${begun}, ${float(boost)}, 0.)`,
  ]);
}

const sumOf = (scores: readonly Sql[]): Sql => sql`(${join(scores, ' + ')})`;
