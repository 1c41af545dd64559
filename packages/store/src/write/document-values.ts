/** A value as the engine takes it: epoch ms for dates, texts for addresses and big integers. */
export type ColumnValue = string | number | boolean | null | readonly (string | number | boolean)[];

/**
 * A document's values by column, in order. It does what a map would; but a map takes most of the memory that mapping a
 * document takes, and is looked into only for the few columns that may have a value already.
 */
export class DocumentValues implements Iterable<readonly [string, ColumnValue]> {
  readonly #columns: string[] = [];
  readonly #values: ColumnValue[] = [];

  static from(entries: Iterable<readonly [string, ColumnValue]>): DocumentValues {
    const values = new DocumentValues();
    for (const [column, value] of entries) {
      values.set(column, value);
    }
    return values;
  }

  get size(): number {
    return this.#columns.length;
  }

  /** The name of the column at a place below `size`. */
  columnAt(place: number): string {
    return this.#columns[place] ?? '';
  }

  valueAt(place: number): ColumnValue {
    return this.#values[place] ?? null;
  }

  get(column: string): ColumnValue | undefined {
    return this.#values[this.#columns.indexOf(column)];
  }

  has(column: string): boolean {
    return this.#columns.includes(column);
  }

  /** Adds a column that is not there yet. */
  add(column: string, value: ColumnValue): void {
    this.#columns.push(column);
    this.#values.push(value);
  }

  set(column: string, value: ColumnValue): void {
    const place = this.#columns.indexOf(column);
    if (place < 0) {
      this.add(column, value);
    } else {
      this.#values[place] = value;
    }
  }

  *[Symbol.iterator](): Iterator<readonly [string, ColumnValue]> {
    for (let place = 0; place < this.size; place += 1) {
      yield [this.columnAt(place), this.valueAt(place)];
    }
  }
}
