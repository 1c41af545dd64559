import { type AlertGroup, listAlertGroups, listAlerts } from '@longshore/common/api/alerts';
import { queryOptions } from '@tanstack/react-query';
import { call } from './call.ts';

const BADGE_EVERY_MS = 15_000;

/** Alerts of one group that are shown; their kinds are told apart here, so that more are asked for. */
export const GROUP_ALERTS_MAX = 100;

/** The alerts of a range in groups, the newest first. */
export const alertGroupsQuery = (range: { readonly from: string; readonly to: string }) =>
  queryOptions({
    queryKey: ['alerts', 'groups', range],
    queryFn: ({ signal }) => call(listAlertGroups, range, signal),
  });

/** The alerts of the last 24 hours, for the badge. */
export const recentAlertsQuery = queryOptions({
  ...alertGroupsQuery({ from: 'now-24h', to: 'now' }),
  refetchInterval: BADGE_EVERY_MS,
});

/** Each alert of a group, the newest first. */
export const alertsOfGroupQuery = ({ containerId, kind, firstAt, lastAt }: AlertGroup) =>
  queryOptions({
    queryKey: ['alerts', 'of', containerId, kind === 'unhealthy', firstAt, lastAt],
    queryFn: async ({ signal }) => {
      const query = { containerId, from: firstAt, to: lastAt, size: GROUP_ALERTS_MAX * 2 };
      const { alerts } = await call(listAlerts, query, signal);
      return alerts
        .filter((alert) => (alert.kind === 'unhealthy') === (kind === 'unhealthy'))
        .slice(0, GROUP_ALERTS_MAX);
    },
    staleTime: 60_000,
  });

/** How many groups there are of each severity. */
export function countBySeverity(
  groups: readonly AlertGroup[],
): Readonly<Record<AlertGroup['severity'], number>> {
  const counts = { critical: 0, warning: 0, info: 0 };
  for (const { severity } of groups) {
    counts[severity] += 1;
  }
  return counts;
}
