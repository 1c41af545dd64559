import { errors, LongshoreError } from '@longshore/common/errors';
import { type Json, jsonText } from '@longshore/common/json';
import type { Analyzer } from '../analysis/analyzer.ts';
import type { Sql } from '../sql/sql.ts';
import { equals } from './compare.ts';
import { type FieldContext, isText, type SearchField } from './field-context.ts';
import { compileFuzzy, type Fuzzy, hasSimilarTerm } from './fuzzy.ts';
import { metadataMatches } from './metadata-fields.ts';
import { minimumShouldMatch } from './minimum-should-match.ts';
import { allOf, anyOf, atLeast, NEVER } from './predicate.ts';
import { compilePrefix } from './queries/pattern.ts';
import { ExpensiveQuery, refuseExpensive } from './search-limits.ts';
import { hasSloppyPath } from './sloppy-phrase.ts';
import { hasAllTerms, hasAnyTerm, hasPath, hasPathPrefix, zeroTerms } from './text.ts';
import { clausesOf, type Path, phrasesOf } from './text-clauses.ts';

/** How a text is looked for in one field. */
export interface Match {
  readonly value: Json;
  readonly isPhrase: boolean;
  /** How far the words of a phrase may be moved; not at all without. */
  readonly slop?: number;
  /** The last word is only the beginning of one. */
  readonly endsInPrefix?: boolean;
  readonly operator: 'and' | 'or';
  readonly minimumShouldMatch?: string;
  /** A value of the wrong type matches nothing instead of failing. */
  readonly isLenient: boolean;
  readonly zeroTerms: 'none' | 'all';
  /** Instead of the field's own. */
  readonly analyzer?: string;
  /** Words may be similar ones; the last of those that end in a prefix, and of phrases, may not. */
  readonly fuzzy?: Fuzzy;
}

/** Documents whose field has the words of a text; fields that are not texts must have it as their value. */
export function compileMatch(path: string, match: Match, context: FieldContext): Sql {
  const metadata = metadataMatches(path, [jsonText(match.value)], context);
  if (metadata !== undefined) {
    return metadata;
  }
  const field = context.field(path);
  if (field === undefined) {
    return NEVER;
  }
  if (isText(field)) {
    return matchText(field, match, context);
  }
  if (match.endsInPrefix === true) {
    const prefix = { field: path, value: jsonText(match.value), isCaseInsensitive: false };
    return leniently(match.isLenient, () => compilePrefix(prefix, context));
  }
  const { fuzzy } = match;
  return leniently(match.isLenient, () =>
    fuzzy === undefined
      ? equals(field, match.value, context)
      : compileFuzzy(path, { term: jsonText(match.value), fuzzy }, context),
  );
}

/** What a condition is when it cannot be built: an error, or, leniently, one that nothing fulfils. */
export function leniently(isLenient: boolean, build: () => Sql): Sql {
  try {
    return build();
  } catch (error) {
    const isOfQuery = error instanceof LongshoreError && !(error instanceof ExpensiveQuery);
    if (isLenient && isOfQuery && error.status === 400) {
      return NEVER;
    }
    throw error;
  }
}

/** The analyzer of a query, or else of the field; of a phrase, the field's for phrases. */
export function analyzerOf(field: SearchField, match: Match, context: FieldContext): Analyzer {
  if (match.analyzer === undefined && match.isPhrase) {
    return field.analysis?.searchQuote ?? context.mapping.analysis.default;
  }
  return analyzerNamed('match', field, { name: match.analyzer, context });
}

/** The analyzer of a name, or else the one that texts are looked for in a field with. */
export function analyzerNamed(
  query: string,
  field: SearchField,
  { name, context }: { readonly name: string | undefined; readonly context: FieldContext },
): Analyzer {
  const { analysis } = context.mapping;
  if (name === undefined) {
    return field.analysis?.search ?? analysis.default;
  }
  const named = analysis.analyzer(name);
  if (named === undefined) {
    throw errors.queryShard(`[${query}] analyzer [${name}] not found`);
  }
  return named;
}

function matchText(field: SearchField, match: Match, context: FieldContext): Sql {
  const tokens = analyzerOf(field, match, context).analyze(jsonText(match.value));
  if (tokens.length === 0) {
    return zeroTerms(match.zeroTerms);
  }
  if (match.isPhrase) {
    const { slop = 0, endsInPrefix: isCut = false } = match;
    return anyOf(
      phrasesOf(tokens).map((path) =>
        slop > 0 && path.length > 1
          ? hasSloppyPath(field, path, { slop, isCut })
          : hasWay(field, path, isCut),
      ),
    );
  }
  const clauses = clausesOf(tokens);
  const needed =
    match.minimumShouldMatch === undefined
      ? 1
      : minimumShouldMatch(match.minimumShouldMatch, clauses.length);
  const terms = clauses.map(onlyTerm);
  if (!terms.includes(undefined) && match.endsInPrefix !== true && match.fuzzy === undefined) {
    return matchTerms(
      field,
      terms.filter((term) => term !== undefined),
      match.operator,
      needed,
    );
  }
  const conditions = clauses.map((paths, i) => {
    const isCut = match.endsInPrefix === true && i === clauses.length - 1;
    const term = terms[i];
    if (match.fuzzy !== undefined && term !== undefined && !isCut) {
      refuseExpensive('[fuzzy] queries', context);
      return hasSimilarTerm(field, term, match.fuzzy);
    }
    if (isCut) {
      refuseExpensive('[prefix] queries', context);
    }
    return anyOf(paths.map((path) => hasWay(field, path, isCut)));
  });
  return match.operator === 'and' ? allOf(conditions) : atLeast(Math.max(1, needed), conditions);
}

/** One way through a text or a place of it, which may end in the beginning of a word. */
export function hasWay(field: SearchField, path: Path, isCut = false): Sql {
  const last = path.at(-1);
  return isCut && last !== undefined
    ? hasPathPrefix(field, path.slice(0, -1), last)
    : hasPath(field, path);
}

/** The term of a place with no other way through it. */
function onlyTerm([path, ...more]: readonly Path[]): string | undefined {
  const [slot] = path ?? [];
  const isOne = more.length === 0 && path?.length === 1 && slot?.terms.length === 1;
  return isOne ? slot.terms[0] : undefined;
}

function matchTerms(
  field: SearchField,
  terms: readonly string[],
  operator: 'and' | 'or',
  needed: number,
): Sql {
  if (operator === 'and') {
    return hasAllTerms(field, terms);
  }
  return needed <= 1
    ? hasAnyTerm(field, terms)
    : atLeast(
        needed,
        terms.map((term) => hasAllTerms(field, [term])),
      );
}
