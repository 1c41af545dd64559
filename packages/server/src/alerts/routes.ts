import { type Alert, listAlerts } from '@longshore/common/api/alerts';
import { getPath, type Json } from '@longshore/common/json';
import type { FastifyInstance } from 'fastify';
import type { SearchClient } from '../search-client.ts';
import { type Hit, timeFilter } from '../search-types.ts';
import { serve } from '../serve.ts';
import { parseTimeRange } from '../time-range.ts';

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
}

const KINDS: readonly string[] = [
  'restarted',
  'oom_killed',
  'unhealthy',
  'exited_nonzero',
] satisfies readonly Alert['kind'][];
const SEVERITIES: readonly string[] = [
  'info',
  'warning',
  'critical',
] satisfies readonly Alert['severity'][];

/** An alert from its document; a kind or severity that we do not know (of a newer version) becomes a general one. */
function mapAlert({ _id, _source }: Hit): Alert {
  const text = (path: string): string | null => {
    const value = getPath(_source, path);
    return typeof value === 'string' ? value : null;
  };
  const kind = text('longshore.alert.kind') ?? '';
  const severity = text('longshore.alert.severity') ?? '';
  const exitCode = getPath(_source, 'longshore.alert.exit_code');
  return {
    id: text('longshore.alert.id') ?? _id,
    at: text('@timestamp') ?? '',
    rule: text('rule.name') ?? '',
    severity: SEVERITIES.includes(severity) ? (severity as Alert['severity']) : 'warning',
    kind: KINDS.includes(kind) ? (kind as Alert['kind']) : 'exited_nonzero',
    host: text('host.name'),
    containerId: text('container.id') ?? '',
    containerName: text('container.name') ?? '',
    image: text('container.image.name'),
    exitCode: typeof exitCode === 'number' ? exitCode : null,
    message: text('longshore.alert.message') ?? '',
  };
}
