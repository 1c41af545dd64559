import type { LongshoreError } from '@longshore/common/errors';
import type { Token } from './lexer.ts';
import { syntaxError } from './syntax-error.ts';

/** The tokens of a query, one after the other. Keywords are written in upper case here, and in any case in the query. */
export class TokenReader {
  readonly source: string;
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(source: string, tokens: readonly Token[]) {
    this.source = source;
    this.#tokens = tokens;
  }

  peek(ahead = 0): Token {
    const token = this.#tokens[Math.min(this.#at + ahead, this.#tokens.length - 1)];
    if (token === undefined) {
      throw new Error('BUG: a token list ends with [end]');
    }
    return token;
  }

  next(): Token {
    const token = this.peek();
    this.#at += 1;
    return token;
  }

  /** The end of what was read last. */
  get lastEnd(): number {
    return this.#tokens[this.#at - 1]?.end ?? 0;
  }

  isSign(text: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.kind === 'sign' && token.text === text;
  }

  isWord(word: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.kind === 'name' && token.text.toUpperCase() === word;
  }

  skipSign(text: string): boolean {
    return this.#skipIf(this.isSign(text));
  }

  /** Skips words that follow each other, all or none. */
  skipWords(...words: readonly string[]): boolean {
    const areThere = words.every((word, i) => this.isWord(word, i));
    this.#at += areThere ? words.length : 0;
    return areThere;
  }

  takeSign(text: string): Token {
    return this.isSign(text) ? this.next() : this.fail(`'${text}'`);
  }

  takeWord(word: string): Token {
    return this.isWord(word) ? this.next() : this.fail(`'${word}'`);
  }

  take(kind: Token['kind'], expected: string): Token {
    return this.peek().kind === kind ? this.next() : this.fail(expected);
  }

  /** A whole number that is not negative. */
  takeCount(): number {
    const token = this.take('number', 'a whole number');
    if (!/^\d{1,15}$/.test(token.text)) {
      throw this.mismatch('a whole number', token);
    }
    return Number(token.text);
  }

  takeEnd(): void {
    if (this.peek().kind !== 'end') {
      this.fail('<EOF>');
    }
  }

  mismatch(expected: string, token = this.peek()): LongshoreError {
    const shown = this.source.slice(token.start, token.end) || '<EOF>';
    return syntaxError(
      this.source,
      token.start,
      `mismatched input '${shown}' expecting ${expected}`,
    );
  }

  fail(expected: string): never {
    throw this.mismatch(expected);
  }

  #skipIf(isThere: boolean): boolean {
    this.#at += isThere ? 1 : 0;
    return isThere;
  }
}
