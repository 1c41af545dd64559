import type { Json } from '@longshore/common/json';
import type { Call, Expression } from './expression.ts';
import { intervalOf, numberLiteral, parameterLiteral } from './literals.ts';
import { syntaxError } from './syntax-error.ts';
import type { TokenReader } from './token-reader.ts';
import type { ColumnType, Scalar } from './value.ts';

/** What a language has of its own in expressions. */
export interface Dialect {
  /** Signs of comparison, and the names of the functions that they are. */
  readonly comparisons: Readonly<Record<string, string>>;
  /** An operand that other languages do not have; undefined where there is none. */
  parseOwn(parser: ExpressionParser): Expression | undefined;
  /** A predicate behind an operand, such as `BETWEEN`; undefined where there is none. */
  parsePredicate(left: Expression, parser: ExpressionParser): Expression | undefined;
  /** Words that end an expression, and so are no names without marks. */
  readonly reserved: ReadonlySet<string>;
}

/** Expressions inside each other, and operators and calls of a query, at most: these are recursive everywhere. */
const DEPTH_MAX = 100;
const OPERATORS_MAX = 1_000;

const SUMS: Readonly<Record<string, string>> = { '+': '+', '-': '-', '||': '||' };
const PRODUCTS: Readonly<Record<string, string>> = { '*': '*', '/': '/', '%': '%' };

/** Reads expressions, by precedence: or, and, not, comparisons, sums, products, signs, casts. */
export class ExpressionParser {
  readonly tokens: TokenReader;
  readonly #dialect: Dialect;
  readonly #parameters: ReadonlyMap<string, Json>;
  #depth = 0;
  #operators = 0;
  #positional = 0;

  /** Parameters are found by their names, and by `1`, `2` … */
  constructor(tokens: TokenReader, dialect: Dialect, parameters: ReadonlyMap<string, Json>) {
    this.tokens = tokens;
    this.#dialect = dialect;
    this.#parameters = parameters;
  }

