import type { Sql } from '../../sql/sql.ts';
import type { FieldContext } from '../field-context.ts';
import { hasOverflowBelow, hasValue } from '../field-sql.ts';
import { isMetadata } from '../metadata-fields.ts';
import { ALWAYS, anyOf } from '../predicate.ts';
import type { QueryType } from '../query.ts';
import { readObject } from '../read-object.ts';

interface Exists {
  readonly field: string;
  readonly boost: number;
}

/** Documents with a value in the field, or, of an object, in any field below it. */
export const exists: QueryType<Exists> = {
  name: 'exists',
  parse(body) {
    const reader = readObject('exists', body);
    const spec = { field: reader.string('field'), boost: reader.optionalNumber('boost') ?? 1 };
    reader.rejectUnknown();
    return spec;
  },
  compile: ({ field }, context) => compileExists(field, context),
  score: ({ boost }) => boost,
};

/** The same for `_exists_` and `field:*` of query texts. */
export function compileExists(path: string, context: FieldContext): Sql {
  if (isMetadata(path)) {
    return ALWAYS;
  }
  const field = context.field(path);
  if (field !== undefined) {
    return hasValue(field);
  }
  const below = [...context.mapping.fields.values()].filter(
    (leaf) => leaf.path.startsWith(`${path}.`) && leaf.parent === undefined,
  );
  const own = below.filter(({ column }) => column.overflowKey === undefined && !column.isPending);
  const others = below.some(({ column }) => column.overflowKey !== undefined);
  return anyOf([...own.map(hasValue), ...(others ? [hasOverflowBelow(path)] : [])]);
}
