import { type Column, SYSTEM_COLUMNS } from '../index/column.ts';
import {
  holdsMessages,
  joinMessage,
  MESSAGE_COLUMN,
  messageSplice,
  type Splice,
} from '../index/source/cut-message.ts';
import type { Cells, Room } from './cells.ts';
import { ColumnBuilder } from './column-builder.ts';
import { createCells } from './column-cells.ts';
import type { ColumnValue } from './document-values.ts';
import type { DocumentRow } from './operation.ts';
import { TextCells } from './text-cells.ts';

/** A row that waits for the engine: where it is. Its values are kept column by column, outside of V8's heap. */
export interface Row {
  readonly block: RowBlock;
  readonly index: number;
  /** About what it takes. */
  readonly bytes: number;
}

/** What the store knows of a document beside its fields. */
export interface RowHead {
  readonly id: string;
  readonly seqNo: number;
  readonly version: number;
  readonly source: Buffer;
}

/** How a source is kept that is not stored as it was received. */
interface Kept {
  /** Without its message, which is in the column. */
  readonly splice?: Splice | undefined;
  /** As it was received, and this is stored. */
  readonly stored?: DocumentRow['stored'];
}

/** A block is let go when all its rows are in the engine; so it is not larger than what is inserted at once. */
const BLOCK_ROWS_MAX = 20_000;
const BLOCK_BYTES_MAX = 16 * 1024 * 1024;
/** Sequence number, version, time, and the lengths of id and source. */
const HEAD_BYTES = 30;
const NOTHING = Buffer.alloc(0);

type Rooms = ReadonlyMap<string, Room>;

/** Rows of one table, column by column. Only added to. */
export class RowBlock {
  readonly ids: TextCells;
  readonly seqNos: Cells;
  readonly versions: Cells;
  readonly times: Cells;
  readonly fields = new Map<string, ColumnBuilder>();
  /** As received, but for messages that are in their column. */
  readonly #sources: TextCells;
  #isSpliced = false;
  /** What is stored, if that is something else. */
  #stored: TextCells | undefined;
  #needsFields = false;
  #bytes = 0;

  constructor(rooms: Rooms) {
    this.ids = new TextCells(rooms.get(SYSTEM_COLUMNS.id));
    this.#sources = new TextCells(rooms.get(SYSTEM_COLUMNS.source));
    const room = rooms.get(SYSTEM_COLUMNS.seqNo);
    this.seqNos = createCells('UInt64', room);
    this.versions = createCells('UInt64', room);
    this.times = createCells('DateTime64(3)', room);
  }

