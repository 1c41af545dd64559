import type { Column } from '../index/column.ts';
import type { Cells, Room } from './cells.ts';
import { createCells } from './column-cells.ts';
import type { ColumnValue } from './document-values.ts';

const ROWS_MIN = 64;
/** Of an offset or a null flag. */
const ROW_BYTES = 1;

/** The values of one field, row after row, while documents are mapped. Rows without one need not be named. */
export class ColumnBuilder {
  readonly column: Column;
  readonly cells: Cells;
  #rows = 0;
  /** Of a list: where the values of each row end. Of others: 1 where a row has none. */
  #marks: Uint32Array;

  constructor(column: Column, room?: Room) {
    this.column = column;
    this.cells = createCells(column.type, room);
    this.#marks = new Uint32Array(Math.max(ROWS_MIN, room?.count ?? 0));
  }

  get rows(): number {
    return this.#rows;
  }

  /** Sets the value of a row, which none after it may have. Gives about the bytes that it takes. */
  put(row: number, value: NonNullable<ColumnValue>): number {
    this.fill(row);
    this.#grow();
    return this.column.list ? this.#putList(value) : this.#putOne(value);
  }

  /** Gives all rows below one a place. */
  fill(rows: number): void {
    while (this.#rows < rows) {
      this.#grow();
      this.#endRow(true);
    }
  }

  /** Whether a row has no value, of a column that is no list. */
  isNull(row: number): boolean {
    return this.#marks[row] !== 0;
  }

  /** Where the values of a row of a list begin, counted in values. */
  listStart(row: number): number {
    return row === 0 ? 0 : (this.#marks[row - 1] ?? 0);
  }

  #putList(value: NonNullable<ColumnValue>): number {
    let bytes = ROW_BYTES;
    for (const member of typeof value === 'object' ? value : [value]) {
      bytes += this.cells.push(member) ?? 0;
    }
    this.#endRow(false);
    return bytes;
  }

  #putOne(value: NonNullable<ColumnValue>): number {
    const bytes = typeof value === 'object' ? undefined : this.cells.push(value);
    this.#endRow(bytes === undefined);
    return ROW_BYTES + (bytes ?? 0);
  }

  #endRow(isNull: boolean): void {
    if (this.column.list) {
      this.#marks[this.#rows] = this.cells.count;
    } else {
      this.#marks[this.#rows] = isNull ? 1 : 0;
      if (isNull) {
        this.cells.pushDefault();
      }
    }
    this.#rows += 1;
  }

  #grow(): void {
    if (this.#rows === this.#marks.length) {
      const grown = new Uint32Array(2 * this.#rows);
      grown.set(this.#marks);
      this.#marks = grown;
    }
  }
}
