import type { RestRoute } from '../route.ts';
import { clusterHealth } from './cluster-health.ts';
import { getClusterSettings, putClusterSettings } from './cluster-settings.ts';
import { info, license, xpack } from './info.ts';
import { nodes, nodesIngest } from './nodes.ts';
import { selfStats } from './self-stats.ts';

/** APIs of the cluster and its one node. */
export const CLUSTER_ROUTES: readonly RestRoute[] = [
  getClusterSettings,
  putClusterSettings,
  clusterHealth,
  info,
  license,
  xpack,
  nodes,
  nodesIngest,
  selfStats,
];
