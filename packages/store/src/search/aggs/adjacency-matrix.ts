import { errors } from '@longshore/common/errors';
import { int, sql } from '../../sql/sql.ts';
import { allOf } from '../predicate.ts';
import type { Query } from '../query.ts';
import type { BucketAggType } from './agg-type.ts';
import { positions } from './filters.ts';

interface AdjacencyMatrix {
  readonly filters: readonly { readonly name: string; readonly query: Query }[];
  readonly separator: string;
}

const FILTERS_MAX = 100;

/** A bucket for each filter and each pair of them that documents are in both of. */
export const adjacencyMatrix: BucketAggType<AdjacencyMatrix> = {
  name: 'adjacency_matrix',
  kind: 'bucket',
  parse(reader, { parseQuery }) {
    const given = Object.entries(reader.optionalObject('filters') ?? {});
    if (given.length === 0 || given.length > FILTERS_MAX) {
      throw errors.illegalArgument(
        `Number of filters must be between 1 and ${FILTERS_MAX}, but was [${given.length}]: [adjacency_matrix]`,
      );
    }
    const filters = given
      .map(([name, body]) => ({ name, query: parseQuery(body) }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    return { filters, separator: reader.optionalString('separator') ?? '&' };
  },
  queries: ({ filters }) => filters.map(({ query }) => query),
  plan({ filters, separator }) {
    const cells = filters.flatMap(({ name }, i) => [
      { key: name, of: [i] },
      ...filters.slice(i + 1).map((other, j) => ({
        key: `${name}${separator}${other.name}`,
        of: [i, i + 1 + j],
      })),
    ]);
    return {
      typedName: 'adjacency_matrix',
      key: ({ context }) => {
        const conditions = filters.map(({ query }) => context.compile(query));
        return positions(cells.map(({ of }) => allOf(of.flatMap((i) => conditions[i] ?? []))));
      },
      keyLiteral: (key) => sql`${int(Number(key))}`,
      buckets: (rows) =>
        cells.flatMap(({ key }, position) => {
          const row = rows.find((one) => Number(one.key) === position);
          return row === undefined ? [] : [{ row, docCount: row.docCount, members: { key } }];
        }),
      answer: (buckets) => ({ buckets: buckets.map(({ json }) => json) }),
    };
  },
};
