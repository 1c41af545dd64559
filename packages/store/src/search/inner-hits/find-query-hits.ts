import { documentKey, type FoundHit } from '../hits.ts';
import type { Branch } from '../plan.ts';
import type { Query } from '../query.ts';
import type { Run } from '../run.ts';
import { findNestedHits, type ShownInnerHits } from './find-nested-hits.ts';
import { nestedInnerHits } from './inner-hits-request.ts';

/** `inner_hits` that nested queries ask for, by `documentKey`. Nothing is read where none do. */
export async function findQueryHits(
  query: Query,
  hits: readonly FoundHit[],
  { branches, run }: { readonly branches: readonly Branch[]; readonly run: Run },
): Promise<ReadonlyMap<string, ShownInnerHits>> {
  const found = new Map<string, ShownInnerHits>();
  const wanted = nestedInnerHits(query);
  if (wanted.size === 0) {
    return found;
  }
  for (const branch of branches) {
    const own = hits.filter(({ row }) => row.ordinal === branch.ordinal);
    if (own.length > 0) {
      for (const [seqNo, shown] of await findNestedHits(wanted, own, { branch, run })) {
        found.set(documentKey({ ordinal: branch.ordinal, seqNo }), shown);
      }
    }
  }
  return found;
}
