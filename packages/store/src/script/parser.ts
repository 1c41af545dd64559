import type { Expression, Statement } from './ast.ts';
import type { TokenStream } from './token-stream.ts';

/** What the parsers of expressions and statements share; what contains itself is reached through it. */
export interface Parser {
  readonly tokens: TokenStream;
  parseExpression(parser: Parser): Expression;
  /** Parses `{ … }`. */
  parseBlock(parser: Parser): readonly Statement[];
}

/** The arguments of a call, with their parentheses. */
export function parseArguments(parser: Parser): readonly Expression[] {
  parser.tokens.expect('(');
  return parseItems(parser, ')');
}

/** Expressions with commas between them, up to `end`. */
export function parseItems(parser: Parser, end: string): readonly Expression[] {
  const { tokens } = parser;
  const items: Expression[] = [];
  while (!tokens.accept(end)) {
    if (items.length > 0) {
      tokens.expect(',');
    }
    items.push(parser.parseExpression(parser));
  }
  return items;
}
