import { indexedText } from '../sql/indexed-text.ts';
import { type Sql, sql, string, strings } from '../sql/sql.ts';
import { analyze, lowerAscii } from './analyzer.ts';
import type { SearchField } from './field-context.ts';
import { ALWAYS, allOf, anyOf, known, NEVER } from './predicate.ts';

/** One call of `hasAnyTokens` takes so many; more are several calls. */
const TOKENS_PER_CALL_MAX = 64;

/**
 * Conditions on text fields. Only functions of two arguments on exactly the indexed expression use the text index of
 * a table and answer the same without it.
 */
function lowered(field: SearchField): Sql {
  return indexedText(field.column.name);
}

/** True where the text has all of the tokens. */
export function hasAllTokens(field: SearchField, tokens: readonly string[]): Sql {
  return allOf(
    chunks(tokens).map((chunk) => known(sql`hasAllTokens(${lowered(field)}, ${strings(chunk)})`)),
  );
}

/** True where the text has any of the tokens. */
export function hasAnyTokens(field: SearchField, tokens: readonly string[]): Sql {
  return anyOf(
    chunks(tokens).map((chunk) => known(sql`hasAnyTokens(${lowered(field)}, ${strings(chunk)})`)),
  );
}

/** True where the text has the tokens one after the other. */
export function hasPhrase(field: SearchField, tokens: readonly string[]): Sql {
  if (tokens.length <= 1) {
    return tokens.length === 0 ? NEVER : hasAllTokens(field, tokens);
  }
  return known(sql`hasPhrase(${lowered(field)}, ${string(tokens.join(' '))})`);
}

/**
 * A term that is not analyzed, compared with the text's tokens: they are in lower case, so a term with upper case
 * matches nothing. `foo_bar.baz` is one token for Elasticsearch and three in a row for us.
 */
export function textTerm(field: SearchField, term: string): Sql {
  const tokens = analyze(term);
  const isOneWord = tokens.length <= 1 || /^[^\s-]+$/.test(term);
  const isToken = tokens.length > 0 && isOneWord && lowerAscii(term) === term;
  return isToken ? hasPhrase(field, tokens) : NEVER;
}

/**
 * True where any token passes `test` (an expression over `t`). Tokens are made again for each row that has `literal`,
 * which the dictionary of the index finds quickly; without a literal every row is read.
 */
export function anyToken(field: SearchField, test: Sql, literal: string): Sql {
  const tokens = sql`tokens(${lowered(field)}, 'splitByNonAlpha')`;
  const each = sql`arrayExists(t -> ${test}, ${tokens})`;
  const has = sql`${lowered(field)} LIKE ${string(`%${escapeLike(literal)}%`)}`;
  return literal === '' ? each : allOf([known(has), each]);
}

/**
 * True where a token fits a regular expression, which may hold signs that end tokens: `foo_b.*` is looked for over
 * the text, between the ends of tokens. `literal` is a text that every match has.
 */
export function tokenMatches(field: SearchField, expression: string, literal: string): Sql {
  const between = `(?:^|${NO_TOKEN_CHAR})(?:${expression})(?:$|${NO_TOKEN_CHAR})`;
  const fits = known(sql`match(${lowered(field)}, ${string(between)})`);
  const has = sql`${lowered(field)} LIKE ${string(`%${escapeLike(literal)}%`)}`;
  return literal === '' ? fits : allOf([known(has), fits]);
}

/** Characters of a token, of lower-cased text, and the others; see `analyzer.ts`. */
export const TOKEN_CHAR = '[a-z0-9\\x{80}-\\x{10FFFF}]';
const NO_TOKEN_CHAR = '[^a-z0-9\\x{80}-\\x{10FFFF}]';

/** Takes the meaning from `%`, `_` and `\` for `LIKE`. */
export function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}

function chunks(tokens: readonly string[]): readonly (readonly string[])[] {
  const found: (readonly string[])[] = [];
  for (let at = 0; at < tokens.length; at += TOKENS_PER_CALL_MAX) {
    found.push(tokens.slice(at, at + TOKENS_PER_CALL_MAX));
  }
  return found;
}

/** What no tokens at all match, by `zero_terms_query`. */
export const zeroTerms = (kind: 'none' | 'all'): Sql => (kind === 'all' ? ALWAYS : NEVER);
