import type { RestRoute } from '../route.ts';
import {
  asyncSearchStatus,
  deleteAsyncSearch,
  getAsyncSearch,
  submitAsyncSearch,
} from './async-search.ts';
import { count } from './count.ts';
import { explainDocument } from './explain.ts';
import { fieldCaps } from './field-caps.ts';
import { msearch } from './msearch.ts';
import {
  closePit,
  createPit,
  deleteAllPits,
  deletePits,
  listPits,
  openPit,
} from './point-in-time.ts';
import { clearScroll, scroll } from './scroll.ts';
import { search } from './search.ts';
import { searchShards } from './search-shards.ts';
import { msearchTemplate, renderSearchTemplate, searchTemplate } from './search-template.ts';
import { termsEnum } from './terms-enum.ts';
import { validateQuery } from './validate-query.ts';

/** APIs that search. */
export const SEARCH_ROUTES: readonly RestRoute[] = [
  asyncSearchStatus,
  clearScroll,
  closePit,
  count,
  createPit,
  deleteAllPits,
  deleteAsyncSearch,
  deletePits,
  explainDocument,
  fieldCaps,
  getAsyncSearch,
  listPits,
  msearch,
  msearchTemplate,
  openPit,
  renderSearchTemplate,
  scroll,
  search,
  searchShards,
  searchTemplate,
  submitAsyncSearch,
  termsEnum,
  validateQuery,
];
