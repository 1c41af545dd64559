import { type Column, SYSTEM_COLUMNS } from '../index/column.ts';
import { cutMessage, holdsMessages, MESSAGE_COLUMN } from '../index/source/cut-message.ts';
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

interface StoredPart {
  readonly bytes: Buffer;
  /** It is not all: the rest is in the columns of the fields. */
  readonly needsFields: boolean;
}

/** A block is let go when all its rows are in the engine; so it is not larger than what is inserted at once. */
const BLOCK_ROWS_MAX = 20_000;
const BLOCK_BYTES_MAX = 8 * 1024 * 1024;
/** Sequence number, version, time, and the lengths of id and source. */
const HEAD_BYTES = 30;

type Rooms = ReadonlyMap<string, Room>;

/** Rows of one table, column by column. Only added to. */
export class RowBlock {
  readonly ids: TextCells;
  readonly seqNos: Cells;
  readonly versions: Cells;
  readonly times: Cells;
  /** As received. */
  readonly sources: TextCells;
  readonly fields = new Map<string, ColumnBuilder>();
  #stored: TextCells | undefined;
  #needsFields = false;
  #bytes = 0;

  constructor(rooms: Rooms) {
    this.ids = new TextCells(rooms.get(SYSTEM_COLUMNS.id));
    this.sources = new TextCells(rooms.get(SYSTEM_COLUMNS.source));
    const room = rooms.get(SYSTEM_COLUMNS.seqNo);
    this.seqNos = createCells('UInt64', room);
    this.versions = createCells('UInt64', room);
    this.times = createCells('DateTime64(3)', room);
  }

  /** What its columns took. */
  rooms(): Rooms {
    const rooms = new Map<string, Room>([
      [SYSTEM_COLUMNS.id, this.ids.room],
      [SYSTEM_COLUMNS.source, this.sources.room],
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
    return isBare && this.#needsFields ? this.sources : (this.#stored ?? this.sources);
  }

  /** Adds the head of a row; gives its number. */
  add({ id, seqNo, version, source }: RowHead, timeMs: number, stored?: StoredPart): number {
    const index = this.ids.count;
    this.ids.push(id);
    this.seqNos.push(seqNo);
    this.versions.push(version);
    this.times.push(timeMs);
    this.sources.pushBytes(source);
    if (stored !== undefined) {
      this.#stored ??= copyOf(this.sources, index);
      this.#stored.pushBytes(stored.bytes);
      this.#needsFields = stored.needsFields;
    } else {
      this.#stored?.pushBytes(source);
    }
    return index;
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
export const sourceOf = ({ block, index }: Row): Buffer => block.sources.textAt(index);

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
    const index = block.add(head, row.timeMs, this.#storedPart(head, row));
    let bytes = HEAD_BYTES + head.id.length + head.source.length;
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

  /** What is stored of a source that is not stored as it was received. */
  #storedPart({ source }: RowHead, { stored, values }: DocumentRow): StoredPart | undefined {
    if (stored !== undefined) {
      return { bytes: Buffer.from(stored.text, 'utf8'), needsFields: stored.needsFields };
    }
    const bytes = this.#cutsMessages ? cutMessage(source, values.get(MESSAGE_COLUMN)) : undefined;
    return bytes && { bytes, needsFields: true };
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
