import { type Alert, listAlerts } from '@longshore/common/api/alerts';
import { queryOptions } from '@tanstack/react-query';
import { call } from './call.ts';

const SIZE_MAX = 500;
const BADGE_EVERY_MS = 15_000;

/** The alerts of a range, newest first. */
export const alertsQuery = (range: { readonly from: string; readonly to: string }) =>
  queryOptions({
    queryKey: ['alerts', range],
    queryFn: ({ signal }) => call(listAlerts, { ...range, size: SIZE_MAX }, signal),
  });

/** The alerts of the last 24 hours, for the badge. */
export const recentAlertsQuery = queryOptions({
  ...alertsQuery({ from: 'now-24h', to: 'now' }),
  refetchInterval: BADGE_EVERY_MS,
});

/** How many alerts there are of each severity. */
export function countBySeverity(
  alerts: readonly Alert[],
): Readonly<Record<Alert['severity'], number>> {
  const counts = { critical: 0, warning: 0, info: 0 };
  for (const { severity } of alerts) {
    counts[severity] += 1;
  }
  return counts;
}
