import { errors } from '@longshore/common/errors';
import { checkIndexBlocks } from '../index/index-blocks.ts';
import type { IndexEntry } from '../index/index-entry.ts';
import type { Store } from './route.ts';

/** The one index that a name of a document request stands for. */
export function oneIndex(store: Store, name: string): IndexEntry {
  const found = store.catalog.expand(name, {
    ignoreUnavailable: false,
    allowNoIndices: false,
    expandWildcards: new Set(['none']),
  });
  const [first, ...others] = found;
  if (!first) {
    throw errors.indexNotFound(name);
  }
  if (others.length > 0) {
    const names = found.map((entry) => entry.name).join(', ');
    throw errors.illegalArgument(
      `alias [${name}] has more than one index associated with it [${names}], can't execute a single index op`,
    );
  }
  if (first.isClosed) {
    throw errors.indexClosed(first.name, first.uuid);
  }
  checkIndexBlocks(first, 'read');
  return first;
}
