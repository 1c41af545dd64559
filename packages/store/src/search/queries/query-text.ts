import type { LuceneClause, LuceneNode } from '@longshore/common/query-lang/lucene/parser';
import { type FieldContext, isText } from '../field-context.ts';
import { expandFields, type FieldPattern } from '../field-patterns.ts';
import type { Fuzzy } from '../fuzzy.ts';
import { soughtByFuzzy } from '../highlight/similar-terms.ts';
import type { Sought } from '../highlight/sought.ts';
import { soughtByMatch } from '../highlight/sought-text.ts';
import type { Match } from '../match.ts';
import { normalizeTerm } from '../text.ts';
import { wildcardToRegExp } from '../wildcard.ts';
import { soughtByWildcard } from './pattern.ts';

/** A query text that was read, and how its words are looked for. */
export interface QueryText {
  readonly clauses: readonly LuceneClause[];
  /** Where words without a field are looked for. */
  readonly fields: readonly string[];
  /** How much more those count. */
  readonly boosts: readonly FieldPattern[];
  /** How much the scores of other fields than the best count. */
  readonly tieBreaker: number;
  readonly operator: 'and' | 'or';
  readonly isLenient: boolean;
  readonly minimumShouldMatch: string | undefined;
  readonly timeZone: string | undefined;
  readonly isPhrase: boolean;
  readonly analyzer: string | undefined;
  /** Of texts in quotation marks. */
  readonly quoteAnalyzer: string | undefined;
  /** Of `word~`. */
  readonly fuzzy: Fuzzy;
  /** How far the words of phrases that say nothing else may be moved. */
  readonly phraseSlop: number;
  readonly boost: number;
}

/** A part of a query text that is looked for in fields. */
export type Leaf = Exclude<LuceneNode, { kind: 'all' | 'group' | 'exists' }>;

/** The names and patterns of the fields that a part is looked for in. */
export const patternsOf = (node: Leaf, { fields }: QueryText): readonly string[] =>
  node.field === undefined ? fields : [node.field];

/** How much more a field counts that nobody named for a part alone. */
export function boostOf(path: string, { boosts }: Pick<QueryText, 'boosts'>): number {
  const found = boosts.findLast(({ pattern }) => wildcardToRegExp(pattern).test(path));
  return found?.boost ?? 1;
}

/** The fields of an index that these are. */
export function fieldsOf(node: Leaf, spec: QueryText, context: FieldContext): readonly string[] {
  const withMultiFields = node.kind === 'wildcard' || node.kind === 'regexp';
  return expandFields(patternsOf(node, spec), context, { withMultiFields });
}

/** What a query text's matches have marked: words, phrases and patterns, in the fields that these are looked for in. */
export function soughtByClauses(
  clauses: readonly LuceneClause[],
  spec: QueryText,
  context: FieldContext,
): readonly Sought[] {
  return clauses.flatMap(({ node, occur }) => {
    if (occur === 'must_not') {
      return [];
    }
    switch (node.kind) {
      case 'group':
        return soughtByClauses(node.clauses, spec, context);
      case 'words':
      case 'phrase':
        return fieldsOf(node, spec, context).flatMap((field) =>
          soughtByMatch(field, matchOf(node, spec), context),
        );
      case 'wildcard':
        return fieldsOf(node, spec, context).flatMap((field) =>
          soughtByWildcard({ field, value: node.pattern, isCaseInsensitive: false }, context),
        );
      case 'fuzzy':
        return fieldsOf(node, spec, context).flatMap((field) =>
          soughtByFuzzy(field, similarWord(field, node, { spec, context }), context),
        );
      default:
        return [];
    }
  });
}

/** `word~` is one term, in the letters that the terms of its field have. */
export function similarWord(
  path: string,
  { text, distance }: Extract<LuceneNode, { kind: 'fuzzy' }>,
  { spec, context }: { readonly spec: QueryText; readonly context: FieldContext },
): { readonly term: string; readonly fuzzy: Fuzzy } {
  const field = context.field(path);
  const term = field !== undefined && isText(field) ? normalizeTerm(field, text) : text;
  const fuzzy = { ...spec.fuzzy, fuzziness: editsOf(text, distance) ?? spec.fuzzy.fuzziness };
  return { term, fuzzy };
}

/** `~1` is a number of edits; below one, as in `~0.8`, the similarity that Lucene once had. */
function editsOf(text: string, distance: number | undefined): number | undefined {
  if (distance === undefined || distance >= 1) {
    return distance === undefined ? undefined : Math.min(2, Math.floor(distance));
  }
  return distance === 0 ? 0 : Math.min(2, Math.floor((1 - distance) * [...text].length));
}

/** How words are looked for in one field. */
export function matchOf(node: Extract<Leaf, { kind: 'words' | 'phrase' }>, spec: QueryText): Match {
  return {
    value: node.text,
    isPhrase: node.kind === 'phrase' || spec.isPhrase,
    slop: (node.kind === 'phrase' && node.slop) || spec.phraseSlop,
    operator: spec.operator,
    isLenient: spec.isLenient,
    zeroTerms: 'none',
    ...analyzerOf(node.kind, spec),
    ...(spec.minimumShouldMatch === undefined
      ? {}
      : { minimumShouldMatch: spec.minimumShouldMatch }),
  };
}

function analyzerOf(
  kind: 'words' | 'phrase',
  { analyzer, quoteAnalyzer }: QueryText,
): { readonly analyzer?: string } {
  const named = kind === 'phrase' ? (quoteAnalyzer ?? analyzer) : analyzer;
  return named === undefined ? {} : { analyzer: named };
}
