import { LongshoreError } from '@longshore/common/errors';
import type { JsonObject } from '@longshore/common/json';
import type { IngestCount } from '../../ingest/ingest-counters.ts';
import type { Processor } from '../../ingest/processor-type.ts';
import type { Store } from '../route.ts';

/** Documents that went through pipelines since the start, in all, by pipeline and by its processors. */
export function showIngest(store: Store): JsonObject {
  const { counters } = store.ingest;
  const pipelines = store.catalog.pipelines.find('*').map((id) => {
    const processors = processorsOf(id, store).map((one) => ({
      [one.label]: { type: one.type, stats: showCount(counters.ofProcessor(one)) },
    }));
    return [id, { ...showCount(counters.of(id)), processors }] as const;
  });
  return { total: showCount(counters.total), pipelines: Object.fromEntries(pipelines) };
}

/** A pipeline that can no longer be read, since a script that it names is gone, has none that run. */
function processorsOf(id: string, { ingest }: Store): readonly Processor[] {
  try {
    return ingest.pipeline(id)?.processors ?? [];
  } catch (error) {
    if (error instanceof LongshoreError) {
      return [];
    }
    throw error;
  }
}

/** A document goes through its pipelines in one go, so that none is under way between two requests. */
const showCount = ({ count, failed, tookMs }: IngestCount): JsonObject => ({
  count,
  time_in_millis: Math.round(tookMs),
  current: 0,
  failed,
});
