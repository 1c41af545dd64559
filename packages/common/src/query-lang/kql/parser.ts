import type { KqlNode, KqlRangeOperator, KqlValue } from './ast.ts';
import { KqlSyntaxError, type KqlToken, readKqlTokens } from './lexer.ts';

export type { KqlNode, KqlValue } from './ast.ts';
export { KqlSyntaxError } from './lexer.ts';

/** Brackets and negations within each other, at most. */
const DEPTH_MAX = 100;
/** A query text, at most. */
const CHARS_MAX = 100_000;

const RANGES: Readonly<Partial<Record<KqlToken['kind'], KqlRangeOperator>>> = {
  '<': 'lt',
  '<=': 'lte',
  '>': 'gt',
  '>=': 'gte',
};

const AT_OPERAND = ['NOT', 'field name', 'value', '"("'];

/** Reads a query text. Throws `KqlSyntaxError` where it stops being one. */
export function parseKql(text: string): KqlNode {
  if (text.length > CHARS_MAX) {
    throw new KqlSyntaxError(text, CHARS_MAX, [`at most ${CHARS_MAX} characters`]);
  }
  return new Parser(text).parse();
}

class Parser {
  readonly #text: string;
  readonly #tokens: readonly KqlToken[];
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
    this.#tokens = readKqlTokens(text);
  }

  parse(): KqlNode {
    if (this.#peek().kind === 'end') {
      return { kind: 'all' };
    }
    const node = this.#parseOr(this.#parseTerm);
    this.#take('end', ['AND', 'OR', 'end of input']);
    return node;
  }

  /** `and` binds its operands closer than `or`, `not` its one closest. */
  #parseOr(parseOperand: () => KqlNode): KqlNode {
    return this.#parseJoined('or', () =>
      this.#parseJoined('and', () => this.#parseNot(parseOperand)),
    );
  }

  #parseJoined(kind: 'and' | 'or', parseOperand: () => KqlNode): KqlNode {
    const first = parseOperand();
    const nodes = [first];
    while (this.#skip(kind)) {
      nodes.push(parseOperand());
    }
    return nodes.length === 1 ? first : { kind, nodes };
  }

  #parseNot(parseOperand: () => KqlNode): KqlNode {
    return this.#skip('not')
      ? this.#deeper(() => ({ kind: 'not', node: this.#parseNot(parseOperand) }))
      : parseOperand();
  }

  #parseTerm = (): KqlNode => {
    if (this.#skip('(')) {
      return this.#parseGroup(')', this.#parseTerm);
    }
    const name = this.#take('value', AT_OPERAND).value;
    const operator = RANGES[this.#peek().kind];
    if (name !== undefined && operator !== undefined) {
      this.#at += 1;
      return { kind: 'range', field: name, operator, text: this.#parseRangeEnd() };
    }
    return name !== undefined && this.#skip(':') ? this.#parseOfField(name) : is(undefined, name);
  };

  #parseOfField(field: KqlValue): KqlNode {
    const brace = this.#peek();
    if (this.#skip('{')) {
      if (field.kind !== 'text') {
        throw new KqlSyntaxError(this.#text, brace.start, ['value']);
      }
      return { kind: 'nested', path: field.text, node: this.#parseGroup('}', this.#parseTerm) };
    }
    const parseValue = (): KqlNode =>
      this.#skip('(')
        ? this.#parseGroup(')', parseValue)
        : is(field, this.#take('value', ['NOT', 'value', '"("']).value);
    return this.#skip('(')
      ? this.#parseGroup(')', parseValue)
      : is(field, this.#take('value', ['"("', '"{"', 'value']).value);
  }

  #parseGroup(closing: ')' | '}', parseOperand: () => KqlNode): KqlNode {
    return this.#deeper(() => {
      const node = this.#parseOr(parseOperand);
      this.#take(closing, ['AND', 'OR', `"${closing}"`]);
      return node;
    });
  }

  #parseRangeEnd(): string {
    const { value, start } = this.#take('value', ['literal']);
    if (value?.kind !== 'text') {
      throw new KqlSyntaxError(this.#text, start, ['literal']);
    }
    return value.text;
  }

  #deeper(parse: () => KqlNode): KqlNode {
    this.#depth += 1;
    if (this.#depth > DEPTH_MAX) {
      throw new KqlSyntaxError(this.#text, this.#peek().start, [`at most ${DEPTH_MAX} levels`]);
    }
    const node = parse();
    this.#depth -= 1;
    return node;
  }

  #peek(): KqlToken {
    const token = this.#tokens[Math.min(this.#at, this.#tokens.length - 1)];
    if (token === undefined) {
      throw new Error('BUG: a token list ends with [end]');
    }
    return token;
  }

  #skip(kind: KqlToken['kind']): boolean {
    const isThere = this.#peek().kind === kind;
    this.#at += isThere ? 1 : 0;
    return isThere;
  }

  #take(kind: KqlToken['kind'], expected: readonly string[]): KqlToken {
    const token = this.#peek();
    if (!this.#skip(kind)) {
      throw new KqlSyntaxError(this.#text, token.start, expected);
    }
    return token;
  }
}

function is(field: KqlValue | undefined, value: KqlValue | undefined): KqlNode {
  if (value === undefined) {
    throw new Error('BUG: a token of a value has one');
  }
  return field === undefined ? { kind: 'is', value } : { kind: 'is', field, value };
}
