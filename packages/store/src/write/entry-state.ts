import { type Entry, isDelete } from './entry.ts';
import type { StoredDocument, WriteResult } from './operation.ts';
import { sourceOf } from './row-block.ts';
import { type DocumentState, PRIMARY_TERM } from './versions.ts';

/** What an operation leaves, wherever it is now. */
export function stateOf(state: DocumentState | Entry): DocumentState {
  return 'base' in state
    ? { seqNo: state.seqNo, version: state.version, isDeleted: isDelete(state) }
    : state;
}

/** What the engine has of an id before its next operation. */
export function baseOf(state: DocumentState | Entry | undefined): Entry['base'] {
  if (state === undefined) {
    return 'none';
  }
  if ('base' in state) {
    return state;
  }
  return state.isDeleted ? 'none' : state.seqNo;
}

/** The answer to an operation. */
export function resultOf(
  { id, version, seqNo }: Entry,
  result: WriteResult['result'],
): WriteResult {
  return { id, result, version, seqNo, primaryTerm: PRIMARY_TERM };
}

/** The document that an operation leaves; undefined for a delete. */
export function documentOf({
  id,
  version,
  seqNo,
  routing,
  row,
}: Entry): StoredDocument | undefined {
  return row && { id, version, seqNo, primaryTerm: PRIMARY_TERM, routing, source: sourceOf(row) };
}
