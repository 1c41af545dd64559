import type { Row } from './row-block.ts';
import type { Logged } from './translog.ts';

/** An operation that the engine does not have yet. Small, since a hundred thousand of them may wait. */
export interface Entry extends Logged {
  readonly id: string;
  readonly isGeneratedId: boolean;
  readonly seqNo: number;
  readonly version: number;
  readonly routing: string | undefined;
  /** Undefined for a delete. */
  readonly row: Row | undefined;
  /** When it happened, in epoch ms (`@timestamp`, or what its data stream has for it); 0 if it does not say. */
  readonly timeMs: number;
  /**
   * What the engine's table has of this id when this operation reaches it: nothing, the row with a sequence number,
   * which is to be deleted, or what the operation before leaves there.
   */
  base: 'none' | number | Entry;
}

const ENTRY_BYTES = 300;

/** True for an operation that leaves no document. */
export const isDelete = ({ row }: Entry): boolean => row === undefined;

/** About what an entry takes in memory. */
export function entryBytes({ row }: Entry): number {
  return row === undefined ? ENTRY_BYTES : ENTRY_BYTES + row.bytes;
}
