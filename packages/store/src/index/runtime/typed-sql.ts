import { faults } from '../../script/script-fault.ts';
import { type Sql, sql } from '../../sql/sql.ts';

/** Java types that expressions of runtime fields have; `null` is what only the literal has. */
export type SqlType =
  | 'int'
  | 'long'
  | 'double'
  | 'boolean'
  | 'string'
  | 'date'
  | 'weekday'
  | 'address'
  | 'null';

/** An expression of the engine with its type in the script. It may be NULL: then the document has no value. */
export interface TypedSql {
  readonly type: SqlType;
  readonly sql: Sql;
}

/** Pieces of SQL of one field; local variables stand in full wherever they are used. */
const PARTS_MAX = 5_000;

/** Refuses what can't be an expression of the engine, with its place. */
export const untranslatable = (what: string, at: number) =>
  faults.illegalArgument(`${what} can not be computed by the engine in a runtime field`, at);

/** An expression, refused once it has grown too long. */
export function typed(type: SqlType, expression: Sql): TypedSql {
  if (expression.parts.length > PARTS_MAX) {
    throw faults.illegalArgument('the script of a runtime field is too complex');
  }
  return { type, sql: expression };
}

const RANKS: readonly SqlType[] = ['int', 'long', 'double'];

export const isNumber = ({ type }: TypedSql): boolean => RANKS.includes(type);

/** The wider type of two numbers, or the type that both have; undefined if there is none. */
export function commonType(a: TypedSql, b: TypedSql): SqlType | undefined {
  if (a.type === b.type || b.type === 'null') {
    return a.type;
  }
  if (a.type === 'null') {
    return b.type;
  }
  const rank = Math.max(RANKS.indexOf(a.type), RANKS.indexOf(b.type));
  return isNumber(a) && isNumber(b) ? RANKS[rank] : undefined;
}

/** The expression as a wider type, in the engine's type that goes with it. */
export function as(value: TypedSql, type: SqlType): Sql {
  switch (type) {
    case 'double':
      return sql`toFloat64(${value.sql})`;
    case 'int':
    case 'long':
      return sql`toInt64(${value.sql})`;
    case 'boolean':
      return sql`toBool(${value.sql})`;
    case 'string':
      return sql`toString(${value.sql})`;
    default:
      return value.sql;
  }
}

/** `test ? yes : no`; NULL where the test has no answer. */
export function choose(test: TypedSql, yes: TypedSql, no: TypedSql, at: number): TypedSql {
  const type = commonType(yes, no);
  if (test.type !== 'boolean' || type === undefined) {
    throw untranslatable(`a choice between [${yes.type}] and [${no.type}]`, at);
  }
  const [a, b] = [as(yes, type), as(no, type)];
  return typed(type, sql`multiIf(isNull(${test.sql}), NULL, ${test.sql}, ${a}, ${b})`);
}
