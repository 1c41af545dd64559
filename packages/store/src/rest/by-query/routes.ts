import type { RestRoute } from '../route.ts';
import { deleteByQuery } from './delete-by-query.ts';
import { reindex } from './reindex.ts';
import { rethrottle } from './rethrottle.ts';
import { updateByQuery } from './update-by-query.ts';

/** APIs that write all documents that a search finds. */
export const BY_QUERY_ROUTES: readonly RestRoute[] = [
  deleteByQuery,
  reindex,
  rethrottle,
  updateByQuery,
];
