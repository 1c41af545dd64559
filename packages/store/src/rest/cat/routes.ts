import { catHealth } from '../cluster/cluster-health.ts';
import type { RestRoute } from '../route.ts';
import { catAliases } from './cat-aliases.ts';
import { catIndices } from './cat-indices.ts';

/** APIs that answer as tables of text. */
export const CAT_ROUTES: readonly RestRoute[] = [catAliases, catHealth, catIndices];
