/** What a text for everybody looks for: no text is wrong, what cannot be read is left out or taken as words. */
export type SimpleNode =
  | { readonly kind: 'words'; readonly text: string }
  | { readonly kind: 'phrase'; readonly text: string; readonly slop: number }
  | { readonly kind: 'prefix'; readonly text: string }
  | { readonly kind: 'fuzzy'; readonly text: string; readonly distance: number }
  | { readonly kind: 'not'; readonly node: SimpleNode }
  | {
      readonly kind: 'and' | 'or';
      readonly nodes: readonly SimpleNode[];
    };

/** What signs may mean something, by the names that requests have for them. */
export const SIMPLE_FLAGS = [
  'AND',
  'ESCAPE',
  'FUZZY',
  'NOT',
  'OR',
  'PHRASE',
  'PRECEDENCE',
  'PREFIX',
  'SLOP',
  'WHITESPACE',
] as const;
export type SimpleFlag = (typeof SIMPLE_FLAGS)[number];

export interface SimpleOptions {
  readonly defaultOperator: 'and' | 'or';
  readonly flags: ReadonlySet<SimpleFlag>;
}

/** Brackets within brackets, at most; further ones are left out. */
const DEPTH_MAX = 20;
const EDITS_MAX = 2;

/** Reads a query text; undefined where it asks for nothing. */
export function parseSimpleQuery(text: string, options: SimpleOptions): SimpleNode | undefined {
  return new Parser(text, options).parse(0, text.length, 0);
}

/** What was read so far: from left to right, whatever the operators. */
interface State {
  readonly top: SimpleNode | undefined;
  readonly operator: 'and' | 'or' | undefined;
  readonly isNegated: boolean;
}

class Parser {
  readonly #text: string;
  readonly #options: SimpleOptions;
  #at = 0;
  #end = 0;

  constructor(text: string, options: SimpleOptions) {
    this.#text = text;
    this.#options = options;
  }

  parse(start: number, end: number, depth: number): SimpleNode | undefined {
    const outer = { at: this.#at, end: this.#end };
    [this.#at, this.#end] = [start, end];
    let state: State = { top: undefined, operator: undefined, isNegated: false };
    while (this.#at < this.#end) {
      state = this.#step(state, depth);
    }
    [this.#at, this.#end] = [outer.at, outer.end];
    return state.top;
  }

  #step(state: State, depth: number): State {
    const sign = this.#text[this.#at] ?? '';
    if (this.#has('NOT') && sign === '-') {
      this.#at += 1;
      return { ...state, isNegated: !state.isNegated };
    }
    const operator = this.#operatorAt(sign);
    if (operator !== undefined) {
      this.#at += 1;
      const isOpen = state.operator === undefined && state.top !== undefined;
      return { ...state, isNegated: false, ...(isOpen ? { operator } : {}) };
    }
    if (this.#isBlank(sign)) {
      this.#at += 1;
      return { ...state, isNegated: false };
    }
    const node = this.#parseNode(sign, depth);
    return node === undefined ? state : this.#join(state, node);
  }

  #operatorAt(sign: string): 'and' | 'or' | undefined {
    if (sign === '+' && this.#has('AND')) {
      return 'and';
    }
    return sign === '|' && this.#has('OR') ? 'or' : undefined;
  }

  #join(
    { top, operator = this.#options.defaultOperator, isNegated }: State,
    read: SimpleNode,
  ): State {
    const node: SimpleNode = isNegated ? { kind: 'not', node: read } : read;
    const rest = { operator: undefined, isNegated: false };
    if (top === undefined) {
      return { top: node, ...rest };
    }
    const before = top.kind === operator && !this.#closed.has(top) ? top.nodes : [top];
    return { top: { kind: operator, nodes: [...before, node] }, ...rest };
  }

  /** What was in brackets stays a node of its own. */
  readonly #closed = new Set<SimpleNode>();

  #parseNode(sign: string, depth: number): SimpleNode | undefined {
    if (sign === '"' && this.#has('PHRASE')) {
      return this.#parsePhrase();
    }
    if (sign === '(' && this.#has('PRECEDENCE')) {
      return this.#parseGroup(depth);
    }
    if (sign === ')' && this.#has('PRECEDENCE')) {
      this.#at += 1;
      return undefined;
    }
    return this.#parseWord();
  }

