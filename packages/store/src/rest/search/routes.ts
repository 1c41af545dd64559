import type { RestRoute } from '../route.ts';
import { count } from './count.ts';
import { fieldCaps } from './field-caps.ts';
import { msearch } from './msearch.ts';
import { search } from './search.ts';
import { validateQuery } from './validate-query.ts';

/** APIs that search. */
export const SEARCH_ROUTES: readonly RestRoute[] = [
  count,
  fieldCaps,
  msearch,
  search,
  validateQuery,
];
