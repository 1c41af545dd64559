import { errors } from '@longshore/common/errors';
import { type Sql, sql, string } from '../../sql/sql.ts';
import { type FieldContext, isKeyword, isText, type SearchField } from '../field-context.ts';
import { anyValue } from '../field-sql.ts';
import { type Sought, soughtField, termsThat } from '../highlight/sought.ts';
import { soughtByRegexp } from '../highlight/sought-patterns.ts';
import { toRe2 } from '../lucene-regexp.ts';
import { ALWAYS, NEVER } from '../predicate.ts';
import type { QueryType } from '../query.ts';
import { refuseExpensive } from '../search-limits.ts';
import { anyToken, hasPrefix, normalizeTerm, tokenChar, tokenMatches, tokenText } from '../text.ts';
import {
  fitsWildcard,
  longestLiteral,
  wildcardToExpression,
  wildcardToLike,
  wildcardToRegExp,
} from '../wildcard.ts';
import { compileExists } from './exists.ts';
import { readLeaf } from './leaf.ts';

interface Pattern {
  readonly field: string;
  readonly value: string;
  readonly isCaseInsensitive: boolean;
  readonly boost: number;
}

function parsePattern(name: string, otherKey?: string): QueryType<Pattern>['parse'] {
  return (body) => {
    const { field, reader } = readLeaf(name, body, 'value');
    const value = reader.optionalString('value') ?? (otherKey && reader.optionalString(otherKey));
    const spec = {
      field,
      value: value ?? reader.string('value'),
      isCaseInsensitive: reader.optionalBoolean('case_insensitive') ?? false,
      boost: reader.optionalNumber('boost') ?? 1,
    };
    // How Lucene runs it; there is one way here.
    reader.optionalString('rewrite');
    if (name === 'regexp') {
      readFlags(reader.optionalString('flags'));
      reader.optionalInteger('max_determinized_states');
    }
    reader.rejectUnknown();
    return spec;
  };
}

/** Values that begin with a text; on text fields, tokens that do. */
export const prefix: QueryType<Pattern> = {
  name: 'prefix',
  isOnField: true,
  parse: parsePattern('prefix'),
  compile: (spec, context) => compilePrefix(spec, context),
  score: ({ boost }) => boost,
  sought: (spec, context) => soughtByPrefix(spec, context),
};

/** Values that fit a pattern of `*` and `?`; on text fields, tokens that do. */
export const wildcard: QueryType<Pattern> = {
  name: 'wildcard',
  isOnField: true,
  parse: parsePattern('wildcard', 'wildcard'),
  compile: (spec, context) => compileWildcard(spec, context),
  score: ({ boost }) => boost,
  sought: (spec, context) => soughtByWildcard(spec, context),
};

/** Values that fit a regular expression as a whole; on text fields, tokens that do. */
export const regexp: QueryType<Pattern> = {
  name: 'regexp',
  isOnField: true,
  parse: parsePattern('regexp'),
  compile: (spec, context) => compileRegexp(spec, context),
  score: ({ boost }) => boost,
  sought: (spec, context) => soughtByRegexp(spec, context),
};

type PatternOf = Pick<Pattern, 'field' | 'value' | 'isCaseInsensitive'>;

/** The same for the last word of a text. */
export function compilePrefix(spec: PatternOf, context: FieldContext): Sql {
  const field = patternField('prefix', spec, context);
  if (field === undefined) {
    return NEVER;
  }
  refuseExpensive('[prefix] queries', context);
  if (isText(field)) {
    const value = spec.isCaseInsensitive ? normalizeTerm(field, spec.value) : spec.value;
    return hasPrefix(field, value);
  }
  const given = normalizeValue(field, spec.value);
  const text = string(spec.isCaseInsensitive ? given.toLowerCase() : given);
  return anyValue(field, (value) =>
    spec.isCaseInsensitive
      ? sql`startsWith(lowerUTF8(${value}), ${text})`
      : sql`startsWith(${value}, ${text})`,
  );
}

