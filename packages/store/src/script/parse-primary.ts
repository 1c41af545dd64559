import type { Expression } from './ast.ts';
import { parseNumber } from './parse-number.ts';
import { type Parser, parseArguments, parseItems } from './parser.ts';
import { acceptType } from './type-names.ts';

/** A literal, a name, a call of a function or class, `new`, or something in brackets. */
export function parsePrimary(parser: Parser): Expression {
  const { tokens } = parser;
  const { kind, text, at, flags = '' } = tokens.peek();
  switch (kind) {
    case 'number':
      tokens.next();
      return { kind: 'constant', at, value: parseNumber(text, at) };
    case 'string':
      tokens.next();
      return { kind: 'constant', at, value: text };
    case 'regexp':
      tokens.next();
      return { kind: 'regexp', at, pattern: text, flags };
    case 'name':
      return parseNamed(parser);
    case 'operator':
      return parseBracketed(parser);
    case 'end':
      return tokens.refuse();
  }
}

const LITERALS: ReadonlyMap<string, boolean | null> = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
]);

/** Words that are no names of variables. */
const RESERVED: ReadonlySet<string> = new Set([
  ...['if', 'else', 'while', 'do', 'for', 'in', 'continue', 'break', 'return', 'try', 'catch'],
  ...['throw', 'this', 'instanceof', 'new'],
]);

function parseNamed(parser: Parser): Expression {
  const { tokens } = parser;
  const { text, at } = tokens.peek();
  const literal = LITERALS.get(text);
  if (literal !== undefined) {
    tokens.next();
    return { kind: 'constant', at, value: literal };
  }
  if (text === 'new') {
    return parseNew(parser);
  }
  if (text === 'this' && tokens.is('::', 1)) {
    tokens.next();
    tokens.next();
    return { kind: 'method-reference', at, target: undefined, name: tokens.expectName() };
  }
  if (RESERVED.has(text)) {
    return tokens.refuse();
  }
  const isVariable = tokens.is('=', 1);
  return (isVariable ? undefined : parseStatic(parser)) ?? parseVariable(parser);
}

function parseVariable(parser: Parser): Expression {
  const { tokens } = parser;
  const { text: name, at } = tokens.next();
  return tokens.is('(')
    ? { kind: 'function-call', at, name, args: parseArguments(parser) }
    : { kind: 'name', at, name };
}

/** `Type.name`, `Type.name(…)`, `Type::name`. */
function parseStatic(parser: Parser): Expression | undefined {
  const { tokens } = parser;
  const type = acceptType(tokens);
  if (type === undefined) {
    return undefined;
  }
  if (tokens.accept('::')) {
    const { at, text } = tokens.next();
    return { kind: 'method-reference', at, target: type, name: text };
  }
  tokens.expect('.');
  const { at } = tokens.peek();
  const name = tokens.expectName();
  return tokens.is('(')
    ? { kind: 'static-call', at, type, name, args: parseArguments(parser) }
    : { kind: 'static', at, type, name };
}

function parseNew(parser: Parser): Expression {
  const { tokens } = parser;
  const { at } = tokens.next();
  const type = acceptType(tokens) ?? tokens.refuse('TYPE');
  if (type.dimensions > 0) {
    tokens.expect('{');
    return { kind: 'new-array', at, type, lengths: [], items: parseItems(parser, '}') };
  }
  if (!tokens.is('[')) {
    return { kind: 'new', at, type, args: parseArguments(parser) };
  }
  const lengths: Expression[] = [];
  while (tokens.accept('[')) {
    lengths.push(parser.parseExpression(parser));
    tokens.expect(']');
  }
  return { kind: 'new-array', at, type, lengths, items: undefined };
}

/** `( … )`, `[a, b]`, `[k: v]`, `[:]`. */
function parseBracketed(parser: Parser): Expression {
  const { tokens } = parser;
  const { at } = tokens.peek();
  if (tokens.accept('(')) {
    const inner = parser.parseExpression(parser);
    tokens.expect(')');
    return inner;
  }
  if (!tokens.accept('[')) {
    return tokens.refuse();
  }
  if (tokens.is(':') && tokens.is(']', 1)) {
    tokens.next();
    tokens.next();
    return { kind: 'map', at, entries: [] };
  }
  if (tokens.accept(']')) {
    return { kind: 'list', at, items: [] };
  }
  const first = parser.parseExpression(parser);
  return tokens.is(':') ? parseMap(parser, at, first) : parseList(parser, at, first);
}

function parseMap(parser: Parser, at: number, firstKey: Expression): Expression {
  const { tokens } = parser;
  const entries: [Expression, Expression][] = [];
  for (let key = firstKey; ; key = parser.parseExpression(parser)) {
    tokens.expect(':');
    entries.push([key, parser.parseExpression(parser)]);
    if (tokens.accept(']')) {
      return { kind: 'map', at, entries };
    }
    tokens.expect(',');
  }
}

function parseList(parser: Parser, at: number, first: Expression): Expression {
  const { tokens } = parser;
  if (tokens.accept(']')) {
    return { kind: 'list', at, items: [first] };
  }
  tokens.expect(',');
  return { kind: 'list', at, items: [first, ...parseItems(parser, ']')] };
}
