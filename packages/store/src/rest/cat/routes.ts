import type { RestRoute } from '../route.ts';
import { catAliases } from './cat-aliases.ts';
import { catAllocation } from './cat-allocation.ts';
import { catCount } from './cat-count.ts';
import { EMPTY_CAT_ROUTES } from './cat-empty.ts';
import { catHealth } from './cat-health.ts';
import { catHelp } from './cat-help.ts';
import { catIndices } from './cat-indices.ts';
import { catMaster, catNodeAttributes, catNodes } from './cat-nodes.ts';
import { catRecovery } from './cat-recovery.ts';
import { catSegments } from './cat-segments.ts';
import { catShards } from './cat-shards.ts';
import { catTasks } from './cat-tasks.ts';
import { catComponentTemplates, catTemplates } from './cat-templates.ts';
import { catThreadPool } from './cat-thread-pool.ts';
import { LIST_ROUTES } from './list.ts';

const TABLES: readonly RestRoute[] = [
  ...EMPTY_CAT_ROUTES,
  catAliases,
  catAllocation,
  catComponentTemplates,
  catCount,
  catHealth,
  catIndices,
  catMaster,
  catNodeAttributes,
  catNodes,
  catRecovery,
  catSegments,
  catShards,
  catTasks,
  catTemplates,
  catThreadPool,
];

/** APIs that answer as tables of text. */
export const CAT_ROUTES: readonly RestRoute[] = [...TABLES, catHelp(TABLES), ...LIST_ROUTES];
