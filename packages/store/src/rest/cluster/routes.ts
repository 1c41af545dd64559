import type { RestRoute } from '../route.ts';
import { allocationExplain } from './allocation-explain.ts';
import { clusterHealth } from './cluster-health.ts';
import { clusterInfo } from './cluster-info.ts';
import { getClusterSettings, putClusterSettings } from './cluster-settings.ts';
import { clusterState } from './cluster-state.ts';
import { clusterStats } from './cluster-stats.ts';
import { danglingIndex, danglingIndices } from './dangling.ts';
import { deprecations } from './deprecations.ts';
import { healthReport } from './health-report.ts';
import { info } from './info.ts';
import {
  deleteLicense,
  license,
  licenseStatus,
  putLicense,
  startLicense,
  xpack,
} from './license.ts';
import { hotThreads, reloadSecureSettings } from './node-actions.ts';
import { nodeStats } from './node-stats.ts';
import { nodeUsage } from './node-usage.ts';
import { nodes } from './nodes.ts';
import { pendingTasks } from './pending-tasks.ts';
import { remoteInfo } from './remote-info.ts';
import { reroute } from './reroute.ts';
import { selfStats } from './self-stats.ts';
import { SNAPSHOT_ROUTES } from './snapshots.ts';
import { clearVotingExclusions, excludeFromVoting } from './voting-exclusions.ts';
import { xpackUsage } from './xpack-usage.ts';

/** APIs of the cluster and its one node. */
export const CLUSTER_ROUTES: readonly RestRoute[] = [
  allocationExplain,
  clearVotingExclusions,
  clusterHealth,
  clusterInfo,
  clusterState,
  clusterStats,
  danglingIndex,
  danglingIndices,
  deleteLicense,
  deprecations,
  excludeFromVoting,
  getClusterSettings,
  healthReport,
  hotThreads,
  info,
  license,
  licenseStatus,
  nodeStats,
  nodeUsage,
  nodes,
  pendingTasks,
  putClusterSettings,
  putLicense,
  reloadSecureSettings,
  remoteInfo,
  reroute,
  selfStats,
  ...SNAPSHOT_ROUTES,
  startLicense,
  xpack,
  xpackUsage,
];
