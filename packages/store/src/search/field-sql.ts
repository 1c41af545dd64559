import type { Column } from '../index/column.ts';
import { OVERFLOW_COLUMN } from '../index/field-columns.ts';
import { column, int, type Sql, sql, string } from '../sql/sql.ts';
import { flattenedPrefix, type SearchField } from './field-context.ts';
import { known } from './predicate.ts';

export const isList = (field: SearchField): boolean => field.column.list;

/** All values of a field as an array, of a list or not. */
export function listOf(field: SearchField): Sql {
  const values = column(field.column.name);
  if (field.column.overflowKey !== undefined) {
    return overflowValues(field.column, field.column.overflowKey);
  }
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
    return field.flattenedKey === undefined && field.column.overflowKey === undefined
      ? sql`notEmpty(${column(field.column.name)})`
      : sql`notEmpty(${listOf(field)})`;
  }
  return field.column.required ? sql`true` : sql`isNotNull(${column(field.column.name)})`;
}

/** Values of a field that shares a column, of its own type. */
function overflowValues({ name, type }: Column, key: string): Sql {
  const prefix = flattenedPrefix(key);
  return prefixedValues(column(name), prefix, type);
}

/** Of a list of texts, what those that begin so have behind it, as values of a type. */
export function prefixedValues(texts: Sql, prefix: string, type: Column['type']): Sql {
  const text = sql`substring(x, ${start(prefix)})`;
  const own = sql`arrayFilter(x -> startsWith(x, ${string(prefix)}), ${texts})`;
  return sql`arrayMap(x -> ${READERS[type](text)}, ${own})`;
}

/** From the text of a value, as the row has it, to the value. */
const READERS: Readonly<Record<Column['type'], (text: Sql) => Sql>> = {
  String: (text) => text,
  'LowCardinality(String)': (text) => text,
  Int64: (text) => sql`toInt64(${text})`,
  UInt64: (text) => sql`toUInt64(${text})`,
  Float64: (text) => sql`toFloat64(${text})`,
  Bool: (text) => sql`CAST(${text} = 'true' AS Bool)`,
  'DateTime64(3)': (text) => sql`fromUnixTimestamp64Milli(toInt64(${text}), 'UTC')`,
  'DateTime64(9)': (text) => sql`toDateTime64(${text}, 9, 'UTC')`,
  IPv6: (text) => sql`toIPv6(${text})`,
};

/** True where any field below an object that shares the overflow column has a value. */
export const hasOverflowBelow = (path: string): Sql =>
  sql`arrayExists(x -> startsWith(x, ${string(`${path}.`)}), ${column(OVERFLOW_COLUMN.name)})`;

/** Where a value begins behind a prefix; the engine counts bytes from one. */
const start = (prefix: string) => int(Buffer.byteLength(prefix) + 1);
