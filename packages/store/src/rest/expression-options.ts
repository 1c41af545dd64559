import type { IndexEntry } from '../index/index-entry.ts';
import type { ResolveOptions } from '../index/target.ts';
import { resolveOptions } from './parameters.ts';
import type { RestRequest, Store } from './route.ts';

/** Parameters of the APIs that manage indices. */
export const ADMIN_PARAMETERS = [
  'ignore_unavailable',
  'allow_no_indices',
  'expand_wildcards',
  'master_timeout',
  'cluster_manager_timeout',
  'timeout',
  'local',
];

/** Indices that the path of a request names; wildcards stand for open ones, closed ones do not exist here. */
export function requestedIndices(
  { part, parameters }: RestRequest,
  store: Store,
  overrides: Partial<ResolveOptions> = {},
): readonly IndexEntry[] {
  return store.catalog.expand(part('index') ?? '_all', {
    ...resolveOptions(parameters),
    ...overrides,
  });
}
