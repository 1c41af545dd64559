import { listAlertGroups, listAlerts } from '@longshore/common/api/alerts';
import type { Json } from '@longshore/common/json';
import type { FastifyInstance } from 'fastify';
import type { SearchClient } from '../search-client.ts';
import { timeFilter } from '../search-types.ts';
import { serve } from '../serve.ts';
import { parseTimeRange } from '../time-range.ts';
import { groupSearch, mapGroups } from './groups.ts';
import { mapAlert } from './map-alert.ts';

/** The history of alerts; a pattern, since the data stream is made with the first alert. */
const ALERT_INDICES = 'alerts-longshore.history-*';

/** The API of the alert history. */
export function alertRoutes(app: FastifyInstance, client: SearchClient): void {
  serve(app, listAlerts, async ({ from, to, containerId, size }, { signal }) => {
    const range = parseTimeRange(from, to, Date.now());
    const filter: Json[] = [timeFilter(range.fromMs, range.toMs)];
    if (containerId !== undefined) {
      filter.push({ term: { 'container.id': containerId } });
    }
    const body = {
      size,
      track_total_hits: true,
      query: { bool: { filter } },
      sort: [{ '@timestamp': { order: 'desc' } }],
    };
    const { hits } = await client.search(ALERT_INDICES, body, signal);
    return { total: hits.total?.value ?? 0, alerts: hits.hits.map(mapAlert) };
  });

  serve(app, listAlertGroups, async ({ from, to }, { signal }) => {
    const body = groupSearch(parseTimeRange(from, to, Date.now()));
    return mapGroups(await client.search(ALERT_INDICES, body, signal));
  });
}