  /** What its columns took. */
  rooms(): Rooms {
    const rooms = new Map<string, Room>([
      [SYSTEM_COLUMNS.id, this.ids.room],
      [SYSTEM_COLUMNS.source, this.#sources.room],
      [SYSTEM_COLUMNS.seqNo, this.seqNos.room],
    ]);
    for (const [name, { cells }] of this.fields) {
      rooms.set(name, cells.room);
    }
    return rooms;
  }

  get isFull(): boolean {
    return this.ids.count >= BLOCK_ROWS_MAX || this.#bytes >= BLOCK_BYTES_MAX;
  }

  /** What the engine is to store of sources; of rows that go there without their fields if `isBare`. */
  storedSources(isBare: boolean): TextCells {
    if (isBare && (this.#isSpliced || this.#needsFields)) {
      const whole = new TextCells();
      for (let index = 0; index < this.ids.count; index += 1) {
        const source = this.sourceAt(index);
        // Without a message nothing is cut, but what looks as if it were is marked.
        const splice = this.#isSpliced ? messageSplice(source, undefined) : undefined;
        whole.pushSpliced(source, splice ?? { start: 0, end: 0, put: NOTHING });
      }
      return whole;
    }
    return this.#stored ?? this.#sources;
  }

  /** A source as it was received. */
  sourceAt(index: number): Buffer {
    const source = this.#sources.textAt(index);
    if (!this.#isSpliced) {
      return source;
    }
    const { cells } = this.fields.get(MESSAGE_COLUMN) ?? {};
    const message = cells instanceof TextCells && index < cells.count ? cells.textAt(index) : '';
    return Buffer.from(joinMessage(source.toString(), message.toString()));
  }

  /** Adds the head of a row; gives its number and the bytes that it takes. */
  add(
    { id, seqNo, version, source }: RowHead,
    timeMs: number,
    { splice, stored }: Kept,
  ): { readonly index: number; readonly bytes: number } {
    const index = this.ids.count;
    this.ids.push(id);
    this.seqNos.push(seqNo);
    this.versions.push(version);
    this.times.push(timeMs);
    let bytes = HEAD_BYTES + id.length;
    bytes +=
      splice === undefined
        ? this.#sources.pushBytes(source)
        : this.#sources.pushSpliced(source, splice);
    this.#isSpliced ||= splice !== undefined;
    if (stored !== undefined) {
      this.#stored ??= copyOf(this.#sources, index);
      bytes += this.#stored.pushBytes(Buffer.from(stored.text, 'utf8'));
      this.#needsFields = stored.needsFields;
    } else {
      this.#stored?.pushBytes(source);
    }
    return { index, bytes };
  }

  count(bytes: number): void {
    this.#bytes += bytes;
  }
}

/** The first texts of a column as one of their own. */
function copyOf(cells: TextCells, count: number): TextCells {
  const copy = new TextCells();
  for (let index = 0; index < count; index += 1) {
    copy.pushBytes(cells.textAt(index));
  }
  return copy;
}

/** The document's source as it was received. */
export const sourceOf = ({ block, index }: Row): Buffer => block.sourceAt(index);

/** Writes the rows of one table, in order. */
export class RowWriter {
  readonly #columns: () => readonly Column[];
  #known: readonly Column[] = [];
  readonly #byName = new Map<string, Column>();
  /** List columns by the column that they replaced. */
  readonly #promoted = new Map<string, Column>();
  #block: RowBlock | undefined;
  #cutsMessages = false;
  /** The next block is likely to be as large as the last one was. */
  #rooms: Rooms = new Map();

  constructor(columns: () => readonly Column[]) {
    this.#columns = columns;
  }

  /** Nothing that was written is needed any more. */
  forget(): void {
    this.#rooms = this.#block?.rooms() ?? this.#rooms;
    this.#block = undefined;
  }

  write(head: RowHead, row: DocumentRow): Row {
    this.#learnColumns();
    const block = this.#openBlock();
    const added = block.add(head, row.timeMs, this.#keep(head, row));
    const { index } = added;
    let { bytes } = added;
    const { values } = row;
    for (let place = 0; place < values.size; place += 1) {
      const value = values.valueAt(place);
      if (value !== null) {
        bytes += this.#put(block, index, values.columnAt(place), value);
      }
    }
    for (const [name, list] of this.#promoted) {
      this.#putPromoted(block, index, { value: row.values.get(name), list, row });
    }
    block.count(bytes);
    return { block, index, bytes };
  }

  #put(block: RowBlock, index: number, name: string, value: NonNullable<ColumnValue>): number {
    let builder = block.fields.get(name);
    if (builder === undefined) {
      const column = this.#byName.get(name);
      if (column === undefined) {
        return 0;
      }
      builder = new ColumnBuilder(column, this.#rooms.get(name));
      block.fields.set(name, builder);
    }
    return builder.put(index, value);
  }

  /** A row that was mapped before its field became a list has one value, for the column of before. */
  #putPromoted(
    block: RowBlock,
    index: number,
    {
      value,
      list,
      row,
    }: {
      readonly value: ColumnValue | undefined;
      readonly list: Column;
      readonly row: DocumentRow;
    },
  ): void {
    if (value !== undefined && value !== null && !row.values.has(list.name)) {
      this.#put(block, index, list.name, value);
    }
  }

  #keep({ source }: RowHead, { stored, values }: DocumentRow): Kept {
    if (stored !== undefined || !this.#cutsMessages) {
      return { stored };
    }
    return { splice: messageSplice(source, values.get(MESSAGE_COLUMN)) };
  }

  #openBlock(): RowBlock {
    if (this.#block === undefined || this.#block.isFull) {
      this.forget();
      this.#block = new RowBlock(this.#rooms);
    }
    return this.#block;
  }

  #learnColumns(): void {
    const columns = this.#columns();
    if (columns === this.#known) {
      return;
    }
    this.#known = columns;
    for (const column of columns) {
      const { name, promotedFrom } = column;
      if (promotedFrom !== undefined && !this.#byName.has(name)) {
        // Rows before this one have no list: of a block, either all rows can have one or none.
        this.forget();
        this.#promoted.set(promotedFrom, column);
      }
      this.#byName.set(name, column);
      this.#cutsMessages ||= holdsMessages(column);
    }
  }
}
