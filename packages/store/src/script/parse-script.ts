import type {
  CatchClause,
  Expression,
  FunctionDefinition,
  Parameter,
  Program,
  Statement,
  TypeName,
} from './ast.ts';
import { parseExpression } from './parse-expression.ts';
import type { Parser } from './parser.ts';
import { TokenStream } from './token-stream.ts';
import { acceptType, typeLength } from './type-names.ts';

/** Parses a script; throws a `ScriptFault` with its place at what is no Painless, or none that we know. */
export function parseScript(source: string): Program {
  const tokens = new TokenStream(source);
  const parser: Parser = { tokens, parseExpression, parseBlock };
  const functions: FunctionDefinition[] = [];
  while (isFunction(tokens)) {
    functions.push(parseFunction(parser));
  }
  const body: Statement[] = [];
  while (tokens.peek().kind !== 'end') {
    body.push(parseStatement(parser));
  }
  return { functions, body };
}

function isFunction(tokens: TokenStream): boolean {
  const length = tokens.is('void') ? 1 : typeLength(tokens, 0);
  return length !== undefined && tokens.peek(length).kind === 'name' && tokens.is('(', length + 1);
}

function parseFunction(parser: Parser): FunctionDefinition {
  const { tokens } = parser;
  const { at } = tokens.peek();
  const type = tokens.accept('void') ? { name: 'void', dimensions: 0 } : expectType(tokens);
  const name = tokens.expectName();
  const parameters: Parameter[] = [];
  tokens.expect('(');
  while (!tokens.accept(')')) {
    if (parameters.length > 0) {
      tokens.expect(',');
    }
    const parameterType = expectType(tokens);
    parameters.push({ type: parameterType, name: tokens.expectName() });
  }
  return { type, name, parameters, body: parseBlock(parser), at };
}

const expectType = (tokens: TokenStream): TypeName => acceptType(tokens) ?? tokens.refuse('TYPE');

function parseBlock(parser: Parser): readonly Statement[] {
  const { tokens } = parser;
  tokens.expect('{');
  const body: Statement[] = [];
  while (!tokens.accept('}')) {
    body.push(parseStatement(parser));
  }
  return body;
}

type Rule = (parser: Parser, at: number) => Statement;

const RULES: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ['{', (parser, at) => ({ kind: 'block', at, body: parseBlock(parser) })],
  ['if', parseIf],
  ['while', parseWhile],
  ['do', parseDo],
  ['for', parseFor],
  ['try', parseTry],
  ['return', parseReturn],
  ['throw', parseThrow],
  ['break', (parser, at) => endOfWord(parser, { kind: 'break', at })],
  ['continue', (parser, at) => endOfWord(parser, { kind: 'continue', at })],
]);

function parseStatement(parser: Parser): Statement {
  const { tokens } = parser;
  return tokens.nested(() => {
    const { kind, text, at } = tokens.peek();
    const rule = kind === 'string' ? undefined : RULES.get(text);
    if (rule) {
      return rule(parser, at);
    }
    if (tokens.accept(';')) {
      return { kind: 'block', at, body: [] };
    }
    const statement = parseSimple(parser);
    endStatement(parser);
    return statement;
  });
}

/** A declaration or an expression: what may also begin a `for`. */
function parseSimple(parser: Parser): Statement {
  const { tokens } = parser;
  const { at } = tokens.peek();
  if (!isDeclaration(tokens)) {
    return { kind: 'expression', at, expression: parseExpression(parser) };
  }
  const type = expectType(tokens);
  const variables: { name: string; value: Expression | undefined; at: number }[] = [];
  do {
    const place = tokens.peek().at;
    const name = tokens.expectName();
    const value = tokens.accept('=') ? parseExpression(parser) : undefined;
    variables.push({ name, value, at: place });
  } while (tokens.accept(','));
  return { kind: 'declare', at, type, variables };
}

