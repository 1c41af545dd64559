import type { IndexEntry } from '../../index/index-entry.ts';
import type { IndexCounts } from '../../write/writer.ts';
import { healthOf } from '../cluster/cluster-health.ts';
import { requestedIndices } from '../expression-options.ts';
import { EXPRESSION_PARAMETERS } from '../parameters.ts';
import { ok, type RestRoute } from '../route.ts';
import { countsOf } from './index-counts.ts';

/** `GET /{index}/_stats[/docs|/store]`: documents and bytes. Other metrics are not counted, so they are not given. */
export const stats: RestRoute = {
  methods: ['GET'],
  paths: ['/_stats', '/:index/_stats', '/_stats/:metric', '/:index/_stats/:metric'],
  parameters: [...EXPRESSION_PARAMETERS, 'level', 'forbid_closed_indices'],
  handle: async (request, store) => {
    const metrics = (request.part('metric') ?? '_all').split(',');
    const shows = (metric: string) => metrics.includes('_all') || metrics.includes(metric);
    const entries = requestedIndices(request, store);
    const indices: Record<string, unknown> = {};
    const sum = { documents: 0, deleted: 0, sizeBytes: 0 };
    for (const { entry, counts } of await countsOf(store, entries)) {
      sum.documents += counts.documents;
      sum.deleted += counts.deleted;
      sum.sizeBytes += counts.sizeBytes;
      indices[entry.name] = describe(entry, counts, shows);
    }
    const total = entries.reduce((count, entry) => count + 1 + entry.replicas, 0);
    return ok({
      _shards: { total, successful: entries.length, failed: 0 },
      _all: { primaries: section(sum, shows), total: section(sum, shows) },
      indices,
    });
  },
};

function describe(entry: IndexEntry, counts: IndexCounts, shows: (metric: string) => boolean) {
  return {
    uuid: entry.uuid,
    health: healthOf(entry),
    status: 'open',
    primaries: section(counts, shows),
    total: section(counts, shows),
  };
}

function section(counts: IndexCounts, shows: (metric: string) => boolean) {
  return {
    ...(shows('docs') ? { docs: { count: counts.documents, deleted: counts.deleted } } : {}),
    ...(shows('store') ? { store: { size_in_bytes: counts.sizeBytes } } : {}),
  };
}
