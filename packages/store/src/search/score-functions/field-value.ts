import { errors } from '@longshore/common/errors';
import { float, type Sql, sql } from '../../sql/sql.ts';
import { type FieldContext, isDate, isInteger, type SearchField } from '../field-context.ts';
import { listOf } from '../field-sql.ts';

/** The types of columns that functions compute with. */
const isNumber = (field: SearchField): boolean =>
  isInteger(field) || field.column.type === 'Float64' || field.column.type === 'Bool';

/** All values of a field as numbers of the engine: dates in epoch ms. */
export function numbersOf(field: SearchField): Sql {
  if (isDate(field)) {
    return sql`arrayMap(x -> toFloat64(toUnixTimestamp64Milli(toDateTime64(x, 3, 'UTC'))), ${listOf(field)})`;
  }
  return sql`arrayMap(x -> toFloat64(x), ${listOf(field)})`;
}

/** A field of numbers or dates; undefined for one that has no values yet. */
export function numericField(path: string, context: FieldContext): SearchField | undefined {
  const field = context.field(path);
  if (field !== undefined && !isNumber(field) && !isDate(field)) {
    throw errors.parsing(
      `field [${path}] is of type [${field.type}], but only numeric types are supported.`,
    );
  }
  return field;
}

/** The first, that is least, value of a field, or `missing`; null without both. */
export function firstNumber(field: SearchField | undefined, missing: number | undefined): Sql {
  const fallback = missing === undefined ? sql`NULL` : sql`${float(missing)}`;
  if (field === undefined) {
    return sql`CAST(${fallback} AS Nullable(Float64))`;
  }
  const values = numbersOf(field);
  return sql`if(notEmpty(${values}), arrayMin(${values}), ${fallback})`;
}
