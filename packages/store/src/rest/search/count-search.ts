import { type JsonObject, jsonText } from '@longshore/common/json';
import type { SearchIndex } from '../../index/target.ts';
import type { Store } from '../route.ts';

/** Counts a search in each index that it was for, and in the groups that its body names in `stats`. */
export function countSearch(
  { catalog }: Pick<Store, 'catalog'>,
  target: readonly SearchIndex[],
  { stats }: JsonObject,
  took: unknown,
): void {
  const groups = Array.isArray(stats) ? stats.map(jsonText) : [];
  for (const { uuid } of target) {
    catalog.indexByUuid(uuid)?.activity.searched(Number(took), groups);
  }
}
