import { LongshoreError } from '@longshore/common/errors';
import type { SqlCatalog } from '../../tables/sql/run-sql.ts';
import type { Store } from '../route.ts';

const OPTIONS = {
  ignoreUnavailable: false,
  allowNoIndices: true,
  expandWildcards: new Set(['open'] as const),
};

/** What statements see of a store. */
export function sqlCatalog(store: Store): SqlCatalog {
  return {
    clusterName: store.node.clusterName,
    resolve: async (expression) => {
      const indices = store.catalog.resolve(expression, OPTIONS);
      if (indices.length === 0) {
        throw new LongshoreError(
          'verification_exception',
          400,
          `Found 1 problem\nline 1:1: Unknown index [${expression}]`,
        );
      }
      await store.writer.settled(indices.map(({ uuid }) => uuid));
      return indices;
    },
    tables: () =>
      store.catalog
        .expandNames('*', OPTIONS)
        .map(({ name, kind }) => ({ name, isAlias: kind === 'alias' }))
        .sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}
