import { BY_QUERY_ROUTES } from './by-query/routes.ts';
import { CAT_ROUTES } from './cat/routes.ts';
import { CLUSTER_ROUTES } from './cluster/routes.ts';
import { DOCUMENTS_ROUTES } from './documents/routes.ts';
import { INDICES_ROUTES } from './indices/routes.ts';
import { INGEST_ROUTES } from './ingest/routes.ts';
import { ISM_ROUTES } from './ism/routes.ts';
import type { RestRoute } from './route.ts';
import { SCRIPTS_ROUTES } from './scripts/routes.ts';
import { SEARCH_ROUTES } from './search/routes.ts';
import { TABLE_ROUTES } from './tables/routes.ts';
import { TASK_ROUTES } from './tasks/routes.ts';

/** APIs that belong together. */
interface RouteGroup {
  readonly title: string;
  readonly routes: readonly RestRoute[];
}

/** All APIs, by what they are about. A new one is a file and a word in the list of its folder. */
export const ROUTE_GROUPS: readonly RouteGroup[] = [
  { title: 'Documents', routes: DOCUMENTS_ROUTES },
  { title: 'Scripts', routes: SCRIPTS_ROUTES },
  { title: 'Search', routes: SEARCH_ROUTES },
  { title: 'SQL and ES|QL', routes: TABLE_ROUTES },
  { title: 'By query, and reindex', routes: BY_QUERY_ROUTES },
  { title: 'Tasks', routes: TASK_ROUTES },
  { title: 'Indices, aliases, templates and data streams', routes: INDICES_ROUTES },
  { title: 'Index State Management', routes: ISM_ROUTES },
  { title: 'Ingest pipelines', routes: INGEST_ROUTES },
  { title: 'Cluster and node', routes: CLUSTER_ROUTES },
  { title: 'Tables of text (cat)', routes: CAT_ROUTES },
];

/** Every API of the store. */
export const ROUTES: readonly RestRoute[] = ROUTE_GROUPS.flatMap(({ routes }) => routes);
