import { errors } from '@longshore/common/errors';
import { type Json, jsonText } from '@longshore/common/json';
import { type Sql, sql, string } from '../../sql/sql.ts';
import { equals } from '../compare.ts';
import { type FieldContext, isKeyword, isText } from '../field-context.ts';
import { anyValue } from '../field-sql.ts';
import { anyOfTerms, type Sought, soughtField, termsThat } from '../highlight/sought.ts';
import { metadataMatches } from '../metadata-fields.ts';
import { NEVER } from '../predicate.ts';
import type { QueryType } from '../query.ts';
import { scoreTerm } from '../scoring/score-term.ts';
import { readLeaf } from './leaf.ts';

interface Term {
  readonly field: string;
  readonly value: Json;
  readonly isCaseInsensitive: boolean;
  readonly boost: number;
}

/** Exactly this value; on text fields, exactly this token. */
export const term: QueryType<Term> = {
  name: 'term',
  isOnField: true,
  parse(body) {
    const { field, reader } = readLeaf('term', body, 'value');
    const value = reader.json('value');
    const isCaseInsensitive = reader.optionalBoolean('case_insensitive') ?? false;
    const boost = reader.optionalNumber('boost') ?? 1;
    reader.rejectUnknown();
    if (value === undefined || value === null) {
      throw errors.illegalArgument('value cannot be null');
    }
    return { field, value, isCaseInsensitive, boost };
  },
  compile: (spec, context) => compileTerm(spec, context),
  score: ({ field, value, isCaseInsensitive, boost }, context) =>
    isCaseInsensitive ? boost : scoreTerm(field, { value, boost }, context),
  sought: ({ field, value, isCaseInsensitive }, context) =>
    soughtByTerms({ field, values: [value], isCaseInsensitive }, context),
};

/** Values of keywords are compared as their normalizer has them; those of texts are terms as they are. */
export function soughtByTerms(
  {
    field: path,
    values,
    isCaseInsensitive = false,
  }: {
    readonly field: string;
    readonly values: readonly Json[];
    readonly isCaseInsensitive?: boolean;
  },
  context: FieldContext,
): readonly Sought[] {
  const field = soughtField(path, context);
  if (field === undefined) {
    return [];
  }
  const texts = values.map((value) => {
    const text = jsonText(value);
    return field.normalizer?.normalize(text) ?? text;
  });
  if (!isCaseInsensitive) {
    return [anyOfTerms(path, texts)];
  }
  const lower = new Set(texts.map((text) => text.toLowerCase()));
  return [termsThat(path, (term) => lower.has(term.toLowerCase()))];
}

/** The same for each of several terms. */
export function compileTerm(
  spec: Pick<Term, 'field' | 'value' | 'isCaseInsensitive'>,
  context: FieldContext,
): Sql {
  const metadata = metadataMatches(spec.field, [jsonText(spec.value)], context);
  if (metadata !== undefined) {
    return metadata;
  }
  const field = context.field(spec.field);
  if (field === undefined) {
    return NEVER;
  }
  if (spec.isCaseInsensitive && isText(field)) {
    return equals(field, jsonText(spec.value).toLowerCase(), context);
  }
  if (spec.isCaseInsensitive && isKeyword(field)) {
    const wanted = string(jsonText(spec.value).toLowerCase());
    return anyValue(field, (value) => sql`lowerUTF8(${value}) = ${wanted}`);
  }
  return equals(field, spec.value, context);
}