/** What begins with a text. */
export function soughtByPrefix(spec: PatternOf, context: FieldContext): readonly Sought[] {
  const field = soughtField(spec.field, context);
  if (field === undefined) {
    return [];
  }
  const value = normalizeValue(field, spec.value);
  return spec.isCaseInsensitive
    ? [termsThat(spec.field, (term) => term.toLowerCase().startsWith(value.toLowerCase()))]
    : [termsThat(spec.field, (term) => term.startsWith(value))];
}

/** The same for wildcards of query texts. */
export function compileWildcard(spec: PatternOf, context: FieldContext): Sql {
  if (spec.field === '_index') {
    return wildcardToRegExp(spec.value).test(context.index) ? ALWAYS : NEVER;
  }
  if (/^\*+$/.test(spec.value)) {
    return compileExists(spec.field, context);
  }
  const field = patternField('wildcard', spec, context);
  if (field === undefined) {
    return NEVER;
  }
  refuseExpensive('[wildcard] queries', context);
  if (isText(field)) {
    const pattern = normalizeTerm(field, spec.value);
    const expression = wildcardToExpression(pattern, tokenChar(field), (text) =>
      tokenText(field, text),
    );
    return tokenMatches(field, expression, longestLiteral(pattern));
  }
  const like = string(wildcardToLike(normalizeValue(field, spec.value)));
  return anyValue(field, (value) =>
    spec.isCaseInsensitive ? sql`${value} ILIKE ${like}` : sql`${value} LIKE ${like}`,
  );
}

/** What fits a pattern; `*` alone looks for documents with the field, and for nothing in it. */
export function soughtByWildcard(spec: PatternOf, context: FieldContext): readonly Sought[] {
  const field = soughtField(spec.field, context);
  if (field === undefined || /^\*+$/.test(spec.value)) {
    return [];
  }
  const pattern = isText(field)
    ? normalizeTerm(field, spec.value)
    : normalizeValue(field, spec.value);
  return spec.isCaseInsensitive
    ? [termsThat(spec.field, (term) => fitsWildcard(pattern.toLowerCase(), term.toLowerCase()))]
    : [termsThat(spec.field, (term) => fitsWildcard(pattern, term))];
}

/** The same for `/…/` of query texts. */
export function compileRegexp(spec: PatternOf, context: FieldContext): Sql {
  const field = patternField('regexp', spec, context);
  if (field === undefined) {
    return NEVER;
  }
  refuseExpensive('[regexp] queries', context);
  const text =
    isText(field) && spec.isCaseInsensitive ? normalizeTerm(field, spec.value) : spec.value;
  const pattern = string(`^(?s${spec.isCaseInsensitive ? 'i' : ''}:${toRe2(text)})$`);
  return isText(field)
    ? anyToken(field, sql`match(t, ${pattern})`, '')
    : anyValue(field, (value) => sql`match(${value}, ${pattern})`);
}

/** What stands for itself in a pattern, in the letters that a normalizer gives to values. */
const normalizeValue = (field: SearchField, pattern: string): string =>
  field.normalizer?.normalize(pattern) ?? pattern;

function patternField(
  name: string,
  { field: path, value }: PatternOf,
  context: FieldContext,
): SearchField | undefined {
  const { patternCharsMax } = context.limits;
  if (value.length > patternCharsMax) {
    const what = name === 'regexp' ? 'regex' : name;
    throw errors.illegalArgument(
      `The length of ${what} [${value.length}] used in the ${name === 'regexp' ? 'Regexp Query' : name} request has exceeded the allowed maximum of [${patternCharsMax}]. This maximum can be set by changing the [index.max_regex_length] index level setting.`,
    );
  }
  const field = context.field(path);
  if (field !== undefined && !isKeyword(field) && !isText(field) && field.type !== 'version') {
    throw errors.queryShard(
      `Can only use ${name} queries on keyword, text and wildcard fields - not on [${path}] which is of type [${field.type}]`,
    );
  }
  return field;
}

function readFlags(flags: string | undefined): void {
  const unsupported = (flags ?? 'NONE')
    .split('|')
    .find((flag) => flag !== 'NONE' && flag !== 'ALL');
  if (unsupported !== undefined) {
    throw errors.illegalArgument(`[regexp] flag [${unsupported}] is not supported; use [NONE]`);
  }
}
