import type { SearchClient } from './search-client.ts';
import type { IndexedSearch, SearchAnswer } from './search-types.ts';

/** Sends named searches as one `_msearch` and gives the answers by the same names. */
export async function searchNamed<S extends Readonly<Record<string, IndexedSearch>>>(
  client: Pick<SearchClient, 'msearch'>,
  searches: S,
  signal?: AbortSignal,
): Promise<Readonly<Record<keyof S, SearchAnswer>>> {
  const answers = await client.msearch(Object.values(searches), signal);
  const named = Object.keys(searches).map((name, index) => [name, answers[index]]);
  return Object.fromEntries(named) as Record<keyof S, SearchAnswer>;
}
