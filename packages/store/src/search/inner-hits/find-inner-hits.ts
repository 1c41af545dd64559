import { documentKey, type FoundHit } from '../hits.ts';
import type { Branch } from '../plan.ts';
import type { Run } from '../run.ts';
import type { SearchRequest } from '../search-request.ts';
import { findCollapsedHits } from './find-collapsed-hits.ts';
import type { ShownInnerHits } from './find-nested-hits.ts';
import { findQueryHits } from './find-query-hits.ts';

/** `inner_hits` of the hits of a search, by `documentKey`: of nested queries in its query, and of the groups of hits. */
export async function findInnerHits(
  request: Pick<SearchRequest, 'query' | 'collapse'>,
  hits: readonly FoundHit[],
  search: { readonly branches: readonly Branch[]; readonly run: Run },
): Promise<ReadonlyMap<string, ShownInnerHits>> {
  const rows = hits.map(({ row }) => row);
  const [ofQuery, ofGroups] = await Promise.all([
    findQueryHits(request.query, hits, search),
    findCollapsedHits(request, rows, search),
  ]);
  if (ofGroups.size === 0) {
    return ofQuery;
  }
  const keys = rows.map(documentKey);
  return new Map(keys.map((key) => [key, { ...ofQuery.get(key), ...ofGroups.get(key) }]));
}
