import type { Column } from '../index/column.ts';
import { SYSTEM_COLUMNS } from '../index/column.ts';
import type { ColumnValue, DocumentRow } from './operation.ts';

/** A row as a JSON object in UTF-8, somewhere in a chunk. Kept outside of V8's heap, since rows wait for a second. */
export interface RowSpan {
  readonly chunk: Buffer;
  readonly start: number;
  /** The values of the store's own columns end here; those of fields follow. */
  readonly systemEnd: number;
  /** After the line end. */
  readonly end: number;
}

/** What the store knows of a document beside its fields. */
export interface RowHead {
  readonly id: string;
  readonly seqNo: number;
  readonly version: number;
  readonly source: Buffer;
}

const CHUNK_BYTES_MIN = 4 * 1024;
const CHUNK_BYTES_MAX = 256 * 1024;
/** Of one UTF-16 code unit. */
const UTF8_BYTES_MAX = 3;
/** Of one byte of a source inside a JSON text. */
const ESCAPED_BYTES_MAX = 2;
const QUOTES_BYTES = 2;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** What stands behind the backslash, by byte. Valid JSON has no other control characters than these blanks. */
const ESCAPES = new Uint8Array(256);
for (const [byte, letter] of ['""', '\\\\', '\nn', '\rr', '\tt']) {
  ESCAPES[byte?.charCodeAt(0) ?? 0] = letter?.charCodeAt(0) ?? 0;
}
/** Longer values are messages, which do not repeat. */
const REMEMBERED_CHARS_MAX = 256;
/** The engine counts DateTime64(9) in nanoseconds; our dates are in milliseconds. */
const NANOS_PER_MS = '000000';
/** Closes a row whose fields are left out. */
const BARE_END = Buffer.from('}\n');

/** Many documents in a row say the same of their host and container: what was written last is written again. */
interface KnownColumn {
  readonly key: string;
  readonly column: Column;
  lastValue: ColumnValue | undefined;
  lastText: string;
}

/** Writes the rows of one table, in order, into few large chunks. */
export class RowWriter {
  readonly #columns: () => readonly Column[];
  #known: readonly Column[] = [];
  readonly #knownColumns = new Map<string, KnownColumn>();
  #used = new Set<string>();
  #chunk = Buffer.alloc(0);
  #at = 0;

  constructor(columns: () => readonly Column[]) {
    this.#columns = columns;
  }

  /** Columns of fields that rows have values for since the last `forget`. */
  get used(): ReadonlySet<string> {
    return this.#used;
  }

  /** Nothing that was written is needed any more. */
  forget(): void {
    this.#used = new Set();
    this.#chunk = Buffer.alloc(0);
    this.#at = 0;
  }

  write(head: RowHead, row: DocumentRow): RowSpan {
    const system = systemText(head, row.timeMs);
    const fields = this.#fieldsText(row);
    const { source } = head;
    this.#reserve(system.length + fields.length, source.length);
    const chunk = this.#chunk;
    const start = this.#at;
    const sourceStart = start + chunk.write(system, start);
    const systemEnd = writeJsonText(source, chunk, sourceStart);
    const end = systemEnd + chunk.write(fields, systemEnd);
    this.#at = end;
    return { chunk, start, systemEnd, end };
  }

  #fieldsText({ values }: DocumentRow): string {
    this.#learnColumns();
    let text = '';
    for (const [name, value] of values) {
      const known = this.#knownColumns.get(name);
      if (known !== undefined && value !== null) {
        this.#used.add(name);
        text += value === known.lastValue ? known.lastText : this.#format(known, value);
      }
    }
    return `${text}}\n`;
  }

  #format(known: KnownColumn, value: NonNullable<ColumnValue>): string {
    const text = known.key + formatValue(value, known.column);
    if (text.length <= REMEMBERED_CHARS_MAX) {
      known.lastValue = value;
      known.lastText = text;
    }
    return text;
  }

  #learnColumns(): void {
    const columns = this.#columns();
    if (columns !== this.#known) {
      this.#known = columns;
      for (const column of columns) {
        this.#knownColumns.set(column.name, {
          key: `,${JSON.stringify(column.name)}:`,
          column,
          lastValue: undefined,
          lastText: '',
        });
      }
    }
  }

  #reserve(chars: number, sourceBytes: number): void {
    const needed = chars * UTF8_BYTES_MAX + sourceBytes * ESCAPED_BYTES_MAX + QUOTES_BYTES;
    if (needed > this.#chunk.length - this.#at) {
      const usual = Math.min(CHUNK_BYTES_MAX, Math.max(CHUNK_BYTES_MIN, this.#chunk.length * 2));
      this.#chunk = Buffer.allocUnsafeSlow(Math.max(usual, needed));
      this.#at = 0;
    }
  }
}

