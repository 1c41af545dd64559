import type { SqlCatalog } from '../../tables/sql/run-sql.ts';
import type { Store } from '../route.ts';
import type { OpenedSearches } from './table-searches.ts';

const LISTED = {
  ignoreUnavailable: true,
  allowNoIndices: true,
  expandWildcards: new Set(['open'] as const),
};

/** What statements see of a store. */
export const sqlCatalog = (
  { node, catalog }: Pick<Store, 'node' | 'catalog'>,
  { resolve }: OpenedSearches,
): SqlCatalog => ({
  clusterName: node.clusterName,
  resolve,
  tables: () =>
    catalog
      .expandNames('*', LISTED)
      .map(({ name, kind }) => ({ name, isAlias: kind === 'alias' }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
});
