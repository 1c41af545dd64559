import type { LuceneClause, LuceneNode, RangeBound } from './ast.ts';
import { LuceneSyntaxError, type LuceneToken, readLuceneTokens, unescapeLucene } from './lexer.ts';

export type { LuceneClause, LuceneNode } from './ast.ts';
export { LuceneSyntaxError } from './lexer.ts';

/** Brackets within brackets, at most. */
const DEPTH_MAX = 100;

export interface LuceneOptions {
  readonly defaultOperator: 'and' | 'or';
}

/** A query text to its clauses. Throws `LuceneSyntaxError` with the position of what cannot be read. */
export function parseLucene(text: string, options: LuceneOptions): readonly LuceneClause[] {
  const parser = new Parser(readLuceneTokens(text), options);
  return parser.parseAll();
}

interface RawClause {
  readonly conjunction: 'and' | 'or' | undefined;
  readonly modifier: 'must' | 'must_not' | undefined;
  readonly node: LuceneNode;
  readonly boost: number;
}

class Parser {
  readonly #tokens: readonly LuceneToken[];
  readonly #options: LuceneOptions;
  #at = 0;

  constructor(tokens: readonly LuceneToken[], options: LuceneOptions) {
    this.#tokens = tokens;
    this.#options = options;
  }

  parseAll(): readonly LuceneClause[] {
    const clauses = this.#parseClauses(undefined, 0);
    if (this.#peek().kind !== 'end') {
      throw this.#unexpected();
    }
    return clauses;
  }

  #parseClauses(field: string | undefined, depth: number): readonly LuceneClause[] {
    if (depth > DEPTH_MAX) {
      throw new LuceneSyntaxError(
        `more than ${DEPTH_MAX} brackets inside each other`,
        this.#peek().start,
      );
    }
    const raw: RawClause[] = [];
    while (this.#peek().kind !== 'end' && this.#peek().kind !== ')') {
      raw.push(this.#parseClause(field, depth, raw.length === 0));
    }
    return decideOccurs(raw, this.#options.defaultOperator);
  }

  #parseClause(field: string | undefined, depth: number, isFirst: boolean): RawClause {
    const conjunction = this.#parseConjunction(isFirst);
    const modifier = this.#parseModifier();
    const node = this.#parseNode(field, depth, { modifier, conjunction });
    return { conjunction, modifier, node, boost: this.#parseBoost() };
  }

  #parseConjunction(isFirst: boolean): 'and' | 'or' | undefined {
    const { kind } = this.#peek();
    if (kind !== 'and' && kind !== 'or') {
      return undefined;
    }
    if (isFirst) {
      throw this.#unexpected();
    }
    this.#at += 1;
    return kind;
  }

