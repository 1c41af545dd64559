import type { NativeRows } from '../engine/engine.ts';
import { createCells, SENT_TYPES } from './column-cells.ts';
import { encodeBlock } from './native-rows.ts';

/** What a table of ids has of an operation, beside whether it is a delete. */
export interface IdOperation {
  readonly id: string;
  readonly isGeneratedId: boolean;
  readonly seqNo: number;
  readonly version: number;
}

/** Operations as one block in ClickHouse's format Native. */
export function encodeIds<T extends IdOperation>(
  operations: readonly T[],
  isDelete: (operation: T) => boolean,
): NativeRows {
  const ids = createCells('String');
  const seqNos = createCells('UInt64');
  const versions = createCells('UInt64');
  const deletions = createCells('Bool');
  for (const operation of operations) {
    ids.push(operation.id);
    seqNos.push(operation.seqNo);
    versions.push(operation.version);
    deletions.push(isDelete(operation));
  }
  const column = (name: string, type: string, cells: typeof ids) => ({
    ...{ name, type },
    pieces: [cells.slice(0, operations.length)],
  });
  return encodeBlock(
    [
      column('_id', SENT_TYPES.String, ids),
      column('_seq', SENT_TYPES.UInt64, seqNos),
      column('_ver', SENT_TYPES.UInt64, versions),
      column('_deleted', SENT_TYPES.Bool, deletions),
    ],
    operations.length,
  );
}
