import { jsonText } from '@longshore/common/json';
import { join, type Sql, sql } from '../../sql/sql.ts';
import { isText, type SearchField } from '../field-context.ts';
import { analyzerOf, type Match } from '../match.ts';
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
  const isOpen = match.endsInPrefix === true || match.fuzzy !== undefined;
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
  return sumOf(clausesOf(tokens).flatMap((paths) => paths.map(score)));
}

const sumOf = (scores: readonly Sql[]): Sql => sql`(${join(scores, ' + ')})`;
