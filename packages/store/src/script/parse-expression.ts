import type {
  ArithmeticOperator,
  BinaryOperator,
  Expression,
  Place,
  UnaryOperator,
} from './ast.ts';
import { isLambda, parseLambda } from './parse-lambda.ts';
import { parseNumber } from './parse-number.ts';
import { parsePrimary } from './parse-primary.ts';
import { type Parser, parseArguments } from './parser.ts';
import { faults } from './script-fault.ts';
import { acceptType, PRIMITIVES, typeLength } from './type-names.ts';

const PRECEDENCE: ReadonlyMap<string, number> = new Map(
  [
    ['||'],
    ['&&'],
    ['|'],
    ['^'],
    ['&'],
    ['==', '!=', '===', '!=='],
    ['instanceof'],
    ['<', '<=', '>', '>='],
    ['<<', '>>', '>>>'],
    ['=~', '==~'],
    ['+', '-'],
    ['*', '/', '%'],
  ].flatMap((operators, level) =>
    operators.map((operator): [string, number] => [operator, level + 1]),
  ),
);

const ASSIGNMENTS: ReadonlyMap<string, ArithmeticOperator | undefined> = new Map<
  string,
  ArithmeticOperator | undefined
>([
  ['=', undefined],
  ['+=', '+'],
  ['-=', '-'],
  ['*=', '*'],
  ['/=', '/'],
  ['%=', '%'],
  ['&=', '&'],
  ['^=', '^'],
  ['|=', '|'],
  ['<<=', '<<'],
  ['>>=', '>>'],
  ['>>>=', '>>>'],
]);

const UNARY: ReadonlySet<string> = new Set(['-', '+', '!', '~']);

/** An expression with everything that binds looser inside it, assignments too. */
export function parseExpression(parser: Parser): Expression {
  return parser.tokens.nested(() => {
    if (isLambda(parser.tokens)) {
      return parseLambda(parser);
    }
    const left = parseConditional(parser);
    const { text, at } = parser.tokens.peek();
    if (!ASSIGNMENTS.has(text) || !parser.tokens.accept(text)) {
      return left;
    }
    const operator = ASSIGNMENTS.get(text);
    return { kind: 'assign', at, operator, place: toPlace(left), value: parseExpression(parser) };
  });
}

function toPlace(expression: Expression): Place {
  const { kind, at } = expression;
  if (kind === 'name' || kind === 'member' || kind === 'element') {
    return expression;
  }
  throw faults.illegalArgument(
    'cannot assign a value to what is no variable, field or element',
    at,
  );
}

function parseConditional(parser: Parser): Expression {
  const { tokens } = parser;
  const test = parseBinary(parser, 1);
  const { at } = tokens.peek();
  if (tokens.accept('?:')) {
    const right = tokens.nested(() => parseConditional(parser));
    return { kind: 'binary', operator: '?:', at, left: test, right };
  }
  if (!tokens.accept('?')) {
    return test;
  }
  const yes = parseExpression(parser);
  tokens.expect(':');
  const no = parseExpression(parser);
  return { kind: 'conditional', at, test, yes, no };
}

function parseBinary(parser: Parser, level: number): Expression {
  const { tokens } = parser;
  let left = parseUnary(parser);
  for (;;) {
    const { text, at, kind } = tokens.peek();
    const found = kind === 'string' ? undefined : PRECEDENCE.get(text);
    if (found === undefined || found < level) {
      return left;
    }
    tokens.next();
    if (text === 'instanceof') {
      const type = acceptType(tokens) ?? tokens.refuse('TYPE');
      left = { kind: 'instance-of', at, type, operand: left };
    } else {
      const right = parseBinary(parser, found + 1);
      left = { kind: 'binary', operator: binaryOperator(text), at, left, right };
    }
  }
}

/** What stands in the table of precedences is one. */
const binaryOperator = (text: string) => text as BinaryOperator;

function parseUnary(parser: Parser): Expression {
  const { tokens } = parser;
  const { text, at, kind } = tokens.peek();
  return tokens.nested(() => {
    if (kind === 'operator' && (text === '++' || text === '--')) {
      tokens.next();
      const place = toPlace(parseUnary(parser));
      return { kind: 'increment', at, by: text === '++' ? 1 : -1, isPrefix: true, place };
    }
    if (kind === 'operator' && UNARY.has(text)) {
      return parseSign(parser, text as UnaryOperator);
    }
    const cast = parseCast(parser);
    return cast ?? parsePostfix(parser);
  });
}

/** `-2147483648` is a number of its own: without its sign it would not fit. */
function parseSign(parser: Parser, operator: UnaryOperator): Expression {
  const { tokens } = parser;
  const { at } = tokens.next();
  const { kind, text } = tokens.peek();
  if (operator === '-' && kind === 'number' && !tokens.is('.', 1)) {
    tokens.next();
    return { kind: 'constant', at, value: parseNumber(`-${text}`, at) };
  }
  return { kind: 'unary', operator, at, operand: parseUnary(parser) };
}

function parseCast(parser: Parser): Expression | undefined {
  const { tokens } = parser;
  const length = tokens.is('(') ? typeLength(tokens, 1) : undefined;
  if (length === undefined || !tokens.is(')', length + 1)) {
    return undefined;
  }
  const { at } = tokens.next();
  const type = acceptType(tokens) ?? tokens.refuse('TYPE');
  tokens.next();
  const isSigned = tokens.is('-') || tokens.is('+');
  if (isSigned && !PRIMITIVES.has(type.name)) {
    tokens.refuse();
  }
  const operand = isLambda(tokens) ? parseLambda(parser) : parseUnary(parser);
  return { kind: 'cast', at, type, operand };
}

function parsePostfix(parser: Parser): Expression {
  let value = parsePrimary(parser);
  for (;;) {
    const next = parseSuffix(parser, value);
    if (next === undefined) {
      return value;
    }
    value = next;
  }
}

/** What may stand behind a value, again and again; nothing if there is nothing of it. */
function parseSuffix(parser: Parser, target: Expression): Expression | undefined {
  const { tokens } = parser;
  const { text, at, kind } = tokens.peek();
  switch (kind === 'operator' ? text : '') {
    case '.':
    case '?.':
      return parseMember(parser, target);
    case '[': {
      tokens.next();
      const index = parseExpression(parser);
      tokens.expect(']');
      return { kind: 'element', at, target, index };
    }
    case '++':
    case '--':
      tokens.next();
      return {
        kind: 'increment',
        at,
        by: text === '++' ? 1 : -1,
        isPrefix: false,
        place: toPlace(target),
      };
    case '::':
      tokens.next();
      return { kind: 'method-reference', at, target, name: tokens.expectName() };
    default:
      return undefined;
  }
}

function parseMember(parser: Parser, target: Expression): Expression {
  const { tokens } = parser;
  const isNullSafe = tokens.next().text === '?.';
  const { at, kind, text } = tokens.next();
  if (kind !== 'name' && !(kind === 'number' && /^\d+$/.test(text))) {
    throw faults.illegalArgument(`invalid sequence of tokens near ['${text}'].`, at);
  }
  if (!tokens.is('(')) {
    return { kind: 'member', at, target, name: text, isNullSafe };
  }
  return { kind: 'call', at, target, name: text, args: parseArguments(parser), isNullSafe };
}