  parse(): Expression {
    this.#depth += 1;
    if (this.#depth > DEPTH_MAX) {
      throw this.#tooMuch(
        `expressions are nested deeper than the allowed maximum of [${DEPTH_MAX}]`,
      );
    }
    const expression = this.#parseLeft(['OR'], () =>
      this.#parseLeft(['AND'], () => this.#parseNot()),
    );
    this.#depth -= 1;
    return expression;
  }

  /** A list in brackets, at least one. */
  parseList(closing: string): readonly Expression[] {
    const items = [this.parse()];
    while (this.tokens.skipSign(',')) {
      items.push(this.parse());
    }
    this.tokens.takeSign(closing);
    return items;
  }

  /** A call of a function by the name that an operator or a keyword has. */
  call(name: string, args: readonly Expression[], start?: number): Call {
    this.#operators += 1;
    if (this.#operators > OPERATORS_MAX) {
      throw this.#tooMuch(`the query has more than [${OPERATORS_MAX}] operators and functions`);
    }
    const from = start ?? args[0]?.start ?? this.tokens.lastEnd;
    return { kind: 'call', name, args, start: from, end: this.tokens.lastEnd };
  }

  literal(value: Scalar, type: ColumnType, start: number): Expression {
    return { kind: 'literal', value, type, start, end: this.tokens.lastEnd };
  }

  /** A sum or less: the operands of predicates. */
  parseSum(): Expression {
    return this.#parseSigns(SUMS, () => this.#parseSigns(PRODUCTS, () => this.#parseSigned()));
  }

  #parseLeft(words: readonly string[], parseOperand: () => Expression): Expression {
    let left = parseOperand();
    for (let word = this.#wordOf(words); word !== undefined; word = this.#wordOf(words)) {
      this.tokens.next();
      left = this.call(word.toLowerCase(), [left, parseOperand()]);
    }
    return left;
  }

  #wordOf = (words: readonly string[]) => words.find((word) => this.tokens.isWord(word));

  #parseNot(): Expression {
    const { start } = this.tokens.peek();
    let count = 0;
    while (this.tokens.skipWords('NOT')) {
      count += 1;
    }
    const operand = this.#parseComparison();
    // Twice is not at all, for null, too.
    return count % 2 === 0 ? operand : this.call('not', [operand], start);
  }

  #parseComparison(): Expression {
    let left = this.parseSum();
    for (;;) {
      const token = this.tokens.peek();
      const name = token.kind === 'sign' ? this.#dialect.comparisons[token.text] : undefined;
      if (name !== undefined) {
        this.tokens.next();
        left = this.call(name, [left, this.parseSum()]);
        continue;
      }
      const predicate = this.#dialect.parsePredicate(left, this);
      if (predicate === undefined) {
        return left;
      }
      left = predicate;
    }
  }

  #parseSigns(signs: Readonly<Record<string, string>>, parseOperand: () => Expression): Expression {
    let left = parseOperand();
    for (;;) {
      const token = this.tokens.peek();
      const name = token.kind === 'sign' ? signs[token.text] : undefined;
      if (name === undefined) {
        return left;
      }
      this.tokens.next();
      left = this.call(name, [left, parseOperand()]);
    }
  }

  #parseSigned(): Expression {
    const { start } = this.tokens.peek();
    let isNegative = false;
    for (;;) {
      if (this.tokens.skipSign('-')) {
        isNegative = !isNegative;
      } else if (!this.tokens.skipSign('+')) {
        break;
      }
    }
    const operand = this.#parseCast();
    if (!isNegative) {
      return operand;
    }
    const isNumber = operand.kind === 'literal' && typeof operand.value === 'number';
    return isNumber
      ? { ...operand, value: -Number(operand.value), start }
      : this.call('negate', [operand], start);
  }

  #parseCast(): Expression {
    let operand = this.#parseOperand();
    while (this.tokens.skipSign('::')) {
      const type = this.tokens.take('name', 'a type');
      operand = this.call('cast', [operand, this.literal(type.text, 'keyword', type.start)]);
    }
    return operand;
  }

  #parseOperand(): Expression {
    const token = this.tokens.peek();
    const own = this.#dialect.parseOwn(this);
    if (own !== undefined) {
      return own;
    }
    switch (token.kind) {
      case 'number':
        return this.#parseNumber();
      case 'text':
        this.tokens.next();
        return this.literal(token.text, 'keyword', token.start);
      case 'name':
      case 'quoted':
        return this.#parseName();
      default:
        break;
    }
    if (this.tokens.skipSign('(')) {
      const inner = this.parse();
      this.tokens.takeSign(')');
      return inner;
    }
    return this.tokens.skipSign('?')
      ? this.#parseParameter(token.start)
      : this.tokens.fail('an expression');
  }

  #parseNumber(): Expression {
    const token = this.tokens.next();
    const unit = this.tokens.peek();
    const interval = unit.kind === 'name' ? intervalOf(Number(token.text), unit.text) : undefined;
    if (interval !== undefined) {
      this.tokens.next();
      return this.literal(interval, 'interval', token.start);
    }
    return { ...numberLiteral(token.text), start: token.start, end: token.end };
  }

  #parseName(): Expression {
    const first = this.tokens.peek();
    const word = first.kind === 'name' ? first.text.toUpperCase() : '';
    if (word === 'NULL' || word === 'TRUE' || word === 'FALSE') {
      this.tokens.next();
      return word === 'NULL'
        ? this.literal(null, 'null', first.start)
        : this.literal(word === 'TRUE', 'boolean', first.start);
    }
    if (this.#dialect.reserved.has(word)) {
      return this.tokens.fail('an expression');
    }
    if (first.kind === 'name' && this.tokens.isSign('(', 1)) {
      return this.#parseCall();
    }
    return { kind: 'name', name: this.parseColumn(), start: first.start, end: this.tokens.lastEnd };
  }

  /** A name with dots, parts of which may be in marks. */
  parseColumn(): string {
    const part = () =>
      this.tokens.peek().kind === 'quoted'
        ? this.tokens.next().text
        : this.tokens.take('name', 'a name').text;
    const parts = [part()];
    while (this.tokens.skipSign('.')) {
      parts.push(part());
    }
    return parts.join('.');
  }

  #parseCall(): Expression {
    const name = this.tokens.next();
    this.tokens.takeSign('(');
    const lower = name.text.toLowerCase();
    if (this.tokens.skipSign(')')) {
      return this.call(lower, [], name.start);
    }
    if (this.tokens.isSign('*')) {
      const { start, end } = this.tokens.next();
      this.tokens.takeSign(')');
      return this.call(lower, [{ kind: 'star', start, end }], name.start);
    }
    const isDistinct = this.tokens.skipWords('DISTINCT');
    const called = this.call(lower, this.parseList(')'), name.start);
    return isDistinct ? { ...called, isDistinct: true } : called;
  }

  #parseParameter(start: number): Expression {
    const token = this.tokens.peek();
    const isNamed = (token.kind === 'name' || token.kind === 'number') && token.start === start + 1;
    if (isNamed) {
      this.tokens.next();
    } else {
      this.#positional += 1;
    }
    const name = isNamed ? token.text : String(this.#positional);
    const given = this.#parameters.get(name);
    if (given === undefined) {
      throw syntaxError(this.tokens.source, start, `Unknown query parameter [${name}]`);
    }
    return { ...parameterLiteral(given), start, end: this.tokens.lastEnd };
  }

  #tooMuch = (reason: string) => syntaxError(this.tokens.source, this.tokens.peek().start, reason);
}
