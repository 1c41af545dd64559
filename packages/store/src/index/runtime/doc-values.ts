import { column, int, type Sql, sql } from '../../sql/sql.ts';
import type { MappedField } from '../mapping.ts';
import { type SqlType, type TypedSql, typed, untranslatable } from './typed-sql.ts';

/** `doc['field']` of a script. */
export interface DocValues {
  readonly field: MappedField;
  readonly at: number;
}

/** The type that values of a field have in a script; undefined if they can't be read there. */
function typeOf({ type, column: { type: columnType } }: MappedField): SqlType | undefined {
  switch (columnType) {
    case 'Int64':
      return 'long';
    case 'Float64':
      return 'double';
    case 'Bool':
      return 'boolean';
    case 'DateTime64(3)':
    case 'DateTime64(9)':
      return 'date';
    case 'IPv6':
      return 'string';
    default:
      return ['keyword', 'constant_keyword', 'wildcard'].includes(type) ? 'string' : undefined;
  }
}

/** The first value in ascending order, NULL where there is none: `doc['field'].value` and `doc['field'][n]`. */
export function docValue({ field, at }: DocValues, place = 0): TypedSql {
  const type = typeOf(field);
  if (type === undefined) {
    throw untranslatable(`the value of the field [${field.path}] of type [${field.type}]`, at);
  }
  return typed(type, inScript(field, scalar(field, place)));
}

function scalar({ column: { name, list } }: MappedField, place: number): Sql {
  const values = column(name);
  if (!list) {
    return place === 0 ? values : sql`if(false, ${values}, NULL)`;
  }
  const at = int(place + 1);
  return sql`if(length(${values}) >= ${at}, arraySort(${values})[${at}], NULL)`;
}

/** Addresses are texts, and dates have milliseconds. */
function inScript({ column: { type } }: MappedField, value: Sql): Sql {
  if (type === 'IPv6') {
    return sql`replaceOne(toString(${value}), '::ffff:', '')`;
  }
  return type === 'DateTime64(9)' ? sql`toDateTime64(${value}, 3, 'UTC')` : value;
}

/** `doc['field'].size()` */
export function docSize({ field: { column: shape } }: DocValues): TypedSql {
  const values = column(shape.name);
  if (shape.list) {
    return typed('int', sql`toInt64(length(${values}))`);
  }
  return typed('int', shape.required ? sql`toInt64(1)` : sql`toInt64(isNotNull(${values}))`);
}

/** `doc['field'].empty` */
export const docEmpty = (values: DocValues): TypedSql =>
  typed('boolean', sql`toBool(${docSize(values).sql} = 0)`);
