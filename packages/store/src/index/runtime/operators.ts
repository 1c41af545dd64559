import type { BinaryOperator, Expression } from '../../script/ast.ts';
import { compilePattern } from '../../script/classes/regexp.ts';
import { raw, type Sql, sql, string } from '../../sql/sql.ts';
import { arithmetic } from './arithmetic.ts';
import {
  as,
  choose,
  commonType,
  isNumber,
  type TypedSql,
  typed,
  untranslatable,
} from './typed-sql.ts';

/** An operator with two sides, but for those that match regular expressions. */
export function operate(
  operator: Exclude<BinaryOperator, '=~' | '==~'>,
  a: TypedSql,
  b: TypedSql,
  at: number,
): TypedSql {
  switch (operator) {
    case '&&':
      return logical(a, b, ' AND ', at);
    case '||':
      return logical(a, b, ' OR ', at);
    case '?:':
      return choose(typed('boolean', sql`isNotNull(${a.sql})`), a, b, at);
    case '==':
    case '===':
    case '!=':
    case '!==':
      return equality(operator, a, b, at);
    case '<':
    case '<=':
    case '>':
    case '>=':
      return ordered(operator, a, b, at);
    default:
      return operator === '+' && (a.type === 'string' || b.type === 'string')
        ? concatenation(a, b, at)
        : arithmetic(operator, a, b, at);
  }
}

/** `text =~ /found/`, `text ==~ /whole/` */
export function matches(operator: '=~' | '==~', text: TypedSql, right: Expression): TypedSql {
  if (right.kind !== 'regexp' || text.type !== 'string') {
    throw untranslatable(`[${operator}] of [${text.type}]`, right.at);
  }
  const { source } = compilePattern(right.pattern, right.flags, right.at);
  const flags = right.flags.replace(/[uU]/g, '');
  const inner = flags === '' ? source : `(?${flags})${source}`;
  const pattern = operator === '==~' ? `\\A(?:${inner})\\z` : inner;
  return typed('boolean', sql`toBool(match(${text.sql}, ${string(pattern)}))`);
}

function logical(a: TypedSql, b: TypedSql, operator: string, at: number): TypedSql {
  if (a.type !== 'boolean' || b.type !== 'boolean') {
    throw untranslatable(`[${operator.trim()}] of [${a.type}] and [${b.type}]`, at);
  }
  return typed('boolean', sql`toBool(${a.sql}${raw(operator)}${b.sql})`);
}

function equality(operator: BinaryOperator, a: TypedSql, b: TypedSql, at: number): TypedSql {
  const isNegative = operator.startsWith('!');
  if (a.type === 'null' || b.type === 'null') {
    const tested = a.type === 'null' ? b : a;
    const name = raw(isNegative ? 'isNotNull' : 'isNull');
    return typed('boolean', sql`toBool(${name}(${tested.sql}))`);
  }
  if (commonType(a, b) === undefined) {
    throw untranslatable(`[${operator}] of [${a.type}] and [${b.type}]`, at);
  }
  return typed('boolean', sql`toBool(${a.sql} ${raw(isNegative ? '!=' : '=')} ${b.sql})`);
}

function ordered(
  operator: '<' | '<=' | '>' | '>=',
  a: TypedSql,
  b: TypedSql,
  at: number,
): TypedSql {
  if (!isNumber(a) || !isNumber(b)) {
    throw untranslatable(`[${operator}] of [${a.type}] and [${b.type}]`, at);
  }
  return typed('boolean', sql`toBool(${a.sql} ${raw(operator)} ${b.sql})`);
}

/** Java and the engine write whole numbers and truth values alike, but not fractions. */
function concatenation(a: TypedSql, b: TypedSql, at: number): TypedSql {
  const [left, right] = [a, b].map((value): Sql => {
    if (!['string', 'int', 'long', 'boolean'].includes(value.type)) {
      throw untranslatable(`the text of a value of type [${value.type}]`, at);
    }
    return as(value, 'string');
  });
  return typed('string', sql`concat(${left ?? raw("''")}, ${right ?? raw("''")})`);
}
