import type { SearchRequest } from '../../search/search-request.ts';
import { type Parameters, resolveOptions } from '../parameters.ts';
import type { Store } from '../route.ts';

/** The search with the names in its `indices_boost` replaced by those of the indices that they stand for. */
export function withResolvedBoosts(
  search: SearchRequest,
  { catalog }: Pick<Store, 'catalog'>,
  parameters: Parameters,
): SearchRequest {
  if (search.indicesBoost.length === 0) {
    return search;
  }
  const options = resolveOptions(parameters);
  const indicesBoost = search.indicesBoost.flatMap(({ name, boost }) =>
    catalog.resolve(name, options).map((index) => ({ name: index.name, boost })),
  );
  return { ...search, indicesBoost };
}
