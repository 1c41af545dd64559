import { errors, LongshoreError } from '@longshore/common/errors';
import { aliasOwners, writerOf } from './index/alias-owners.ts';
import type { IndexCatalog } from './index/catalog.ts';
import type { IndexEntry } from './index/index-entry.ts';

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

/** An index that exists and may take the write. */
export function findForWrite(
  catalog: IndexCatalog,
  name: string,
  target: WriteTarget,
): IndexEntry | undefined {
  const index = catalog.index(name);
  if (index) {
    refuseWrongKind(name, 'index', target);
    return index;
  }
  const stream = catalog.dataStream(name);
  if (stream) {
    refuseWrongKind(name, 'data stream', target);
    return catalog.index(stream.indices.at(-1) ?? '');
  }
  const owners = aliasOwners(catalog, name);
  if (owners.length === 0) {
    return undefined;
  }
  const writer = writerOf(name, owners);
  if (!writer) {
    throw errors.illegalArgument(
      `no write index is defined for alias [${name}]. The write index may be explicitly disabled using is_write_index=false or the alias points to multiple indices without one being designated as a write index`,
    );
  }
  const kind = writer.stream ? 'data stream' : 'index';
  refuseWrongKind(name, kind, { ...target, requiresAlias: false });
  return writer.entry;
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
