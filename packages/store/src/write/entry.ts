import type { DocumentRow } from './operation.ts';
import type { Logged } from './translog.ts';
import type { TranslogRecord } from './translog-format.ts';

/** An operation that the engine does not have yet. */
export interface Entry extends TranslogRecord, Logged {
  /** Undefined for a delete. */
  readonly row: DocumentRow | undefined;
  /**
   * What the engine's table has of this id when this operation reaches it: nothing, a row to be deleted, or what
   * the operation before leaves there.
   */
  base: 'none' | 'row' | Entry;
}

const ENTRY_BYTES = 400;
const VALUE_BYTES = 60;

/** About what an entry takes in memory. */
export function entryBytes({ source, row }: Entry): number {
  return ENTRY_BYTES + source.length + (row?.values.size ?? 0) * VALUE_BYTES;
}
