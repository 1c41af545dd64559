import { errors } from '@longshore/common/errors';
import type { Grams } from '../index/grams.ts';
import { TEXT_BOUNDARY } from '../index/mapping.ts';
import { columnText, type SearchedText, searchedText } from '../sql/indexed-text.ts';
import { column, type Sql, sql, string } from '../sql/sql.ts';
import type { SearchField } from './field-context.ts';
import { listOf } from './field-sql.ts';
import { wordsOfGrams } from './gram-path.ts';
import { ALWAYS, allOf, anyOf, known, NEVER } from './predicate.ts';
import type { Path, Slot } from './text-clauses.ts';
import {
  anyTokenOf,
  tokensHaveAll,
  tokensHaveAny,
  tokensHavePath,
  tokensHavePrefix,
} from './token-column.ts';
import { escapeLike, escapeRegExp } from './wildcard.ts';
import {
  hasAllWords,
  hasAnyWord,
  spacedLiteral,
  spacedPattern,
  wordsHavePath,
  wordsHavePrefix,
} from './words-column.ts';

/**
 * Conditions on text fields by their terms: on the column of tokens where a field has one, else on its text, in which
 * the engine finds the words of the standard analyzer by itself.
 */
export function hasPath(field: SearchField, path: Path): Sql {
  if (field.grams !== undefined) {
    return hasGrams(field, field.grams, { path, isPrefix: false });
  }
  const tokens = field.analysis?.tokens;
  return tokens === undefined ? wordsHavePath(textOf(field), path) : tokensHavePath(tokens, path);
}

/** The same with a term behind the path that begins with any of the last. */
export function hasPathPrefix(field: SearchField, path: Path, last: Slot): Sql {
  if (field.grams !== undefined) {
    return hasGrams(field, field.grams, { path: [...path, last], isPrefix: true });
  }
  const tokens = field.analysis?.tokens;
  if (tokens !== undefined) {
    return tokensHavePrefix(tokens, path, last);
  }
  return path.length > 0
    ? wordsHavePrefix(textOf(field), path, last)
    : anyOf(last.terms.map((prefix) => hasPrefix(field, prefix)));
}

/** True where any term begins so. */
export function hasPrefix(field: SearchField, prefix: string): Sql {
  // No term is empty.
  const rest = prefix === '' ? '+' : '*';
  return field.grams === undefined
    ? tokenMatches(field, `${tokenText(field, prefix)}${tokenChar(field)}${rest}`, prefix)
    : hasPathPrefix(field, [], { terms: [prefix], offset: 0 });
}

/** Rows of words, in the text of the field that these are the sub-field of. */
function hasGrams(
  { grams: _, ...field }: SearchField,
  grams: Grams,
  { path, isPrefix }: { readonly path: Path; readonly isPrefix: boolean },
): Sql {
  const [only] = path;
  if (path.length === 1 && only !== undefined && only.terms.length > 1) {
    const each = only.terms.map((term) => [{ terms: [term], offset: 0 }]);
    return anyOf(each.map((one) => hasGrams(field, grams, { path: one, isPrefix })));
  }
  const found = wordsOfGrams(grams, path, isPrefix);
  if (found === undefined) {
    return NEVER;
  }
  return found.prefix === undefined
    ? hasPath(field, found.path)
    : hasPathPrefix(field, found.path, found.prefix);
}

/** True where the text has all of the terms. */
export function hasAllTerms(field: SearchField, terms: readonly string[]): Sql {
  if (field.grams !== undefined) {
    return allOf(terms.map((term) => hasPath(field, [{ terms: [term], offset: 0 }])));
  }
  const tokens = field.analysis?.tokens;
  return tokens === undefined ? hasAllWords(textOf(field), terms) : tokensHaveAll(tokens, terms);
}

/** True where the text has any of the terms. */
export function hasAnyTerm(field: SearchField, terms: readonly string[]): Sql {
  if (field.grams !== undefined) {
    return hasPath(field, [{ terms, offset: 0 }]);
  }
  const tokens = field.analysis?.tokens;
  return tokens === undefined ? hasAnyWord(textOf(field), terms) : tokensHaveAny(tokens, terms);
}