  #parsePhrase(): SimpleNode | undefined {
    const close = this.#find('"');
    if (close === undefined) {
      this.#at += 1;
      return undefined;
    }
    const text = this.#unescape(this.#text.slice(this.#at + 1, close));
    this.#at = close + 1;
    const slop = this.#has('SLOP') ? this.#parseNumber() : undefined;
    return text === '' ? undefined : { kind: 'phrase', text, slop: slop ?? 0 };
  }

  #parseGroup(depth: number): SimpleNode | undefined {
    const close = depth < DEPTH_MAX ? this.#find(')') : undefined;
    if (close === undefined) {
      this.#at += 1;
      return undefined;
    }
    const node = this.parse(this.#at + 1, close, depth + 1);
    this.#at = close + 1;
    if (node !== undefined) {
      this.#closed.add(node);
    }
    return node;
  }

  /** Where what opens here ends; brackets within it count. */
  #find(closing: '"' | ')'): number | undefined {
    let open = 1;
    for (let at = this.#at + 1; at < this.#end; at += 1) {
      const sign = this.#text[at];
      if (sign === '\\' && this.#has('ESCAPE')) {
        at += 1;
      } else if (sign === closing) {
        open -= 1;
      } else if (sign === '(' && closing === ')') {
        open += 1;
      }
      if (open === 0) {
        return at;
      }
    }
    return undefined;
  }

  #parseWord(): SimpleNode | undefined {
    const start = this.#at;
    let isCut = false;
    while (this.#at < this.#end && !this.#endsWord(this.#at, start)) {
      const isEscape = this.#text[this.#at] === '\\' && this.#has('ESCAPE');
      isCut = !isEscape && this.#at > start && this.#text[this.#at] === '*';
      this.#at += isEscape ? 2 : 1;
    }
    this.#at = Math.min(this.#at, this.#end);
    const text = this.#unescape(this.#text.slice(start, this.#at));
    if (this.#at > start && this.#text[this.#at] === '~' && this.#has('FUZZY')) {
      const distance = Math.min(this.#parseNumber() ?? 0, EDITS_MAX);
      return distance === 0 ? { kind: 'words', text } : { kind: 'fuzzy', text, distance };
    }
    if (text === '') {
      return undefined;
    }
    return isCut && this.#has('PREFIX')
      ? { kind: 'prefix', text: text.slice(0, -1) }
      : { kind: 'words', text };
  }

  #endsWord(at: number, start: number): boolean {
    const sign = this.#text[at] ?? '';
    return (
      this.#isBlank(sign) ||
      this.#operatorAt(sign) !== undefined ||
      (sign === '"' && this.#has('PHRASE')) ||
      ((sign === '(' || sign === ')') && this.#has('PRECEDENCE')) ||
      (sign === '~' && at > start && at < this.#end && this.#has('FUZZY'))
    );
  }

  /** The number of `~2`; the most that there is of `~` alone, and none of what is no number. */
  #parseNumber(): number | undefined {
    if (this.#at >= this.#end || this.#text[this.#at] !== '~') {
      return undefined;
    }
    const start = this.#at + 1;
    this.#at = start;
    while (this.#at < this.#end && !this.#endsWord(this.#at, start)) {
      this.#at += 1;
    }
    const digits = this.#text.slice(start, this.#at);
    return digits === '' ? EDITS_MAX : /^\d{1,9}$/.test(digits) ? Number(digits) : undefined;
  }

  #isBlank = (sign: string): boolean => /[ \t\n\r]/.test(sign) && this.#has('WHITESPACE');
  #has = (flag: SimpleFlag): boolean => this.#options.flags.has(flag);
  #unescape = (text: string): string =>
    this.#has('ESCAPE') ? text.replace(/\\([\s\S]|$)/g, '$1') : text;
}
