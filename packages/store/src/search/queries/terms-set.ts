import { errors } from '@longshore/common/errors';
import type { Json } from '@longshore/common/json';
import { join, type Sql, sql } from '../../sql/sql.ts';
import { isInteger } from '../field-context.ts';
import { hasValue, listOf } from '../field-sql.ts';
import { allOf, known, NEVER } from '../predicate.ts';
import type { CompileContext, QueryType } from '../query.ts';
import type { ObjectReader } from '../read-object.ts';
import {
  compileScriptValue,
  parseSearchScript,
  type SearchScript,
} from '../runtime/search-script.ts';
import { readLeaf } from './leaf.ts';
import { compileTerm, soughtByTerms } from './term.ts';
import { checkCount, readTerms } from './terms.ts';

/** How many of the terms a document must have: what its field says, or a script. */
type Minimum = { readonly field: string } | { readonly script: SearchScript };

interface TermsSet {
  readonly field: string;
  readonly terms: readonly Json[];
  readonly minimum: Minimum;
  readonly boost: number;
}

/** As many of these values as the document itself asks for. */
export const termsSet: QueryType<TermsSet> = {
  name: 'terms_set',
  isOnField: true,
  parse(body) {
    const { field, reader } = readLeaf('terms_set', body);
    const terms = readTerms('terms_set', reader.json('terms'));
    const spec = {
      field,
      terms,
      minimum: readMinimum(reader, terms.length),
      boost: reader.optionalNumber('boost') ?? 1,
    };
    reader.rejectUnknown();
    return spec;
  },
  compile({ field, terms, minimum }, context) {
    checkCount(terms, context);
    if (terms.length === 0) {
      return NEVER;
    }
    const matches = terms.map(
      (value) => sql`toInt64(${compileTerm({ field, value, isCaseInsensitive: false }, context)})`,
    );
    return hasEnough(sql`(${join(matches, ' + ')})`, minimum, context);
  },
  score: ({ boost }) => boost,
  sought: ({ field, terms }, context) => soughtByTerms({ field, values: terms }, context),
};

function readMinimum(reader: ObjectReader, terms: number): Minimum {
  const field = reader.optionalString('minimum_should_match_field');
  const script = reader.json('minimum_should_match_script');
  if ((field === undefined) === (script === undefined)) {
    throw errors.parsing(
      '[terms_set] needs either [minimum_should_match_field] or [minimum_should_match_script], and not both',
    );
  }
  if (field !== undefined) {
    return { field };
  }
  const parsed = parseSearchScript(script ?? null, 'terms_set');
  return { script: { ...parsed, params: { ...parsed.params, num_terms: terms } } };
}

/** One term at least. A document that does not say how many it needs is not found. */
function hasEnough(count: Sql, minimum: Minimum, context: CompileContext): Sql {
  if ('script' in minimum) {
    const { type, sql: value } = compileScriptValue(minimum.script, context);
    if (!['int', 'long', 'double', 'null'].includes(type)) {
      throw errors.illegalArgument(
        `[minimum_should_match_script] needs a script that gives a number, not [${type}]`,
      );
    }
    return known(sql`${count} >= greatest(1, ${value})`);
  }
  const field = context.field(minimum.field);
  if (field === undefined) {
    if (!context.isMapped(minimum.field)) {
      throw errors.queryShard(`failed to find minimum_should_match field [${minimum.field}]`);
    }
    return NEVER;
  }
  if (!isInteger(field)) {
    throw errors.queryShard(
      `minimum_should_match field [${minimum.field}] must be an integer field but is of type [${field.type}]`,
    );
  }
  return allOf([hasValue(field), sql`${count} >= greatest(1, arrayMin(${listOf(field)}))`]);
}
