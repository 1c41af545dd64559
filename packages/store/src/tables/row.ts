import type { ColumnType, Value } from './value.ts';

/** A column of a table. */
export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  /** Of a field: its type in the mapping. */
  readonly mapped?: string;
  /** Why it has no values, if it has none. */
  readonly problem?: string;
}

export type Row = readonly Value[];

/** Rows with the same columns. */
export interface Table {
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
}
