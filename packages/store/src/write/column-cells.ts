import type { ColumnType } from '../index/column.ts';
import type { Cells, CellValue, Room } from './cells.ts';
import { TextCells } from './text-cells.ts';

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

type WriteWord = (words: Words, at: number, value: CellValue) => boolean;

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

  push(value: CellValue): number | undefined {
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

  push(value: CellValue): number {
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
