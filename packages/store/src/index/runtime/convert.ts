import type { TypeName } from '../../script/ast.ts';
import { Double, Float } from '../../script/values.ts';
import { bool, float, int, raw, sql, string } from '../../sql/sql.ts';
import { as, commonType, type TypedSql, typed, untranslatable } from './typed-sql.ts';

/** A literal, or a value of a parameter. */
export function constant(value: unknown, at: number): TypedSql {
  switch (typeof value) {
    case 'number':
      return typed('int', sql`${int(value)}`);
    case 'bigint':
      return typed('long', sql`${int(value)}`);
    case 'string':
      return typed('string', sql`${string(value)}`);
    case 'boolean':
      return typed('boolean', sql`${bool(value)}`);
    default:
      if (value === null) {
        return typed('null', raw('NULL'));
      }
      if ((value instanceof Double || value instanceof Float) && Number.isFinite(value.value)) {
        return typed('double', sql`${float(value.value)}`);
      }
      throw untranslatable('this value', at);
  }
}

/** A value as a declared type: numbers widen, and narrow by a cast. */
export function convert(
  value: TypedSql,
  { name }: TypeName,
  isCast: boolean,
  at: number,
): TypedSql {
  const type = DECLARED.get(name);
  if (type === undefined || type === value.type || name === 'def' || value.type === 'null') {
    if (type === undefined && name !== 'def' && name !== 'Object') {
      throw untranslatable(`a value of type [${name}]`, at);
    }
    return value;
  }
  const common = commonType(value, typed(type, value.sql));
  if (common === type) {
    return typed(type, as(value, type));
  }
  if (isCast && common !== undefined) {
    return narrowed(value, type);
  }
  throw untranslatable(`a conversion of [${value.type}] to [${name}]`, at);
}

/** Fractions are cut; what does not fit is no value here. */
function narrowed(value: TypedSql, type: TypedSql['type']): TypedSql {
  const size = raw(type === 'int' ? "'Int32'" : "'Int64'");
  return value.type === 'double'
    ? typed(type, sql`toInt64(accurateCastOrNull(trunc(${value.sql}), ${size}))`)
    : typed(type, sql`toInt64(toInt32(${value.sql}))`);
}

const DECLARED: ReadonlyMap<string, TypedSql['type']> = new Map([
  ['int', 'int'],
  ['Integer', 'int'],
  ['long', 'long'],
  ['Long', 'long'],
  ['double', 'double'],
  ['Double', 'double'],
  ['float', 'double'],
  ['boolean', 'boolean'],
  ['Boolean', 'boolean'],
  ['String', 'string'],
  ['ZonedDateTime', 'date'],
  ['Instant', 'date'],
] as const);
