import type { Splice } from '../index/source/cut-message.ts';
import type { Cells, CellValue, Room } from './cells.ts';

const COUNT_MIN = 64;
/** Shorter repetitions are copied byte by byte, which is faster than a call. */
const COPY_CALL_BYTES = 24;
const WRITE_CALL_CHARS = 32;
/** The bytes of a UTF-16 code unit in UTF-8. */
const UTF8_BYTES_MAX = 3;
/** Of a length in front of a text. */
const VARUINT_BYTES_MAX = 5;

/** Texts in UTF-8, each behind its length. Half a surrogate pair becomes U+FFFD. */
export class TextCells implements Cells {
  #bytes: Buffer;
  #starts: Uint32Array;
  #count = 0;
  #last: CellValue | undefined;

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

  push(value: CellValue): number {
    const start = this.#used;
    // Many documents in a row say the same of their host and container.
    const end =
      value === this.#last && this.#count > 0 ? this.#repeat(start) : this.#write(String(value));
    this.#last = value;
    this.#end(end);
    return end - start;
  }

  /** Adds the bytes of a text; gives how many. */
  pushBytes(text: Buffer): number {
    const at = this.#begin(text.length);
    this.#bytes.set(text, at);
    this.#end(at + text.length);
    return text.length;
  }

  /** The same for a text with other bytes in the place of some. */
  pushSpliced(text: Buffer, { start, end, put }: Splice): number {
    const length = text.length - (end - start) + put.length;
    this.#reserve(text.length + put.length + VARUINT_BYTES_MAX);
    const at = this.#begin(length);
    // All of it and then its end anew: calls cost more than bytes.
    this.#bytes.set(text, at);
    this.#bytes.copyWithin(at + start + put.length, at + end, at + text.length);
    this.#bytes.set(put, at + start);
    this.#end(at + length);
    return length;
  }

  /** Makes room for a text behind its length; gives where it begins. */
  #begin(length: number): number {
    this.#reserve(length + VARUINT_BYTES_MAX);
    this.#last = undefined;
    return writeVaruint(this.#bytes, this.#used, length);
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
    const written =
      text.length <= WRITE_CALL_CHARS && writeAscii(this.#bytes, at, text)
        ? text.length
        : this.#bytes.write(text, at);
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

/** Writes a text where there is room; false when it has other characters than those of ASCII. */
function writeAscii(bytes: Uint8Array, start: number, text: string): boolean {
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code > 127) {
      return false;
    }
    bytes[start + i] = code;
  }
  return true;
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