  #parseModifier(): 'must' | 'must_not' | undefined {
    const { kind } = this.#peek();
    if (kind === '+') {
      this.#at += 1;
      return 'must';
    }
    if (kind === '-' || kind === 'not') {
      this.#at += 1;
      return 'must_not';
    }
    return undefined;
  }

  #parseNode(
    field: string | undefined,
    depth: number,
    around: Pick<RawClause, 'modifier' | 'conjunction'>,
  ): LuceneNode {
    const token = this.#peek();
    const isName = token.kind === 'word' || token.kind === 'wildcard';
    if (isName && this.#peek(1).kind === ':') {
      this.#at += 2;
      return this.#parseFieldNode(token.text, depth);
    }
    if (token.kind === '(') {
      return this.#parseGroup(field, depth);
    }
    if (
      token.kind === 'word' &&
      around.modifier === undefined &&
      around.conjunction === undefined
    ) {
      return this.#parseWords(field);
    }
    return this.#parseValue(field);
  }

  #parseFieldNode(name: string, depth: number): LuceneNode {
    if (name === '_exists_') {
      const token = this.#next();
      if (token.kind !== 'word' && token.kind !== 'phrase' && token.kind !== 'wildcard') {
        throw this.#unexpected(token);
      }
      return { kind: 'exists', field: unescapeLucene(token.text) };
    }
    const field = name === '*' ? undefined : unescapeSigns(name);
    if (this.#peek().kind === '(') {
      return this.#parseGroup(field, depth);
    }
    const node = this.#parseValue(field);
    if (node.kind === 'wildcard' && node.pattern === '*') {
      return field === undefined ? { kind: 'all' } : { kind: 'exists', field };
    }
    return node;
  }

  #parseGroup(field: string | undefined, depth: number): LuceneNode {
    const open = this.#next();
    const clauses = this.#parseClauses(field, depth + 1);
    if (this.#peek().kind !== ')') {
      throw new LuceneSyntaxError('bracket [(] is not closed', open.start);
    }
    if (clauses.length === 0) {
      throw this.#unexpected();
    }
    this.#at += 1;
    return { kind: 'group', clauses };
  }

  /** Words that follow each other without operators are one text. */
  #parseWords(field: string | undefined): LuceneNode {
    const words = [this.#parsePlainWord()];
    while (this.#isPlainWord() && words.length > 0) {
      words.push(this.#parsePlainWord());
    }
    const last = this.#tokens[this.#at - 1];
    const isMarked = this.#peek().kind === '~' && !this.#peek().isAfterBlank;
    if (isMarked && last !== undefined) {
      if (words.length > 1) {
        // The mark is on the last word only: it is a clause of its own.
        this.#at -= 1;
        words.pop();
        return named(field, { kind: 'words', text: words.join(' ') });
      }
      return this.#parseFuzzy(field, last.text);
    }
    return named(field, { kind: 'words', text: words.join(' ') });
  }

  #isPlainWord(): boolean {
    const { kind } = this.#peek();
    const next = this.#peek(1);
    return kind === 'word' && next.kind !== ':' && next.kind !== '^' && this.#peek().isAfterBlank;
  }

  #parsePlainWord(): string {
    return unescapeLucene(this.#next().text);
  }

  #parseValue(field: string | undefined): LuceneNode {
    const token = this.#next();
    switch (token.kind) {
      case 'word':
        return this.#peek().kind === '~' && !this.#peek().isAfterBlank
          ? this.#parseFuzzy(field, token.text)
          : named(field, { kind: 'words', text: unescapeLucene(token.text) });
      case 'wildcard':
        return token.text === '*' && field === undefined
          ? { kind: 'all' }
          : named(field, { kind: 'wildcard', pattern: token.text });
      case 'phrase':
        return named(field, {
          kind: 'phrase',
          text: unescapeLucene(token.text),
          slop: this.#parseSlop(),
        });
      case 'regexp':
        return named(field, { kind: 'regexp', pattern: token.text.replaceAll('\\/', '/') });
      case 'range':
        return named(field, parseRange(token));
      case 'compare':
        return this.#parseCompare(field, token);
      default:
        throw this.#unexpected(token);
    }
  }

  #parseFuzzy(field: string | undefined, text: string): LuceneNode {
    this.#at += 1;
    const distance = this.#takeNumber();
    const fuzzy = { kind: 'fuzzy' as const, text: unescapeLucene(text) };
    return named(field, distance === undefined ? fuzzy : { ...fuzzy, distance });
  }

  #parseSlop(): number {
    if (this.#peek().kind !== '~') {
      return 0;
    }
    this.#at += 1;
    return this.#takeNumber() ?? 0;
  }

  #parseBoost(): number {
    if (this.#peek().kind !== '^') {
      return 1;
    }
    const mark = this.#next();
    const boost = this.#takeNumber();
    if (boost === undefined) {
      throw new LuceneSyntaxError('[^] needs a number', mark.start);
    }
    return boost;
  }

  #takeNumber(): number | undefined {
    const { kind, text, isAfterBlank } = this.#peek();
    if (kind !== 'word' || isAfterBlank || !/^\d+(?:\.\d+)?$/.test(text)) {
      return undefined;
    }
    this.#at += 1;
    return Number(text);
  }

  #parseCompare(field: string | undefined, { text: operator }: LuceneToken): LuceneNode {
    const token = this.#next();
    // A minus is an operator elsewhere; here it is the sign of a number.
    const value = token.kind === '-' ? { ...this.#next(), isNegative: true } : token;
    if (value.kind !== 'word' && value.kind !== 'phrase') {
      throw this.#unexpected(value);
    }
    const sign = 'isNegative' in value ? '-' : '';
    const bound: RangeBound = {
      text: sign + unescapeLucene(value.text) + this.#restOfValue(value),
      isInclusive: operator.endsWith('='),
    };
    return named(
      field,
      operator.startsWith('>') ? { kind: 'range', lower: bound } : { kind: 'range', upper: bound },
    );
  }

  /** A time of day has colons: `>=2024-01-01T10:00:00`. */
  #restOfValue(value: LuceneToken): string {
    let rest = '';
    while (
      value.kind === 'word' &&
      this.#peek().kind === ':' &&
      !this.#peek().isAfterBlank &&
      this.#peek(1).kind === 'word' &&
      !this.#peek(1).isAfterBlank
    ) {
      this.#at += 1;
      rest += `:${unescapeLucene(this.#next().text)}`;
    }
    return rest;
  }

  #peek(ahead = 0): LuceneToken {
    const index = Math.min(this.#at + ahead, this.#tokens.length - 1);
    const token = this.#tokens[index];
    if (token === undefined) {
      throw new Error('BUG: a token list ends with [end]');
    }
    return token;
  }

  #next(): LuceneToken {
    const token = this.#peek();
    this.#at += 1;
    return token;
  }

  #unexpected(token = this.#peek()): LuceneSyntaxError {
    const what =
      token.kind === 'end' ? 'unexpected end of the query' : `unexpected [${token.text}]`;
    return new LuceneSyntaxError(what, token.start);
  }
}

