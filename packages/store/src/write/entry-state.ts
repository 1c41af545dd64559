import { type Entry, isDelete } from './entry.ts';
import type { StoredDocument, WriteResult } from './operation.ts';
import { sourceOf } from './row-block.ts';
import { type DocumentState, PRIMARY_TERM } from './versions.ts';
import type { DocumentSource, SourceRules } from './writer.ts';

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

/** The document that an operation leaves, as it will be read from the engine; undefined for a delete. */
export function documentOf(
  { id, version, seqNo, routing, row }: Entry,
  rules: SourceRules | undefined,
): StoredDocument | undefined {
  if (row === undefined) {
    return undefined;
  }
  const head = { id, version, seqNo, primaryTerm: PRIMARY_TERM, routing };
  const received = sourceOf(row);
  return rules === undefined
    ? { ...head, source: received, indexed: received }
    : { ...head, ...sourceBytes(rules.preview(received)) };
}

/** A document's texts as bytes. */
export function sourceBytes({ source, indexed }: DocumentSource) {
  const bytes = Buffer.from(indexed, 'utf8');
  if (source === undefined || source === indexed) {
    return { source: source === undefined ? undefined : bytes, indexed: bytes };
  }
  return { source: Buffer.from(source, 'utf8'), indexed: bytes };
}
