import { errors } from '@longshore/common/errors';
import type { IndexEntry } from '../../index/index-entry.ts';
import { resolveOptions } from '../parameters.ts';
import { ok, type RestAnswer, type RestRequest, type Store } from '../route.ts';

/** Indices of a request to ISM, which may name them in the path or as a parameter; wildcards stand for all there are. */
export function ismIndices(
  { part, parameters }: RestRequest,
  { catalog }: Store,
): readonly IndexEntry[] {
  const expression = part('index') ?? parameters.text('index') ?? '';
  if (expression === '') {
    throw errors.illegalArgument('Missing indices');
  }
  return catalog.expand(expression, {
    ...resolveOptions(parameters),
    expandWildcards: new Set(['open', 'closed', 'hidden']),
  });
}

/** Changes each index, or says why not: one that is refused holds up no other. */
export async function changeEach(
  { catalog }: Store,
  entries: readonly IndexEntry[],
  /** Changes it, or gives the reason why it may not be. */
  change: (entry: IndexEntry) => string | undefined,
): Promise<RestAnswer> {
  const failed = entries.flatMap((entry) => {
    const reason = change(entry);
    if (reason === undefined) {
      catalog.save(entry);
      return [];
    }
    return [{ index_name: entry.name, index_uuid: entry.uuid, reason }];
  });
  await catalog.sync();
  return ok({
    updated_indices: entries.length - failed.length,
    failures: failed.length > 0,
    failed_indices: failed,
  });
}
