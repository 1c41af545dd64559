import { errors, type LongshoreError } from '@longshore/common/errors';
import type { WriteOperation } from './operation.ts';

/** There is one writer and no election: the primary term never changes. */
export const PRIMARY_TERM = 1;

/** The last operation on an id, as far as it is remembered. */
export interface DocumentState {
  readonly seqNo: number;
  readonly version: number;
  readonly isDeleted: boolean;
}

export interface Decision {
  readonly version: number;
  readonly result: 'created' | 'updated' | 'deleted' | 'not_found';
}

/** What an operation asks for, whatever it writes. */
type Asked = Pick<WriteOperation, 'ifPrimaryTerm' | 'ifSeqNo' | 'kind' | 'version' | 'versionType'>;

/** What an operation does to a document, or the conflict that it meets; by the rules and words of Elasticsearch. */
export function decide(
  operation: Asked & { readonly id: string },
  current: DocumentState | undefined,
): Decision | LongshoreError {
  const live = current?.isDeleted === true ? undefined : current;
  const conflict =
    createConflict(operation, live) ??
    seqNoConflict(operation, live) ??
    internalConflict(operation, live) ??
    externalConflict(operation, current);
  if (conflict !== undefined) {
    return errors.versionConflict(operation.id, conflict);
  }
  const given = operation.versionType === 'internal' ? undefined : operation.version;
  const version = given ?? (current?.version ?? 0) + 1;
  if (operation.kind === 'delete') {
    return { version, result: live === undefined ? 'not_found' : 'deleted' };
  }
  return { version, result: live === undefined ? 'created' : 'updated' };
}

function createConflict({ kind }: Asked, live: DocumentState | undefined): string | undefined {
  return kind === 'create' && live !== undefined
    ? `document already exists (current version [${live.version}])`
    : undefined;
}

function seqNoConflict(
  { ifSeqNo, ifPrimaryTerm = PRIMARY_TERM }: Asked,
  live: DocumentState | undefined,
): string | undefined {
  if (ifSeqNo === undefined || (live?.seqNo === ifSeqNo && ifPrimaryTerm === PRIMARY_TERM)) {
    return undefined;
  }
  const required = `required seqNo [${ifSeqNo}], primary term [${ifPrimaryTerm}].`;
  return live === undefined
    ? `${required} but no document was found`
    : `${required} current document has seqNo [${live.seqNo}] and primary term [${PRIMARY_TERM}]`;
}

/** The version that the document must have. */
function internalConflict(
  { version, versionType }: Asked,
  live: DocumentState | undefined,
): string | undefined {
  if (versionType !== 'internal' || version === undefined || live?.version === version) {
    return undefined;
  }
  return live === undefined
    ? `document does not exist (expected version [${version}])`
    : `current version [${live.version}] is different than the one provided [${version}]`;
}

/** External versions also count for documents that were deleted a moment ago. */
function externalConflict(
  { version, versionType = 'external' }: Asked,
  current: DocumentState | undefined,
): string | undefined {
  if (version === undefined || current === undefined || versionType === 'internal') {
    return undefined;
  }
  if (versionType === 'external_gte') {
    return current.version > version
      ? `current version [${current.version}] is higher than the one provided [${version}]`
      : undefined;
  }
  return current.version >= version
    ? `current version [${current.version}] is higher or equal to the one provided [${version}]`
    : undefined;
}
