import { errors, LongshoreError } from '@longshore/common/errors';

/** What a write asks for. */
export interface WriteTarget {
  readonly name: string;
  /** A data stream only takes new documents. */
  readonly isCreate: boolean;
  readonly requiresAlias: boolean;
  readonly requiresDataStream: boolean;
}

/** Throws when a write may not go to what its name stands for. */
export function refuseWrongKind(
  name: string,
  kind: 'index' | 'data stream',
  target: WriteTarget,
): void {
  if (target.requiresAlias) {
    throw noAlias(name);
  }
  if (kind === 'data stream' && !target.isCreate) {
    throw errors.illegalArgument(
      'only write ops with an op_type of create are allowed in data streams',
    );
  }
  if (kind === 'index' && target.requiresDataStream) {
    throw errors.indexNotFound(name);
  }
}

/** What is answered when a write has to go through an alias, and the name is none. */
export function noAlias(name: string): LongshoreError {
  return new LongshoreError(
    'index_not_found_exception',
    404,
    `no such index [${name}] and [require_alias] request flag is [true] and [${name}] is not an alias`,
    { details: errors.indexNotFound(name).details },
  );
}
