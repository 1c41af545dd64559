import type { Expression } from '../../script/ast.ts';
import { fromPlain } from '../../script/values.ts';
import { bool, sql } from '../../sql/sql.ts';
import { arithmetic } from './arithmetic.ts';
import { constant, convert } from './convert.ts';
import { type DocValues, docEmpty, docSize, docValue } from './doc-values.ts';
import { apply, dayName, METHODS, STATICS } from './functions.ts';
import { docOf, keyOf, type Names, type Path, paramOf } from './names.ts';
import { matches, operate } from './operators.ts';
import { as, choose, isNumber, type TypedSql, typed, untranslatable } from './typed-sql.ts';

/** An expression of a script as one of the engine. Throws a fault with its place at what the engine can't compute. */
export function translate(expression: Expression, names: Names): TypedSql {
  const { at } = expression;
  switch (expression.kind) {
    case 'constant':
      return constant(expression.value, at);
    case 'name':
      return local(expression.name, at, names);
    case 'member':
    case 'element':
      return translatePath(expression, names);
    case 'call':
      return translateCall(expression, names);
    case 'static-call':
      return translateStatic(expression, names);
    case 'unary':
      return translateUnary(expression, names);
    case 'binary':
      return translateBinary(expression, names);
    case 'conditional':
      return choose(
        translate(expression.test, names),
        translate(expression.yes, names),
        translate(expression.no, names),
        at,
      );
    case 'cast':
      return convert(translate(expression.operand, names), expression.type, true, at);
    default:
      throw untranslatable(`[${expression.kind}]`, at);
  }
}

function local(name: string, at: number, { locals }: Names): TypedSql {
  const found = locals.get(name);
  if (!found) {
    throw untranslatable(`[${name}]`, at);
  }
  return found.value;
}

function translatePath(expression: Path, names: Names): TypedSql {
  const { target, at } = expression;
  const key = keyOf(expression);
  const values = docOf(target, names);
  if (values) {
    return translateDoc(values, key, at);
  }
  const param = paramOf(expression, names);
  if (param !== undefined) {
    return constant(fromPlain(param), at);
  }
  if (docOf(expression, names) || typeof key !== 'string') {
    throw untranslatable('a list of values', at);
  }
  const value = translate(target, names);
  const getter = `get${key.charAt(0).toUpperCase()}${key.slice(1)}`;
  return callMethod(value, [getter, `is${getter.slice(3)}`], [], at);
}

function translateDoc(values: DocValues, key: unknown, at: number): TypedSql {
  if (typeof key === 'number' && key >= 0) {
    return docValue(values, key);
  }
  switch (key) {
    case 'value':
      return docValue(values);
    case 'empty':
      return docEmpty(values);
    case 'length':
      return docSize(values);
    default:
      throw untranslatable(`[${String(key)}] of the values of a field`, at);
  }
}

type Call = Extract<Expression, { readonly kind: 'call' }>;

function translateCall({ target, name, args, at }: Call, names: Names): TypedSql {
  const values = docOf(target, names);
  if (values) {
    return translateDocCall(values, { name, args, at });
  }
  if (target.kind === 'name' && target.name === 'doc') {
    const [path] = args;
    const isKnown =
      path?.kind === 'constant' && names.fields.field(String(path.value)) !== undefined;
    if (name === 'containsKey' && args.length === 1) {
      return typed('boolean', sql`${bool(isKnown)}`);
    }
    throw untranslatable(`[${name}]`, at);
  }
  const value = translate(target, names);
  if (value.type === 'weekday' && name === 'getDisplayName') {
    return displayName(value, args);
  }
  const given = args.map((arg) => translate(arg, names));
  return callMethod(value, [name], given, at);
}

function translateDocCall(
  values: DocValues,
  { name, args, at }: Pick<Call, 'name' | 'args' | 'at'>,
): TypedSql {
  const [index] = args;
  switch (`${name}/${args.length}`) {
    case 'size/0':
      return docSize(values);
    case 'isEmpty/0':
      return docEmpty(values);
    case 'getValue/0':
      return docValue(values);
    case 'get/1':
      return translateDoc(values, index?.kind === 'constant' ? index.value : undefined, at);
    default:
      throw untranslatable(`[${name}] of the values of a field`, at);
  }
}

/** `getDisplayName(TextStyle.FULL, Locale.ROOT)`: English, whatever the locale. */
function displayName({ sql: day }: TypedSql, [style]: readonly Expression[]): TypedSql {
  const isShort = style?.kind === 'static' && style.name === 'SHORT';
  return typed(
    'string',
    dayName(day, (name) => (isShort ? name.slice(0, 3) : name)),
  );
}

function callMethod(
  value: TypedSql,
  callNames: readonly string[],
  args: readonly TypedSql[],
  at: number,
): TypedSql {
  for (const name of callNames) {
    const method = METHODS.get(`${value.type}.${name}/${args.length}`);
    const called = method && apply(method, [value, ...args]);
    if (called) {
      return called;
    }
  }
  throw untranslatable(`[${callNames[0]}] of [${value.type}]`, at);
}

function translateStatic(
  { type, name, args, at }: Extract<Expression, { readonly kind: 'static-call' }>,
  names: Names,
): TypedSql {
  const given = args.map((arg) => translate(arg, names));
  for (const candidate of STATICS.get(`${type.name}.${name}/${args.length}`) ?? []) {
    const called = apply(candidate, given);
    if (called) {
      return called;
    }
  }
  throw untranslatable(`[${type.name}.${name}]`, at);
}

function translateUnary(
  { operator, operand, at }: Extract<Expression, { readonly kind: 'unary' }>,
  names: Names,
): TypedSql {
  const value = translate(operand, names);
  if (operator === '!' && value.type === 'boolean') {
    return typed('boolean', sql`toBool(NOT ${value.sql})`);
  }
  if (operator === '-' && isNumber(value)) {
    return arithmetic('-', typed(value.type, as(constant(0, at), value.type)), value, at);
  }
  throw untranslatable(`[${operator}]`, at);
}

function translateBinary(
  { operator, left, right, at }: Extract<Expression, { readonly kind: 'binary' }>,
  names: Names,
): TypedSql {
  if (operator === '=~' || operator === '==~') {
    return matches(operator, translate(left, names), right);
  }
  return operate(operator, translate(left, names), translate(right, names), at);
}