/** What is between the values of a list is no word of them. */
const BETWEEN = string(TEXT_BOUNDARY.trim());

/** A term that is not analyzed: words are in lower case, so one with upper case matches nothing. */
export const textTerm = (field: SearchField, term: string): Sql => hasAnyTerm(field, [term]);

/** The words of a text as a list: those that it was indexed by where a column has them, else those of the engine. */
export function wordList(field: SearchField): Sql {
  refuseGrams(field);
  return field.analysis?.tokens === undefined
    ? sql`arrayFilter(t -> t != ${BETWEEN}, tokens(${textOf(field).spaced}, 'splitByNonAlpha'))`
    : column(field.analysis.tokens.terms.name);
}

/**
 * True where any token passes `test` (an expression over `t`). Without a column of tokens they are made again for each
 * row that has `literal`, which the dictionary of the index finds quickly; without a literal every row is read.
 */
export function anyToken(field: SearchField, test: Sql, literal: string): Sql {
  refuseGrams(field);
  if (field.analysis?.tokens !== undefined) {
    return anyTokenOf(field.analysis.tokens, test);
  }
  const each = sql`arrayExists(t -> ${test}, ${wordList(field)})`;
  return literal === '' ? each : allOf([hasLiteral(field, spacedLiteral(literal)), each]);
}

/**
 * True where a token fits a regular expression, which may hold signs that end tokens of the engine: `foo_b.*` is looked
 * for over the text, between the ends of tokens. `literal` is a text that every match has.
 */
export function tokenMatches(field: SearchField, expression: string, literal: string): Sql {
  refuseGrams(field);
  if (field.analysis?.tokens !== undefined) {
    return anyTokenOf(field.analysis.tokens, sql`match(t, ${string(`^(?s:${expression})$`)})`);
  }
  const between = `(?:^|${NO_TOKEN_CHAR})(?:${expression})(?:$|${NO_TOKEN_CHAR})`;
  const fits = known(sql`match(${textOf(field).spaced}, ${string(between)})`);
  return literal === '' ? fits : allOf([hasLiteral(field, spacedLiteral(literal)), fits]);
}

/** A text as a part of the expressions of `tokenMatches`. */
export const tokenText = (field: SearchField, text: string): string =>
  field.analysis?.tokens === undefined ? spacedPattern(text) : escapeRegExp(text);

export function refuseGrams({ path, grams, parent }: SearchField): void {
  if (grams !== undefined) {
    throw errors.queryShard(
      `Can only use term, prefix and match queries on the sub-field [${path}] of a search_as_you_type field; use [${parent}] for patterns and ranges`,
    );
  }
}

/** What stands for a character of a token in the expressions of `tokenMatches`. */
export const tokenChar = (field: SearchField): string =>
  field.analysis?.tokens === undefined ? TOKEN_CHAR : '.';

/** Of the words of `engine-words.ts`, and not what is between the values of a list. */
const TOKEN_CHARS = 'a-z0-9\\x{80}-\\x{F8FE}\\x{F900}-\\x{10FFFF}';
const TOKEN_CHAR = `[${TOKEN_CHARS}]`;
const NO_TOKEN_CHAR = `[^${TOKEN_CHARS}]`;

/** A pattern in the letters that the terms of a field have. */
export function normalizeTerm(field: SearchField, text: string): string {
  return field.analysis?.search.normalize(text) ?? text;
}

/** The text of a field, on exactly the expression that is indexed where it has a column of its own. */
export function textOf(field: SearchField): SearchedText {
  return field.column.overflowKey === undefined
    ? columnText(field.column.name)
    : searchedText(sql`arrayStringConcat(${listOf(field)}, ${string(TEXT_BOUNDARY)})`);
}

function hasLiteral(field: SearchField, literal: string): Sql {
  return known(sql`${textOf(field).spaced} LIKE ${string(`%${escapeLike(literal)}%`)}`);
}

/** What no tokens at all match, by `zero_terms_query`. */
export const zeroTerms = (kind: 'none' | 'all'): Sql => (kind === 'all' ? ALWAYS : NEVER);
