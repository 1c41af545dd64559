import { BY_QUERY_ROUTES } from './by-query/routes.ts';
import { CAT_ROUTES } from './cat/routes.ts';
import { CLUSTER_ROUTES } from './cluster/routes.ts';
import { DOCUMENTS_ROUTES } from './documents/routes.ts';
import { INDICES_ROUTES } from './indices/routes.ts';
import { INGEST_ROUTES } from './ingest/routes.ts';
import type { RestRoute } from './route.ts';
import { SCRIPTS_ROUTES } from './scripts/routes.ts';
import { SEARCH_ROUTES } from './search/routes.ts';
import { TASK_ROUTES } from './tasks/routes.ts';

/** Every API of the store. A new one is a file and a word in the list of its folder. */
export const ROUTES: readonly RestRoute[] = [
  ...DOCUMENTS_ROUTES,
  ...SCRIPTS_ROUTES,
  ...SEARCH_ROUTES,
  ...BY_QUERY_ROUTES,
  ...TASK_ROUTES,
  ...INDICES_ROUTES,
  ...INGEST_ROUTES,
  ...CLUSTER_ROUTES,
  ...CAT_ROUTES,
];
