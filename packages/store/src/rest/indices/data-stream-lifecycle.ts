import type { DataStream } from '../../index/catalog.ts';
import { readDataStreamLifecycle } from '../../index/data-stream-lifecycle.ts';
import { ADMIN_PARAMETERS, requestedIndices } from '../expression-options.ts';
import { readObject } from '../read-body.ts';
import { ok, type RestRoute } from '../route.ts';
import { byName } from './by-name.ts';
import { requestedStreams, streamsAmong } from './requested-streams.ts';

/** `PUT /_data_stream/{name}/_lifecycle`: how long a data stream keeps its documents. */
export const putDataStreamLifecycle: RestRoute = {
  methods: ['PUT'],
  paths: ['/_data_stream/:name/_lifecycle'],
  parameters: ADMIN_PARAMETERS,
  handle: async (request, store) => {
    const lifecycle = readDataStreamLifecycle(readObject(request.body));
    for (const stream of streamsAmong(request, store)) {
      store.catalog.putDataStream({ ...stream, lifecycle });
    }
    await store.catalog.sync();
    return ok({ acknowledged: true });
  },
};

/** `GET /_data_stream/{name}/_lifecycle` */
export const getDataStreamLifecycle: RestRoute = {
  methods: ['GET'],
  paths: ['/_data_stream/:name/_lifecycle'],
  parameters: [...ADMIN_PARAMETERS, 'include_defaults'],
  handle: async (request, store) =>
    ok({
      data_streams: requestedStreams(request, store).map(({ name, lifecycle }) => ({
        name,
        ...(lifecycle === undefined ? {} : { lifecycle: showLifecycle(lifecycle) }),
      })),
    }),
};

/** `DELETE /_data_stream/{name}/_lifecycle`: its documents stay for ever. */
export const deleteDataStreamLifecycle: RestRoute = {
  methods: ['DELETE'],
  paths: ['/_data_stream/:name/_lifecycle'],
  parameters: ADMIN_PARAMETERS,
  handle: async (request, store) => {
    for (const { lifecycle: _, ...stream } of streamsAmong(request, store)) {
      store.catalog.putDataStream(stream);
    }
    await store.catalog.sync();
    return ok({ acknowledged: true });
  },
};

/** `GET /{index}/_lifecycle/explain` */
export const explainDataStreamLifecycle: RestRoute = {
  methods: ['GET'],
  paths: ['/:index/_lifecycle/explain'],
  parameters: [...ADMIN_PARAMETERS, 'include_defaults'],
  handle: async (request, store) => {
    const entries = requestedIndices(request, store);
    const nowMs = Date.now();
    return ok({
      indices: byName(entries, (entry) => {
        const lifecycle = store.catalog.dataStream(entry.dataStream ?? '')?.lifecycle;
        if (lifecycle === undefined) {
          return { index: entry.name, managed_by_lifecycle: false };
        }
        return {
          index: entry.name,
          managed_by_lifecycle: true,
          index_creation_date_millis: entry.createdMs,
          time_since_index_creation: `${nowMs - entry.createdMs}ms`,
          ...(entry.rolledOver === undefined
            ? {}
            : {
                rollover_date_millis: entry.rolledOver.atMs,
                time_since_rollover: `${nowMs - entry.rolledOver.atMs}ms`,
                generation_time: `${nowMs - entry.rolledOver.atMs}ms`,
              }),
          lifecycle: showLifecycle(lifecycle),
        };
      }),
    });
  },
};

/** `GET /_lifecycle/stats` */
export const dataStreamLifecycleStats: RestRoute = {
  methods: ['GET'],
  paths: ['/_lifecycle/stats'],
  parameters: [],
  handle: async (_request, { catalog, lifecycleErrors }) => {
    const managed = catalog.dataStreams().filter(({ lifecycle }) => lifecycle?.enabled === true);
    return ok({
      data_stream_count: managed.length,
      data_streams: managed.map(({ name, indices }) => ({
        name,
        backing_indices_in_total: indices.length,
        backing_indices_in_error: indices.filter((one) => {
          const entry = catalog.index(one);
          return entry !== undefined && lifecycleErrors.get(entry.uuid) !== undefined;
        }).length,
      })),
    });
  },
};

/** A lifecycle as answers have it. */
export function showLifecycle(lifecycle: NonNullable<DataStream['lifecycle']>) {
  const { data_retention: retention } = lifecycle;
  return retention === undefined
    ? { ...lifecycle }
    : {
        ...lifecycle,
        effective_retention: retention,
        retention_determined_by: 'data_stream_configuration',
      };
}
