import type { ColumnType } from '../index/column.ts';

type Value = string | number | boolean;

/** What a column took, for the next one of its kind. */
export interface Room {
  readonly count: number;
  readonly bytes: number;
}

/** Values without gaps as a column of ClickHouse's format Native has them, one behind the other. */
export interface Cells {
  readonly count: number;
  readonly room: Room;
  /** Adds a value; gives the bytes that it takes, or undefined when it is none that the column can hold. */
  push(value: Value): number | undefined;
  /** Adds what stands in the place of a missing value. */
  pushDefault(): void;
  /** The bytes of some values. They stay as they are, whatever is added later. */
  slice(from: number, to: number): Uint8Array;
}

/** The engine's name of the type that values are sent as; the insert casts where the column's own type is another. */
export const SENT_TYPES: Readonly<Record<ColumnType, string>> = {
  String: 'String',
  'LowCardinality(String)': 'String',
  Int64: 'Int64',
  UInt64: 'UInt64',
  Float64: 'Float64',
  Bool: 'Bool',
  'DateTime64(3)': "DateTime64(3, 'UTC')",
  'DateTime64(9)': "DateTime64(9, 'UTC')",
  IPv6: 'String',
};

const COUNT_MIN = 64;
const WORD_BYTES = 8;
const TWO_POW_32 = 2 ** 32;
const INTEGER = /^-?\d{1,20}$/;
const NANOS_PER_MS = 1_000_000n;
/** Shorter repetitions are copied byte by byte, which is faster than a call. */
const COPY_CALL_BYTES = 24;
/** The bytes of a UTF-16 code unit in UTF-8. */
const UTF8_BYTES_MAX = 3;
/** Of a length in front of a text. */
const VARUINT_BYTES_MAX = 5;

/** An empty column of a type. */
export function createCells(type: ColumnType, room?: Room): Cells {
  switch (type) {
    case 'Int64':
    case 'UInt64':
    case 'DateTime64(3)':
      return new WordCells(writeInteger, room?.count);
    case 'DateTime64(9)':
      return new WordCells(writeNanos, room?.count);
    case 'Float64':
      return new WordCells(writeFloat, room?.count);
    case 'Bool':
      return new ByteCells(room?.count);
    default:
      return new TextCells(room);
  }
}

/** Default values; what they take by type is the same for all: zeros. */
export function defaultCells(type: ColumnType, count: number): Uint8Array {
  const isWord = createsWords(type);
  return new Uint8Array(isWord ? count * WORD_BYTES : count);
}

const createsWords = (type: ColumnType): boolean =>
  type !== 'Bool' && SENT_TYPES[type] !== SENT_TYPES.String;

interface Words {
  readonly floats: Float64Array;
  readonly halves: Uint32Array;
}

type WriteWord = (words: Words, at: number, value: Value) => boolean;

function newWords(count: number): Words {
  const buffer = new ArrayBuffer(count * WORD_BYTES);
  return { floats: new Float64Array(buffer), halves: new Uint32Array(buffer) };
}

const writeFloat: WriteWord = ({ floats }, at, value) => {
  const number = Number(value);
  floats[at] = number;
  return Number.isFinite(number);
};

/** Safe integers by halves, since a BigInt is an object of its own. */
const writeInteger: WriteWord = ({ halves }, at, value) => {
  if (typeof value === 'number') {
    const whole = Math.trunc(value);
    halves[2 * at] = whole;
    halves[2 * at + 1] = Math.floor(whole / TWO_POW_32);
    return Number.isFinite(value);
  }
  return INTEGER.test(String(value)) && writeBig(halves, at, BigInt(value));
};

/** Milliseconds, or the text of a moment as `date_nanos` writes it: `2026-11-25 10:00:00.123456789`. */
const writeNanos: WriteWord = ({ halves }, at, value) => {
  if (typeof value === 'number') {
    return Number.isFinite(value) && writeBig(halves, at, BigInt(Math.trunc(value)) * NANOS_PER_MS);
  }
  const text = String(value);
  const ms = Date.parse(`${text.slice(0, 23).replace(' ', 'T')}Z`);
  const rest = text.slice(23).padEnd(6, '0');
  return (
    Number.isFinite(ms) && writeBig(halves, at, BigInt(ms) * NANOS_PER_MS + BigInt(rest || '0'))
  );
};

function writeBig(halves: Uint32Array, at: number, value: bigint): boolean {
  halves[2 * at] = Number(BigInt.asUintN(32, value));
  halves[2 * at + 1] = Number(BigInt.asUintN(32, value >> 32n));
  return true;
}

/** Eight bytes each: integers, fractions, moments. */
class WordCells implements Cells {
  readonly #write: WriteWord;
  #words: Words;
  #count = 0;

  constructor(write: WriteWord, count = 0) {
    this.#write = write;
    this.#words = newWords(Math.max(COUNT_MIN, count));
  }

  get count(): number {
    return this.#count;
  }

