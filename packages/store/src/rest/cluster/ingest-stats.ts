import type { JsonObject } from '@longshore/common/json';
import type { IngestCount } from '../../ingest/ingest-counters.ts';
import type { Store } from '../route.ts';

/** Documents that went through pipelines since the start, in all and by pipeline. */
export function showIngest({ ingest, catalog }: Store): JsonObject {
  const { counters } = ingest;
  const pipelines = catalog.pipelines
    .find('*')
    .map((id) => [id, { ...showCount(counters.of(id)), processors: [] }] as const);
  return { total: showCount(counters.total), pipelines: Object.fromEntries(pipelines) };
}

/** A document goes through its pipelines in one go, so that none is under way between two requests. */
const showCount = ({ count, failed, tookMs }: IngestCount): JsonObject => ({
  count,
  time_in_millis: Math.round(tookMs),
  current: 0,
  failed,
});
