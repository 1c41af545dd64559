import { errors } from '@longshore/common/errors';
import { type Json, jsonText } from '@longshore/common/json';
import { type Sql, sql, string, strings } from '../../sql/sql.ts';
import { equals } from '../compare.ts';
import { type FieldContext, isKeyword, isText } from '../field-context.ts';
import { anyValue } from '../field-sql.ts';
import { scalarText } from '../field-values.ts';
import { anyOfTerms, type Sought, soughtField, termsThat } from '../highlight/sought.ts';
import { metadataMatches } from '../metadata-fields.ts';
import { anyOf, NEVER } from '../predicate.ts';
import type { QueryType } from '../query.ts';
import { readObject } from '../read-object.ts';
import { scoreTerm } from '../scoring/score-term.ts';
import { hasAnyTerm } from '../text.ts';
import { readLeaf } from './leaf.ts';

const TERMS_MAX = 65_536;

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

/** A list of values that is no longer than a query may have it. */
export function readTerms(name: string, values: Json | undefined): readonly Json[] {
  if (!Array.isArray(values)) {
    throw errors.parsing(
      `[${name}] query requires an array of terms; the look-up of terms in another document is not supported`,
    );
  }
  if (values.length > TERMS_MAX) {
    throw errors.illegalArgument(
      `The number of terms [${values.length}] used in the Terms Query request has exceeded the allowed maximum of [${TERMS_MAX}]. This maximum can be set by changing the [index.max_terms_count] index level setting.`,
    );
  }
  return values;
}

interface Terms {
  readonly field: string;
  readonly values: readonly Json[];
  readonly boost: number;
}

/** Any of these values. */
export const terms: QueryType<Terms> = {
  name: 'terms',
  parse(body) {
    const reader = readObject('terms', body);
    const boost = reader.optionalNumber('boost') ?? 1;
    const fields = Object.keys(body ?? {}).filter((key) => key !== 'boost');
    const [field, second] = fields;
    if (field === undefined || second !== undefined) {
      throw errors.parsing(
        '[terms] query requires a field name, followed by array of terms, and only one',
      );
    }
    const values = reader.json(field);
    reader.rejectUnknown();
    return { field, values: readTerms('terms', values), boost };
  },
  compile(spec, context) {
    const metadata = metadataMatches(spec.field, spec.values.map(jsonText), context);
    if (metadata !== undefined) {
      return metadata;
    }
    const field = context.field(spec.field);
    if (field === undefined || spec.values.length === 0) {
      return NEVER;
    }
    if (isText(field)) {
      return hasAnyTerm(
        field,
        spec.values.map((value) => scalarText(field, value)),
      );
    }
    if (isKeyword(field)) {
      const texts = spec.values.map((value) => {
        if (value === null || typeof value === 'object') {
          throw errors.illegalArgument('No value specified for terms query');
        }
        return field.normalizer?.normalize(String(value)) ?? String(value);
      });
      return anyValue(field, (value) => sql`${value} IN ${strings(texts)}`);
    }
    return anyOf(spec.values.map((value) => equals(field, value, context)));
  },
  score: ({ boost }) => boost,
  sought: ({ field, values }, context) => soughtByTerms({ field, values }, context),
};