/** All rows in one piece; those of `bare` without their fields. */
export function joinRows(rows: readonly RowSpan[], bare: ReadonlySet<number>): Buffer {
  const pieces: Buffer[] = [];
  let open: { readonly chunk: Buffer; readonly start: number; end: number } | undefined;
  for (const [i, { chunk, start, systemEnd, end }] of rows.entries()) {
    if (open !== undefined && open.chunk === chunk && open.end === start && !bare.has(i)) {
      open.end = end;
      continue;
    }
    if (open !== undefined) {
      pieces.push(open.chunk.subarray(open.start, open.end));
      open = undefined;
    }
    if (bare.has(i)) {
      pieces.push(chunk.subarray(start, systemEnd), BARE_END);
    } else {
      open = { chunk, start, end };
    }
  }
  if (open !== undefined) {
    pieces.push(open.chunk.subarray(open.start, open.end));
  }
  return Buffer.concat(pieces);
}

/** The document's source as it was received. */
export function sourceOf({ chunk, start, systemEnd }: RowSpan): Buffer {
  const system = JSON.parse(`${chunk.toString('utf8', start, systemEnd)}}`) as Record<
    string,
    string
  >;
  return Buffer.from(system[SYSTEM_COLUMNS.source] ?? '', 'utf8');
}

const ID = `{${JSON.stringify(SYSTEM_COLUMNS.id)}:`;
const SEQ_NO = `,${JSON.stringify(SYSTEM_COLUMNS.seqNo)}:`;
const VERSION = `,${JSON.stringify(SYSTEM_COLUMNS.version)}:`;
const TIME = `,${JSON.stringify(SYSTEM_COLUMNS.time)}:`;
const SOURCE = `,${JSON.stringify(SYSTEM_COLUMNS.source)}:`;

/** All of the store's own columns but the text of the source, which comes last. */
function systemText({ id, seqNo, version }: RowHead, timeMs: number): string {
  const time = Math.trunc(timeMs);
  return `${ID}${formatText(id)}${SEQ_NO}${seqNo}${VERSION}${version}${TIME}${time}${SOURCE}`;
}

/**
 * Writes UTF-8 bytes as a JSON text, byte by byte, since a string on the way would be the largest garbage of a write.
 * Gives where it ends.
 */
function writeJsonText(bytes: Buffer, target: Buffer, start: number): number {
  let at = start;
  target[at++] = QUOTE;
  for (let i = 0; i < bytes.length; i += 1) {
    const byte = bytes[i] ?? 0;
    const letter = ESCAPES[byte] ?? 0;
    if (letter === 0) {
      target[at++] = byte;
    } else {
      target[at++] = BACKSLASH;
      target[at++] = letter;
    }
  }
  target[at++] = QUOTE;
  return at;
}

function formatValue(value: NonNullable<ColumnValue>, column: Column): string {
  return typeof value === 'object'
    ? `[${value.map((member) => formatScalar(member, column)).join(',')}]`
    : formatScalar(value, column);
}

function formatScalar(value: string | number | boolean, { type }: Column): string {
  if (typeof value === 'string') {
    return formatText(value);
  }
  if (typeof value === 'boolean') {
    return String(value);
  }
  if (!Number.isFinite(value)) {
    return 'null';
  }
  switch (type) {
    case 'DateTime64(3)':
      return String(Math.trunc(value));
    case 'DateTime64(9)':
      return `${Math.trunc(value)}${NANOS_PER_MS}`;
    default:
      return String(value);
  }
}

/** Half a surrogate pair is no character; the engine's reader refuses it, so it becomes U+FFFD as in UTF-8. */
function formatText(text: string): string {
  const json = JSON.stringify(text);
  return json.includes('\\ud') ? JSON.stringify(Buffer.from(text, 'utf8').toString('utf8')) : json;
}
