import { errors } from '@longshore/common/errors';
import { isObject, type Json, jsonText } from '@longshore/common/json';
import { type Sql, sql, strings } from '../../sql/sql.ts';
import { equals } from '../compare.ts';
import type { DocumentPlace } from '../document-place.ts';
import { type FieldContext, isKeyword, isText } from '../field-context.ts';
import { anyValue } from '../field-sql.ts';
import { scalarText } from '../field-values.ts';
import { metadataMatches } from '../metadata-fields.ts';
import { anyOf, NEVER } from '../predicate.ts';
import type { QueryType } from '../query.ts';
import { readObject } from '../read-object.ts';
import { hasAnyTerm } from '../text.ts';
import { soughtByTerms } from './term.ts';

/** Values that another document has at a path. */
interface TermsLookup extends DocumentPlace {
  readonly path: string;
}

interface Terms {
  readonly field: string;
  /** A look-up until it is prepared. */
  readonly values: readonly Json[] | TermsLookup;
  readonly boost: number;
}

/** Any of these values, or of those that another document has. */
export const terms: QueryType<Terms> = {
  name: 'terms',
  parse(body) {
    const reader = readObject('terms', body);
    const boost = reader.optionalNumber('boost') ?? 1;
    const fields = Object.keys(body ?? {}).filter((key) => key !== 'boost');
    const [field, second] = fields;
    if (field === undefined || second !== undefined) {
      throw errors.parsing(
        '[terms] query requires a field name, followed by array of terms or a document lookup specification, and only one',
      );
    }
    const given = reader.json(field);
    reader.rejectUnknown();
    const values = isObject(given) ? readLookup(given) : readTerms('terms', given);
    return { field, values, boost };
  },
  async prepare(spec, _, { document }) {
    if (isList(spec.values)) {
      return spec;
    }
    const { path, ...place } = spec.values;
    const found = valuesAt((await document(place)) ?? {}, path);
    return { ...spec, values: found.filter((value) => value !== null) };
  },
  compile(spec, context) {
    const values = knownValues(spec);
    checkCount(values, context);
    const metadata = metadataMatches(spec.field, values.map(jsonText), context);
    return metadata ?? compileTerms({ field: spec.field, values }, context);
  },
  score: ({ boost }) => boost,
  sought: ({ field, values }, context) =>
    isList(values) ? soughtByTerms({ field, values }, context) : [],
};

const isList = (values: Terms['values']): values is readonly Json[] => Array.isArray(values);

function readLookup(given: Json): TermsLookup {
  const reader = readObject('terms', given);
  const [index, id, path] = ['index', 'id', 'path'].map((key) => reader.optionalString(key));
  const routing = reader.optionalString('routing');
  reader.rejectUnknown();
  if (index === undefined || id === undefined || path === undefined) {
    throw errors.parsing(
      `[terms] query lookup element requires specifying the ${index === undefined ? 'index' : id === undefined ? 'id' : 'path'}.`,
    );
  }
  return { index, id, path, routing };
}

/** What is at a path of a document; lists are gone through, and names may have dots. */
function valuesAt(value: Json, path: string): readonly Json[] {
  if (Array.isArray(value)) {
    return value.flatMap((member: Json) => valuesAt(member, path));
  }
  if (path === '' || !isObject(value)) {
    return path === '' ? [value] : [];
  }
  return Object.entries(value).flatMap(([key, member]) => {
    const rest = key === path ? '' : path.startsWith(`${key}.`) ? path.slice(key.length + 1) : null;
    return rest === null ? [] : valuesAt(member, rest);
  });
}

function knownValues({ values }: Terms): readonly Json[] {
  if (!isList(values)) {
    throw errors.illegalArgument(
      `[terms] query cannot look up terms of the document [${values.id}] in [${values.index}] here`,
    );
  }
  return values;
}

/** Values that are no list are none of a query. */
export function readTerms(name: string, values: Json | undefined): readonly Json[] {
  if (!Array.isArray(values)) {
    throw errors.parsing(`[${name}] query requires an array of terms`);
  }
  return values;
}

/** Refuses more values than the index allows. */
export function checkCount(
  { length }: readonly Json[],
  { limits: { termsMax } }: Pick<FieldContext, 'limits'>,
): void {
  if (length > termsMax) {
    throw errors.illegalArgument(
      `The number of terms [${length}] used in the Terms Query request has exceeded the allowed maximum of [${termsMax}]. This maximum can be set by changing the [index.max_terms_count] index level setting.`,
    );
  }
}

function compileTerms(
  { field: path, values }: { readonly field: string; readonly values: readonly Json[] },
  context: FieldContext,
): Sql {
  const field = context.field(path);
  if (field === undefined || values.length === 0) {
    return NEVER;
  }
  if (isText(field)) {
    return hasAnyTerm(
      field,
      values.map((value) => scalarText(field, value)),
    );
  }
  if (isKeyword(field)) {
    const texts = values.map((value) => {
      if (value === null || typeof value === 'object') {
        throw errors.illegalArgument('No value specified for terms query');
      }
      return field.normalizer?.normalize(String(value)) ?? String(value);
    });
    return anyValue(field, (value) => sql`${value} IN ${strings(texts)}`);
  }
  return anyOf(values.map((value) => equals(field, value, context)));
}
