import type { NativeRows } from '../engine/engine.ts';
import { type Column, ROUTING_COLUMN, SYSTEM_COLUMNS } from '../index/column.ts';
import type { Cells } from './cells.ts';
import type { ColumnBuilder } from './column-builder.ts';
import { defaultCells, SENT_TYPES } from './column-cells.ts';
import type { Row, RowBlock } from './row-block.ts';
import { writeVaruint } from './text-cells.ts';

const OFFSET_BYTES = 8;
const VARUINT_BYTES_MAX = 5;
const TWO_POW_32 = 2 ** 32;

/** Rows of a block that follow each other. */
interface Run {
  readonly block: RowBlock;
  readonly from: number;
  to: number;
}

/** A column as it is sent: its name, its type, its bytes in pieces. */
export interface SentColumn {
  readonly name: string;
  readonly type: string;
  readonly pieces: readonly Uint8Array[];
}

/** Rows as one block in ClickHouse's format Native, their values not copied; with `isBare` without their fields, but with what no source says. */
export function encodeNative(rows: readonly Row[], isBare = false): NativeRows {
  const runs = runsOf(rows);
  const fields = fieldColumns(
    runs,
    isBare ? ({ name }) => name === ROUTING_COLUMN.name : undefined,
  );
  return encodeBlock([...systemColumns(runs, isBare), ...fields], rows.length);
}

/** Columns of so many rows as one block. */
export function encodeBlock(columns: readonly SentColumn[], rows: number): NativeRows {
  const pieces: Uint8Array[] = [numbers(columns.length, rows)];
  for (const column of columns) {
    pieces.push(text(column.name), text(column.type), ...column.pieces);
  }
  return { columns: columns.map(({ name, type }) => ({ name, type })), pieces };
}

function runsOf(rows: readonly Row[]): readonly Run[] {
  const runs: Run[] = [];
  let last: Run | undefined;
  for (const { block, index } of rows) {
    if (last !== undefined && last.block === block && last.to === index) {
      last.to += 1;
    } else {
      last = { block, from: index, to: index + 1 };
      runs.push(last);
    }
  }
  return runs;
}

function systemColumns(runs: readonly Run[], isBare: boolean): readonly SentColumn[] {
  const whole = (name: string, type: string, cells: (block: RowBlock) => Cells): SentColumn => ({
    name,
    type,
    pieces: runs.map(({ block, from, to }) => cells(block).slice(from, to)),
  });
  return [
    whole(SYSTEM_COLUMNS.id, SENT_TYPES.String, ({ ids }) => ids),
    whole(SYSTEM_COLUMNS.seqNo, SENT_TYPES.UInt64, ({ seqNos }) => seqNos),
    whole(SYSTEM_COLUMNS.version, SENT_TYPES.UInt64, ({ versions }) => versions),
    whole(SYSTEM_COLUMNS.source, SENT_TYPES.String, (block) => block.storedSources(isBare)),
    whole(SYSTEM_COLUMNS.time, SENT_TYPES['DateTime64(3)'], ({ times }) => times),
  ];
}

function fieldColumns(
  runs: readonly Run[],
  isWanted: (column: Column) => boolean = () => true,
): readonly SentColumn[] {
  const columns = new Map<string, Column>();
  for (const { block } of runs) {
    for (const { column } of block.fields.values()) {
      columns.set(column.name, column);
    }
  }
  return [...columns.values()].filter(isWanted).map((column) => ({
    name: column.name,
    type: `${column.list ? 'Array' : 'Nullable'}(${SENT_TYPES[column.type]})`,
    pieces: column.list ? listPieces(runs, column) : scalarPieces(runs, column),
  }));
}

/** First where there are nulls, then the values of all rows. */
function scalarPieces(runs: readonly Run[], { name, type }: Column): readonly Uint8Array[] {
  const nulls: Uint8Array[] = [];
  const values: Uint8Array[] = [];
  for (const { block, from, to } of runs) {
    const builder = block.fields.get(name);
    if (builder === undefined) {
      nulls.push(new Uint8Array(to - from).fill(1));
      values.push(defaultCells(type, to - from));
    } else {
      builder.fill(to);
      nulls.push(nullsOf(builder, from, to));
      values.push(builder.cells.slice(from, to));
    }
  }
  return [...nulls, ...values];
}

function nullsOf(builder: ColumnBuilder, from: number, to: number): Uint8Array {
  const nulls = new Uint8Array(to - from);
  for (let row = from; row < to; row += 1) {
    nulls[row - from] = builder.isNull(row) ? 1 : 0;
  }
  return nulls;
}

/** First where the values of each row end, then the values. */
function listPieces(runs: readonly Run[], column: Column): readonly Uint8Array[] {
  const ends: number[] = [];
  const values: Uint8Array[] = [];
  for (const { block, from, to } of runs) {
    const before = ends.at(-1) ?? 0;
    const builder = block.fields.get(column.name);
    const scalar = block.fields.get(column.promotedFrom ?? '');
    if (builder !== undefined) {
      builder.fill(to);
      const start = builder.listStart(from);
      for (let row = from; row < to; row += 1) {
        ends.push(before + builder.listStart(row + 1) - start);
      }
      values.push(builder.cells.slice(start, builder.listStart(to)));
    } else if (scalar !== undefined) {
      values.push(...scalarsAsLists({ scalar, from, to }, ends));
    } else {
      for (let row = from; row < to; row += 1) {
        ends.push(before);
      }
    }
  }
  return [offsets(ends), ...values];
}

/** Rows from before their field became a list: each value is a list of one. */
function scalarsAsLists(
  {
    scalar,
    from,
    to,
  }: { readonly scalar: ColumnBuilder; readonly from: number; readonly to: number },
  ends: number[],
): readonly Uint8Array[] {
  const values: Uint8Array[] = [];
  let end = ends.at(-1) ?? 0;
  scalar.fill(to);
  for (let row = from; row < to; row += 1) {
    if (!scalar.isNull(row)) {
      end += 1;
      values.push(scalar.cells.slice(row, row + 1));
    }
    ends.push(end);
  }
  return values;
}

function offsets(ends: readonly number[]): Uint8Array {
  const halves = new Uint32Array((ends.length * OFFSET_BYTES) / Uint32Array.BYTES_PER_ELEMENT);
  for (const [row, end] of ends.entries()) {
    halves[2 * row] = end;
    halves[2 * row + 1] = Math.floor(end / TWO_POW_32);
  }
  return new Uint8Array(halves.buffer);
}

function numbers(...values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(values.length * VARUINT_BYTES_MAX);
  let at = 0;
  for (const value of values) {
    at = writeVaruint(bytes, at, value);
  }
  return bytes.subarray(0, at);
}

function text(value: string): Uint8Array {
  const bytes = Buffer.from(value, 'utf8');
  return Buffer.concat([numbers(bytes.length), bytes]);
}