type Unnamed = LuceneNode extends infer Node
  ? Node extends { readonly field?: string; readonly kind: infer Kind }
    ? Kind extends 'exists'
      ? never
      : Omit<Node, 'field'>
    : never
  : never;

const named = (field: string | undefined, node: Unnamed): LuceneNode =>
  (field === undefined ? node : { ...node, field }) as LuceneNode;

/** `book.\*` is written with a backslash, but means a pattern of names. */
const unescapeSigns = (name: string): string => name.replace(/\\([\s\S])/g, '$1');

/**
 * `a OR b AND c` is `a +b +c`: an AND makes both of its sides required unless they are excluded; with AND as the
 * default operator, an OR makes both of its sides optional.
 */
function decideOccurs(
  raw: readonly RawClause[],
  defaultOperator: 'and' | 'or',
): readonly LuceneClause[] {
  return raw.map(({ modifier, conjunction, node, boost }, i) => {
    const next = raw[i + 1]?.conjunction;
    if (modifier !== undefined) {
      return { occur: modifier, node, boost };
    }
    if (conjunction === 'and' || next === 'and') {
      return { occur: 'must', node, boost };
    }
    const isOptional = defaultOperator === 'or' || conjunction === 'or' || next === 'or';
    return { occur: isOptional ? 'should' : 'must', node, boost };
  });
}

function parseRange(token: LuceneToken): { kind: 'range'; lower?: RangeBound; upper?: RangeBound } {
  const inner = token.text.slice(1, -1);
  const match = /^\s*("(?:[^"\\]|\\[\s\S])*"|\S+)\s+TO\s+("(?:[^"\\]|\\[\s\S])*"|\S+)\s*$/.exec(
    inner,
  );
  if (match === null) {
    throw new LuceneSyntaxError(`range [${token.text}] is not of the form [a TO b]`, token.start);
  }
  const lower = readBound(match[1] ?? '', token.text.startsWith('['));
  const upper = readBound(match[2] ?? '', token.text.endsWith(']'));
  return {
    kind: 'range',
    ...(lower === undefined ? {} : { lower }),
    ...(upper === undefined ? {} : { upper }),
  };
}

function readBound(text: string, isInclusive: boolean): RangeBound | undefined {
  if (text === '*') {
    return undefined;
  }
  const bare = text.startsWith('"') ? text.slice(1, -1) : text;
  return { text: unescapeLucene(bare), isInclusive };
}
