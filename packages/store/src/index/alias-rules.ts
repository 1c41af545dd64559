import { errors } from '@longshore/common/errors';
import { aliasOwners } from './alias-owners.ts';
import type { IndexCatalog } from './catalog.ts';
import type { IndexEntry, NewIndex } from './index-entry.ts';

type Names = Pick<IndexCatalog, 'aliased' | 'dataStream' | 'index'>;

/**
 * Throws when an index may not come with its aliases: each name has to stand for one thing, and for one write index.
 * What the new index takes the place of is none any more.
 */
export function checkAliasesOfNew(
  names: Names,
  { name, aliases }: Pick<NewIndex, 'aliases' | 'name'>,
  replaced?: IndexEntry,
): void {
  for (const [alias, { is_write_index: isWriting }] of Object.entries(aliases)) {
    if (alias === name) {
      throw nameTaken(alias);
    }
    checkAliasName(names, alias);
    if (isWriting === true) {
      const others = aliasOwners(names, alias).filter(
        ({ entry, aliases: theirs }) => entry !== replaced && theirs[alias]?.is_write_index,
      );
      checkWriteIndices(alias, [...others.map((owner) => owner.name), name]);
    }
  }
}

/** Throws when an index or a data stream is called so. */
export function checkAliasName(names: Names, alias: string): void {
  if (names.index(alias) || names.dataStream(alias)) {
    throw nameTaken(alias);
  }
}

/** Throws when an alias would send its writes to several indices. */
export function checkWriteIndices(alias: string, indices: readonly string[]): void {
  if (indices.length > 1) {
    throw errors.illegalState(
      `alias [${alias}] has more than one write index [${[...indices].sort().join(',')}]`,
    );
  }
}

const nameTaken = (alias: string) =>
  errors.invalidAliasName(alias, 'an index or data stream exists with the same name as the alias');
