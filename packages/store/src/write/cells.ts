/** A value of a column that is none of its lists. */
export type CellValue = string | number | boolean;

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
  push(value: CellValue): number | undefined;
  /** Adds what stands in the place of a missing value. */
  pushDefault(): void;
  /** The bytes of some values. They stay as they are, whatever is added later. */
  slice(from: number, to: number): Uint8Array;
}
