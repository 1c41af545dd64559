import type { JsonObject } from '@longshore/common/json';
import type { IndexEntry } from '../../index/index-entry.ts';

/** An object with a member for each index, in the order of their names. */
export function byName(
  entries: readonly IndexEntry[],
  describeOne: (entry: IndexEntry) => unknown,
): JsonObject {
  const sorted = [...entries].sort((a, b) => (a.name < b.name ? -1 : 1));
  return Object.fromEntries(sorted.map((entry) => [entry.name, describeOne(entry)])) as JsonObject;
}
