import { column, int, type Sql, sql } from '../../sql/sql.ts';
import type { MappedField, MappedType } from '../mapping.ts';
import { type SqlType, type TypedSql, typed, untranslatable } from './typed-sql.ts';

/** The fields that scripts can read. */
export interface FieldSource {
  field(path: string): MappedField | undefined;
  /** All values of a field of a list column, as an array. */
  list(field: MappedField): Sql;
  /** True where `_source` has only what the columns do not say. */
  readonly isSourceMade?: boolean;
}

/** `doc['field']` of a script. */
export interface DocValues {
  readonly field: MappedField;
  readonly source: FieldSource;
  readonly at: number;
}

/** The type that values of a field have in a script, by the type of the field; others can't be read there. */
const TYPES: Readonly<Partial<Record<MappedType, SqlType>>> = {
  long: 'long',
  integer: 'long',
  short: 'long',
  byte: 'long',
  double: 'double',
  float: 'double',
  half_float: 'double',
  scaled_float: 'double',
  boolean: 'boolean',
  date: 'date',
  date_nanos: 'date',
  ip: 'string',
  keyword: 'string',
  constant_keyword: 'string',
  wildcard: 'string',
};

/** The first value in ascending order, NULL where there is none: `doc['field'].value` and `doc['field'][n]`. */
export function docValue({ field, source, at }: DocValues, place = 0): TypedSql {
  const type = TYPES[field.type];
  if (type === undefined) {
    throw untranslatable(`the value of the field [${field.path}] of type [${field.type}]`, at);
  }
  const value = field.column.list ? element(source.list(field), place) : scalar(field, place);
  return typed(type, inScript(field, value));
}

function scalar({ column: { name } }: MappedField, place: number): Sql {
  const value = column(name);
  return place === 0 ? value : sql`if(false, ${value}, NULL)`;
}

function element(values: Sql, place: number): Sql {
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
export function docSize({ field, source }: DocValues): TypedSql {
  const { column: shape } = field;
  if (shape.list) {
    return typed('int', sql`toInt64(length(${source.list(field)}))`);
  }
  const values = column(shape.name);
  return typed('int', shape.required ? sql`toInt64(1)` : sql`toInt64(isNotNull(${values}))`);
}

/** `doc['field'].empty` */
export const docEmpty = (values: DocValues): TypedSql =>
  typed('boolean', sql`toBool(${docSize(values).sql} = 0)`);
