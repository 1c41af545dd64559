import { LongshoreError } from '@longshore/common/errors';
import type { Json } from '@longshore/common/json';
import type { Sql } from '../sql/sql.ts';
import { analyze } from './analyzer.ts';
import { equals } from './compare.ts';
import { type FieldContext, isText, type SearchField } from './field-context.ts';
import { metadataMatches } from './metadata-fields.ts';
import { minimumShouldMatch } from './minimum-should-match.ts';
import { atLeast, NEVER } from './predicate.ts';
import { hasAllTokens, hasAnyTokens, hasPhrase, zeroTerms } from './text.ts';

/** How a text is looked for in one field. */
export interface Match {
  readonly value: Json;
  readonly isPhrase: boolean;
  readonly operator: 'and' | 'or';
  readonly minimumShouldMatch?: string;
  /** A value of the wrong type matches nothing instead of failing. */
  readonly isLenient: boolean;
  readonly zeroTerms: 'none' | 'all';
}

/** Documents whose field has the words of a text; fields that are not texts must have it as their value. */
export function compileMatch(path: string, match: Match, context: FieldContext): Sql {
  const metadata = metadataMatches(path, [String(match.value)], context);
  if (metadata !== undefined) {
    return metadata;
  }
  const field = context.field(path);
  if (field === undefined) {
    return NEVER;
  }
  if (isText(field)) {
    return matchText(field, match);
  }
  return leniently(match.isLenient, () => equals(field, match.value, context));
}

/** What a condition is when it cannot be built: an error, or, leniently, one that nothing fulfils. */
export function leniently(isLenient: boolean, build: () => Sql): Sql {
  try {
    return build();
  } catch (error) {
    if (isLenient && error instanceof LongshoreError && error.status === 400) {
      return NEVER;
    }
    throw error;
  }
}

function matchText(field: SearchField, match: Match): Sql {
  const tokens = analyze(String(match.value));
  if (tokens.length === 0) {
    return zeroTerms(match.zeroTerms);
  }
  if (match.isPhrase) {
    return hasPhrase(field, tokens);
  }
  if (match.operator === 'and') {
    return hasAllTokens(field, tokens);
  }
  const needed =
    match.minimumShouldMatch === undefined
      ? 1
      : minimumShouldMatch(match.minimumShouldMatch, tokens.length);
  if (needed <= 1) {
    return hasAnyTokens(field, tokens);
  }
  return atLeast(
    needed,
    tokens.map((token) => hasAllTokens(field, [token])),
  );
}
