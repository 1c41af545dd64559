import { readTokens, type Token } from './lexer.ts';
import { faults, type ScriptFault } from './script-fault.ts';

/** Deeper nesting of expressions and statements is refused, so that recursion over them ends before the stack. */
const NESTING_MAX = 250;

/** The tokens of a script and a place among them. */
export class TokenStream {
  private readonly tokens: readonly Token[];
  private readonly last: Token;
  private place = 0;
  private nesting = 0;

  constructor(source: string) {
    this.tokens = readTokens(source);
    this.last = this.tokens[this.tokens.length - 1] ?? { kind: 'end', text: '', at: 0, end: 0 };
  }

  peek(ahead = 0): Token {
    return this.tokens[this.place + ahead] ?? this.last;
  }

  next(): Token {
    const token = this.peek();
    this.place += 1;
    return token;
  }

  /** True if an operator or a word of the language is next; never for the content of a text. */
  is(text: string, ahead = 0): boolean {
    const { kind, text: found } = this.peek(ahead);
    return found === text && (kind === 'operator' || kind === 'name');
  }

  accept(text: string): boolean {
    const isNext = this.is(text);
    this.place += isNext ? 1 : 0;
    return isNext;
  }

  expect(text: string): Token {
    return this.is(text) ? this.next() : this.refuse(`'${text}'`);
  }

  expectName(): string {
    return this.peek().kind === 'name' ? this.next().text : this.refuse('ID');
  }

  /** Refuses the next token; `expected` is what could have stood there. */
  refuse(expected?: string): never {
    throw this.unexpected(expected);
  }

  /** Runs the parser of something that can contain itself. */
  nested<T>(parse: () => T): T {
    this.nesting += 1;
    if (this.nesting > NESTING_MAX) {
      throw faults.illegalArgument(
        `the script is nested deeper than ${NESTING_MAX} levels`,
        this.peek().at,
      );
    }
    const parsed = parse();
    this.nesting -= 1;
    return parsed;
  }

  private unexpected(expected: string | undefined): ScriptFault {
    const { at, text, kind } = this.peek();
    if (kind === 'end') {
      return faults.illegalArgument('unexpected end of script.', at);
    }
    const reason =
      expected === undefined
        ? `invalid sequence of tokens near ['${text}'].`
        : `unexpected token ['${text}'] was expecting one of [{${expected}}].`;
    return faults.illegalArgument(reason, at);
  }
}
