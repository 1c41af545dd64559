import type { ArithmeticOperator } from '../../script/ast.ts';
import { raw, type Sql, sql } from '../../sql/sql.ts';
import { as, commonType, isNumber, type TypedSql, typed, untranslatable } from './typed-sql.ts';

/** Arithmetic with Java's results: whole numbers wrap and divide without a rest; dividing them by 0 gives no value. */
export function arithmetic(
  operator: ArithmeticOperator,
  a: TypedSql,
  b: TypedSql,
  at: number,
): TypedSql {
  const type = commonType(a, b);
  if (type === undefined || !isNumber(a) || !isNumber(b)) {
    throw untranslatable(`[${operator}] of [${a.type}] and [${b.type}]`, at);
  }
  const [left, right] = [as(a, type), as(b, type)];
  if (type === 'double') {
    return typed(type, ofDoubles(operator, left, right, at));
  }
  const result = ofIntegers(operator, left, right, at);
  return typed(type, type === 'int' ? sql`toInt64(toInt32(${result}))` : result);
}

function ofDoubles(operator: ArithmeticOperator, a: Sql, b: Sql, at: number): Sql {
  switch (operator) {
    case '+':
    case '-':
    case '*':
    case '/':
      return sql`(${a} ${raw(operator)} ${b})`;
    case '%':
      return sql`(${a} - ${b} * trunc(${a} / ${b}))`;
    default:
      throw untranslatable(`[${operator}] of fractions`, at);
  }
}

function ofIntegers(operator: ArithmeticOperator, a: Sql, b: Sql, at: number): Sql {
  switch (operator) {
    case '+':
    case '-':
    case '*':
      return sql`(${a} ${raw(operator)} ${b})`;
    // -1 is apart: the smallest number has no opposite, and the engine would fail.
    case '/':
      return sql`multiIf(${b} = 0, NULL, ${b} = -1, -${a}, intDiv(${a}, if(${b} IN (0, -1), 1, ${b})))`;
    case '%':
      return sql`multiIf(${b} = 0, NULL, ${b} = -1, toInt64(0), ${a} % if(${b} IN (0, -1), 1, ${b}))`;
    case '&':
      return sql`bitAnd(${a}, ${b})`;
    case '|':
      return sql`bitOr(${a}, ${b})`;
    case '^':
      return sql`bitXor(${a}, ${b})`;
    default:
      throw untranslatable(`[${operator}]`, at);
  }
}
