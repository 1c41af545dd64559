import type { Expression, Parameter } from './ast.ts';
import type { Parser } from './parser.ts';
import type { TokenStream } from './token-stream.ts';
import { acceptType, typeLength } from './type-names.ts';

/** `x -> …`, `(x, y) -> …`, `(int x) -> …` */
export function isLambda(tokens: TokenStream): boolean {
  if (tokens.peek().kind === 'name' && tokens.is('->', 1)) {
    return true;
  }
  if (!tokens.is('(')) {
    return false;
  }
  let ahead = 1;
  while (tokens.peek(ahead).kind === 'name' || /^[,<>[\].]$/.test(tokens.peek(ahead).text)) {
    ahead += 1;
  }
  return tokens.is(')', ahead) && tokens.is('->', ahead + 1);
}

const ANY = { name: 'def', dimensions: 0 };

/** A lambda; one without braces gives its expression. */
export function parseLambda(parser: Parser): Expression {
  const { tokens } = parser;
  const parameters: Parameter[] = [];
  if (tokens.accept('(')) {
    while (!tokens.accept(')')) {
      if (parameters.length > 0) {
        tokens.expect(',');
      }
      const isTyped = tokens.peek(1).kind === 'name' || typeLength(tokens, 0) !== undefined;
      const type = isTyped ? acceptType(tokens) : undefined;
      parameters.push({ type: type ?? ANY, name: tokens.expectName() });
    }
  } else {
    parameters.push({ type: ANY, name: tokens.expectName() });
  }
  const { at } = tokens.expect('->');
  if (tokens.is('{')) {
    return { kind: 'lambda', at, parameters, body: parser.parseBlock(parser) };
  }
  const value = parser.parseExpression(parser);
  return { kind: 'lambda', at, parameters, body: [{ kind: 'return', at: value.at, value }] };
}