  get room(): Room {
    return { count: this.#count, bytes: this.#count * WORD_BYTES };
  }

  push(value: Value): number | undefined {
    this.#grow();
    if (!this.#write(this.#words, this.#count, value)) {
      return undefined;
    }
    this.#count += 1;
    return WORD_BYTES;
  }

  pushDefault(): void {
    this.#grow();
    this.#words.floats[this.#count] = 0;
    this.#count += 1;
  }

  slice(from: number, to: number): Uint8Array {
    return new Uint8Array(this.#words.floats.buffer, from * WORD_BYTES, (to - from) * WORD_BYTES);
  }

  #grow(): void {
    if (this.#count === this.#words.floats.length) {
      const grown = newWords(2 * this.#count);
      grown.halves.set(this.#words.halves);
      this.#words = grown;
    }
  }
}

/** One byte each: truth values. */
class ByteCells implements Cells {
  #bytes: Uint8Array;
  #count = 0;

  constructor(count = 0) {
    this.#bytes = new Uint8Array(Math.max(COUNT_MIN, count));
  }

  get count(): number {
    return this.#count;
  }

  get room(): Room {
    return { count: this.#count, bytes: this.#count };
  }

  push(value: Value): number {
    if (this.#count === this.#bytes.length) {
      const grown = new Uint8Array(2 * this.#count);
      grown.set(this.#bytes);
      this.#bytes = grown;
    }
    this.#bytes[this.#count] = value === true ? 1 : 0;
    this.#count += 1;
    return 1;
  }

  pushDefault(): void {
    this.push(false);
  }

  slice(from: number, to: number): Uint8Array {
    return this.#bytes.subarray(from, to);
  }
}

/** Texts in UTF-8, each behind its length. Half a surrogate pair becomes U+FFFD. */
export class TextCells implements Cells {
  #bytes: Buffer;
  #starts: Uint32Array;
  #count = 0;
  #last: Value | undefined;

  constructor(room?: Room) {
    this.#bytes = Buffer.allocUnsafeSlow(Math.max(COUNT_MIN, room?.bytes ?? 0));
    this.#starts = new Uint32Array(Math.max(COUNT_MIN, room?.count ?? 0) + 1);
  }

  get count(): number {
    return this.#count;
  }

  get room(): Room {
    return { count: this.#count, bytes: this.#used };
  }

  get #used(): number {
    return this.#starts[this.#count] ?? 0;
  }

  push(value: Value): number {
    const start = this.#used;
    // Many documents in a row say the same of their host and container.
    const end =
      value === this.#last && this.#count > 0 ? this.#repeat(start) : this.#write(String(value));
    this.#last = value;
    this.#end(end);
    return end - start;
  }

  /** Adds the bytes of a text. */
  pushBytes(text: Buffer): void {
    const start = this.#used;
    this.#reserve(text.length + VARUINT_BYTES_MAX);
    const at = writeVaruint(this.#bytes, start, text.length);
    text.copy(this.#bytes, at);
    this.#last = undefined;
    this.#end(at + text.length);
  }

  pushDefault(): void {
    this.#reserve(1);
    const start = this.#used;
    this.#bytes[start] = 0;
    this.#last = undefined;
    this.#end(start + 1);
  }

  slice(from: number, to: number): Uint8Array {
    return this.#bytes.subarray(this.#starts[from], this.#starts[to]);
  }

  /** A text without the length in front of it. */
  textAt(index: number): Buffer {
    const start = this.#starts[index] ?? 0;
    const end = this.#starts[index + 1] ?? start;
    let at = start;
    while (at < end && (this.#bytes[at] ?? 0) > 127) {
      at += 1;
    }
    return Buffer.from(this.#bytes.subarray(at + 1, end));
  }

  #write(text: string): number {
    const start = this.#used;
    this.#reserve(text.length * UTF8_BYTES_MAX + VARUINT_BYTES_MAX);
    const at = start + varuintBytes(text.length);
    const written = this.#bytes.write(text, at);
    const textStart = start + varuintBytes(written);
    if (textStart !== at) {
      // Other than ASCII: its length needs more room than was thought.
      this.#bytes.copyWithin(textStart, at, at + written);
    }
    writeVaruint(this.#bytes, start, written);
    return textStart + written;
  }

  #repeat(start: number): number {
    const from = this.#starts[this.#count - 1] ?? 0;
    const length = start - from;
    this.#reserve(length);
    if (length > COPY_CALL_BYTES) {
      this.#bytes.copyWithin(start, from, start);
    } else {
      for (let i = 0; i < length; i += 1) {
        this.#bytes[start + i] = this.#bytes[from + i] ?? 0;
      }
    }
    return start + length;
  }

  #end(end: number): void {
    if (this.#count + 1 === this.#starts.length) {
      const grown = new Uint32Array(2 * this.#starts.length);
      grown.set(this.#starts);
      this.#starts = grown;
    }
    this.#count += 1;
    this.#starts[this.#count] = end;
  }

  #reserve(bytes: number): void {
    const used = this.#used;
    if (used + bytes > this.#bytes.length) {
      const grown = Buffer.allocUnsafeSlow(Math.max(2 * this.#bytes.length, used + bytes));
      this.#bytes.copy(grown, 0, 0, used);
      this.#bytes = grown;
    }
  }
}

function varuintBytes(value: number): number {
  let bytes = 1;
  for (let rest = value; rest > 127; rest = Math.floor(rest / 128)) {
    bytes += 1;
  }
  return bytes;
}

/** ClickHouse's VarUInt: seven bits a byte, the lowest first. Gives where it ends. */
export function writeVaruint(bytes: Uint8Array, start: number, value: number): number {
  let at = start;
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) {
    bytes[at] = (rest % 128) + 128;
    at += 1;
  }
  bytes[at] = rest;
  return at + 1;
}
