import { ADMIN_PARAMETERS } from '../expression-options.ts';
import { withHumanTwins } from '../human.ts';
import { ok, type RestRoute } from '../route.ts';
import { countsOf } from './index-counts.ts';
import { requestedStreams } from './requested-streams.ts';

/** `GET /_data_stream[/{name}]/_stats`: sizes of data streams, and the time of their newest document. */
export const dataStreamStats: RestRoute = {
  methods: ['GET'],
  paths: ['/_data_stream/_stats', '/_data_stream/:name/_stats'],
  parameters: ADMIN_PARAMETERS,
  handle: async (request, store) => {
    const streams = await Promise.all(
      requestedStreams(request, store).map(async ({ name, indices }) => {
        const entries = indices.flatMap((one) => store.catalog.index(one) ?? []);
        const counted = await countsOf(store, entries);
        const newest = counted.map(({ entry }) => store.writer.timeRange(entry.uuid)?.maxMs ?? 0);
        return {
          data_stream: name,
          backing_indices: entries.length,
          store_size_bytes: counted.reduce((sum, { counts }) => sum + counts.sizeBytes, 0),
          maximum_timestamp: Math.max(0, ...newest),
        };
      }),
    );
    const backing = streams.reduce((sum, one) => sum + one.backing_indices, 0);
    const answer = {
      _shards: { total: backing, successful: backing, failed: 0 },
      data_stream_count: streams.length,
      backing_indices: backing,
      total_store_size_bytes: streams.reduce((sum, one) => sum + one.store_size_bytes, 0),
      data_streams: streams,
    };
    return ok(request.parameters.boolean('human', false) ? withHumanTwins(answer) : answer);
  },
};
