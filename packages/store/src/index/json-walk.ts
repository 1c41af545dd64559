/** Where something is in a text; both count from 1. */
export interface TextPlace {
  readonly line: number;
  readonly column: number;
}

/** The place of an offset. */
export function placeAt(text: string, at: number): TextPlace {
  const before = text.lastIndexOf('\n', at - 1);
  let line = 1;
  for (let end = text.indexOf('\n'); end >= 0 && end < at; end = text.indexOf('\n', end + 1)) {
    line += 1;
  }
  return { line, column: at === 0 ? 1 : at - before };
}

/** Told of each key: its name, where it begins, and the keys around it. */
type KeyVisitor = (key: string, at: number, path: readonly string[]) => boolean | undefined;

/** Told of each object that begins and ends. */
interface Nesting {
  readonly onOpen: () => void;
  readonly onClose: () => void;
}

const NOWHERE: Nesting = { onOpen: () => undefined, onClose: () => undefined };

/** What a walk ended at before the end of its text. */
export class Fault extends Error {
  readonly at: number;
  readonly reason: string;
  readonly isEnd: boolean;

  constructor(at: number, reason: string, isEnd = false) {
    super(reason);
    this.at = at;
    this.reason = reason;
    this.isEnd = isEnd;
  }
}

class Stop extends Error {}

/** Goes through a text until a fault, its end, or a visitor that wants no more. Nesting has been checked before. */
export function walk(
  text: string,
  visit: KeyVisitor,
  nesting: Nesting = NOWHERE,
): Fault | undefined {
  try {
    new Walk(text, visit, nesting).document();
  } catch (error) {
    if (error instanceof Fault) {
      return error;
    }
    if (!(error instanceof Stop)) {
      throw error;
    }
  }
  return undefined;
}

const VALUES = "JSON String, Number, Array, Object or token 'null', 'true' or 'false'";
const WORD = /[\p{L}\p{N}_$]+/uy;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

class Walk {
  readonly #text: string;
  readonly #visit: KeyVisitor;
  readonly #nesting: Nesting;
  readonly #path: string[] = [];
  #at = 0;

  constructor(text: string, visit: KeyVisitor, nesting: Nesting) {
    this.#text = text;
    this.#visit = visit;
    this.#nesting = nesting;
  }

  document(): void {
    this.#value();
    this.#blanks();
    if (this.#at < this.#text.length) {
      throw this.#unexpected('expected nothing but white space behind the value');
    }
  }

  #value(): void {
    this.#blanks();
    const char = this.#text.charAt(this.#at);
    if (char === '{') {
      this.#object();
    } else if (char === '[') {
      this.#list();
    } else if (char === '"') {
      this.#string();
    } else if (char === '-' || (char >= '0' && char <= '9')) {
      this.#number();
    } else {
      this.#word();
    }
  }

  #object(): void {
    const start = this.#at;
    this.#nesting.onOpen();
    this.#at += 1;
    for (let isFirst = true; !this.#ends('}', start, isFirst); isFirst = false) {
      this.#member();
    }
    this.#nesting.onClose();
  }

  #member(): void {
    this.#blanks();
    if (this.#text.charAt(this.#at) !== '"') {
      throw this.#unexpected('was expecting double-quote to start field name');
    }
    const start = this.#at;
    const key = this.#string();
    this.#blanks();
    if (this.#text.charAt(this.#at) !== ':') {
      throw this.#unexpected('was expecting a colon to separate field name and value');
    }
    this.#at += 1;
    if (this.#visit(key, start, this.#path) === true) {
      throw new Stop();
    }
    this.#path.push(key);
    this.#value();
    this.#path.pop();
  }

  #list(): void {
    const start = this.#at;
    this.#at += 1;
    for (let isFirst = true; !this.#ends(']', start, isFirst); isFirst = false) {
      this.#value();
    }
  }

  /** True behind the closing bracket; else the place is where the next entry begins. */
  #ends(bracket: '}' | ']', start: number, isFirst: boolean): boolean {
    this.#blanks();
    const char = this.#text.charAt(this.#at);
    if (char === bracket) {
      this.#at += 1;
      return true;
    }
    if (isFirst && char !== '') {
      return false;
    }
    if (char === ',') {
      this.#at += 1;
      return false;
    }
    const kind = bracket === '}' ? 'Object' : 'Array';
    if (char === '}' || char === ']') {
      const { line, column } = placeAt(this.#text, start);
      throw new Fault(
        this.#at,
        `Unexpected close marker '${char}': expected '${bracket}' (for ${kind} starting at [line: ${line}, column: ${column}])`,
      );
    }
    throw this.#unexpected(`was expecting comma to separate ${kind} entries`);
  }

  #string(): string {
    const start = this.#at;
    for (this.#at += 1; ; this.#at += 1) {
      const char = this.#text.charAt(this.#at);
      if (char === '"') {
        this.#at += 1;
        return JSON.parse(this.#text.slice(start, this.#at)) as string;
      }
      if (char === '\\') {
        this.#escape();
      } else if (char < ' ') {
        throw this.#control(char);
      }
    }
  }

  #control(char: string): Fault {
    return char === ''
      ? this.#ended()
      : new Fault(
          this.#at,
          `Illegal unquoted character ((CTRL-CHAR, code ${char.charCodeAt(0)})): has to be escaped using backslash to be included in string value`,
        );
  }

  #escape(): void {
    this.#at += 1;
    const char = this.#text.charAt(this.#at);
    if (char === '') {
      throw this.#ended();
    }
    if (char === 'u') {
      if (!/^[0-9a-fA-F]{4}$/.test(this.#text.slice(this.#at + 1, this.#at + 5))) {
        throw new Fault(this.#at, 'expected a hex-digit for character escape sequence');
      }
      this.#at += 4;
    } else if (!'"\\/bfnrt'.includes(char)) {
      throw new Fault(this.#at, `Unrecognized character escape ${named(char)}`);
    }
  }

  #number(): void {
    NUMBER.lastIndex = this.#at;
    const end = NUMBER.test(this.#text) ? NUMBER.lastIndex : this.#at + 1;
    const isZero = /^-?0\d/.test(this.#text.slice(this.#at, end + 1));
    this.#at = end;
    if (isZero) {
      throw new Fault(end, 'Invalid numeric value: Leading zeroes not allowed');
    }
    if (/^[\w.+-]/.test(this.#text.slice(end)) || this.#text.charAt(end - 1) === '-') {
      throw this.#unexpected('expected digits, a fraction or an exponent in a numeric value');
    }
  }

  #word(): void {
    WORD.lastIndex = this.#at;
    const [word] = WORD.exec(this.#text) ?? [];
    if (word === undefined) {
      throw this.#unexpected(`expected a valid value (${VALUES})`);
    }
    if (word !== 'true' && word !== 'false' && word !== 'null') {
      throw new Fault(this.#at, `Unrecognized token '${word}': was expecting (${VALUES})`);
    }
    this.#at += word.length;
  }

  #blanks(): void {
    while (' \n\r\t'.includes(this.#text.charAt(this.#at) || 'x')) {
      this.#at += 1;
    }
  }

  #unexpected(expectation: string): Fault {
    const char = this.#text.charAt(this.#at);
    return char === ''
      ? this.#ended()
      : new Fault(this.#at, `Unexpected character (${named(char)}): ${expectation}`);
  }

  #ended(): Fault {
    return new Fault(this.#text.length, 'Unexpected end of file', true);
  }
}

const named = (char: string): string => `'${char}' (code ${char.charCodeAt(0)})`;