function isDeclaration(tokens: TokenStream): boolean {
  const length = typeLength(tokens, 0);
  const { kind, text } = tokens.peek(length ?? 0);
  return length !== undefined && kind === 'name' && text !== 'instanceof';
}

/** A semicolon ends a statement; before `}` and at the end of the script it may be missing. */
function endStatement({ tokens }: Parser): void {
  if (!tokens.accept(';') && !tokens.is('}') && tokens.peek().kind !== 'end') {
    tokens.refuse("<EOF>, ';'");
  }
}

function endOfWord(parser: Parser, statement: Statement): Statement {
  parser.tokens.next();
  endStatement(parser);
  return statement;
}

function parseIf(parser: Parser, at: number): Statement {
  const { tokens } = parser;
  tokens.next();
  const test = parseTest(parser);
  const yes = parseStatement(parser);
  const no = tokens.accept('else') ? parseStatement(parser) : undefined;
  return { kind: 'if', at, test, yes, no };
}

function parseTest(parser: Parser): Expression {
  parser.tokens.expect('(');
  const test = parseExpression(parser);
  parser.tokens.expect(')');
  return test;
}

function parseWhile(parser: Parser, at: number): Statement {
  parser.tokens.next();
  const test = parseTest(parser);
  return { kind: 'while', at, test, body: parseStatement(parser) };
}

function parseDo(parser: Parser, at: number): Statement {
  parser.tokens.next();
  const body = parseStatement(parser);
  parser.tokens.expect('while');
  const test = parseTest(parser);
  endStatement(parser);
  return { kind: 'do', at, test, body };
}

function parseFor(parser: Parser, at: number): Statement {
  const { tokens } = parser;
  tokens.next();
  tokens.expect('(');
  const each = parseEach(parser, at);
  if (each) {
    return each;
  }
  const start = tokens.is(';') ? undefined : parseSimple(parser);
  tokens.expect(';');
  const test = tokens.is(';') ? undefined : parseExpression(parser);
  tokens.expect(';');
  const step = tokens.is(')') ? undefined : parseExpression(parser);
  tokens.expect(')');
  return { kind: 'for', at, start, test, step, body: parseStatement(parser) };
}

/** `for (def x : list)`, `for (x in list)` */
function parseEach(parser: Parser, at: number): Statement | undefined {
  const { tokens } = parser;
  const isUntyped = tokens.peek().kind === 'name' && tokens.is('in', 1);
  const length = isUntyped ? 0 : typeLength(tokens, 0);
  const isEach =
    length !== undefined && (tokens.is(':', length + 1) || tokens.is('in', length + 1));
  if (!isEach) {
    return undefined;
  }
  const type = isUntyped ? { name: 'def', dimensions: 0 } : expectType(tokens);
  const name = tokens.expectName();
  tokens.next();
  const items = parseExpression(parser);
  tokens.expect(')');
  return { kind: 'each', at, type, name, items, body: parseStatement(parser) };
}

function parseTry(parser: Parser, at: number): Statement {
  const { tokens } = parser;
  tokens.next();
  const body = parseBlock(parser);
  const catches: CatchClause[] = [];
  do {
    tokens.expect('catch');
    tokens.expect('(');
    const type = expectType(tokens);
    const name = tokens.expectName();
    tokens.expect(')');
    catches.push({ type, name, body: parseBlock(parser) });
  } while (tokens.is('catch'));
  return { kind: 'try', at, body, catches };
}

function parseReturn(parser: Parser, at: number): Statement {
  const { tokens } = parser;
  tokens.next();
  const isBare = tokens.is(';') || tokens.is('}') || tokens.peek().kind === 'end';
  const value = isBare ? undefined : parseExpression(parser);
  endStatement(parser);
  return { kind: 'return', at, value };
}

function parseThrow(parser: Parser, at: number): Statement {
  parser.tokens.next();
  const value = parseExpression(parser);
  endStatement(parser);
  return { kind: 'throw', at, value };
}
