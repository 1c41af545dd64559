import { column, raw, type Sql, sql } from '../sql/sql.ts';
import type { SearchField } from './field-context.ts';
import { isList, listOf } from './field-sql.ts';
import type { ValueKind } from './value-kind.ts';

/** The engine's type of values of a kind. */
const TYPES: Readonly<Record<ValueKind, string>> = {
  int: 'Int64',
  uint: 'UInt64',
  float: 'Float64',
  bool: 'Bool',
  date: "DateTime64(3, 'UTC')",
  nanos: "DateTime64(9, 'UTC')",
  ip: 'IPv6',
  text: 'String',
};

/** No value, typed, for indices that do not map a field. */
export const noValue = (kind: ValueKind): Sql => raw(`CAST(NULL AS Nullable(${TYPES[kind]}))`);

/** No values, typed. */
export const noValues = (kind: ValueKind): Sql => raw(`CAST([] AS Array(${TYPES[kind]}))`);

/** An expression as a kind that all indices share. */
export const toKind = (value: Sql, kind: ValueKind): Sql =>
  sql`CAST(${value} AS ${raw(`Nullable(${TYPES[kind]})`)})`;

/** A field's column as a kind that all indices share; for list columns, an array. */
export function asKind(field: SearchField, kind: ValueKind): Sql {
  if (isList(field)) {
    const values = listOf(field);
    return isSame(field, kind) ? values : sql`CAST(${values} AS ${raw(`Array(${TYPES[kind]})`)})`;
  }
  const value = column(field.column.name);
  if (isSame(field, kind)) {
    return value;
  }
  const type = field.column.required ? TYPES[kind] : `Nullable(${TYPES[kind]})`;
  return sql`CAST(${value} AS ${raw(type)})`;
}

/** True if the column needs no conversion; dictionary-encoded texts need none. */
function isSame(field: SearchField, kind: ValueKind): boolean {
  const { type } = field.column;
  switch (kind) {
    case 'int':
      return type === 'Int64';
    case 'uint':
      return type === 'UInt64';
    case 'float':
      return type === 'Float64';
    case 'nanos':
      return type === 'DateTime64(9)';
    case 'date':
      return type === 'DateTime64(3)';
    default:
      return true;
  }
}
