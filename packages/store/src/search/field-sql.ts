import { column, int, type Sql, sql, string } from '../sql/sql.ts';
import { flattenedPrefix, type SearchField } from './field-context.ts';
import { known } from './predicate.ts';

export const isList = (field: SearchField): boolean => field.column.list;

/** All values of a field as an array, of a list or not. */
export function listOf(field: SearchField): Sql {
  const values = column(field.column.name);
  if (field.flattenedKey !== undefined) {
    const prefix = flattenedPrefix(field.flattenedKey);
    return sql`arrayMap(x -> substring(x, ${start(prefix)}), arrayFilter(x -> startsWith(x, ${string(prefix)}), ${values}))`;
  }
  if (field.type === 'flattened') {
    return sql`arrayMap(x -> substring(x, position(x, '\\0') + 1), ${values})`;
  }
  if (field.column.list) {
    return values;
  }
  return field.column.required
    ? sql`[${values}]`
    : sql`if(isNull(${values}), [], [assumeNotNull(${values})])`;
}

/** True where any value of the field passes the test. */
export function anyValue(field: SearchField, test: (value: Sql) => Sql): Sql {
  const values = column(field.column.name);
  if (field.column.list) {
    return sql`arrayExists(v -> ${test(sql`v`)}, ${listOf(field)})`;
  }
  return field.column.required ? sql`(${test(values)})` : known(test(values));
}

/** True where the field has a value. */
export function hasValue(field: SearchField): Sql {
  if (field.column.list) {
    return field.flattenedKey === undefined
      ? sql`notEmpty(${column(field.column.name)})`
      : sql`notEmpty(${listOf(field)})`;
  }
  return field.column.required ? sql`true` : sql`isNotNull(${column(field.column.name)})`;
}

/** Where a value begins behind a prefix; the engine counts bytes from one. */
const start = (prefix: string) => int(Buffer.byteLength(prefix) + 1);
