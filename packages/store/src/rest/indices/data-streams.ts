import type { DataStream } from '../../index/catalog.ts';
import type { IndexEntry } from '../../index/index-entry.ts';
import { nestSettings } from '../../index/index-settings.ts';
import { TIMESTAMP } from '../../index/time-field.ts';
import { policyName } from '../../lifecycle/position.ts';
import { statusOf } from '../cluster/cluster-health.ts';
import { ADMIN_PARAMETERS } from '../expression-options.ts';
import { ok, type RestRoute, type Store } from '../route.ts';
import { showLifecycle } from './data-stream-lifecycle.ts';
import { requestedStreams } from './requested-streams.ts';

/** `PUT /_data_stream/{name}` */
export const putDataStream: RestRoute = {
  methods: ['PUT'],
  paths: ['/_data_stream/:name'],
  parameters: ADMIN_PARAMETERS,
  handle: async (request, store) => {
    await store.indices.createDataStream(request.part('name') ?? '');
    return ok({ acknowledged: true });
  },
};

/** `GET /_data_stream/{name}`: a missing name is 404, an empty wildcard is not. */
export const getDataStream: RestRoute = {
  methods: ['GET'],
  paths: ['/_data_stream', '/_data_stream/:name'],
  parameters: [...ADMIN_PARAMETERS, 'include_defaults', 'verbose'],
  handle: async (request, store) =>
    ok({ data_streams: requestedStreams(request, store).map((stream) => describe(stream, store)) }),
};

/** `DELETE /_data_stream/{name}` */
export const deleteDataStream: RestRoute = {
  methods: ['DELETE'],
  paths: ['/_data_stream/:name'],
  parameters: ADMIN_PARAMETERS,
  handle: async (request, store) => {
    for (const stream of requestedStreams(request, store)) {
      await store.indices.removeDataStream(stream);
    }
    return ok({ acknowledged: true });
  },
};

function describe(stream: DataStream, store: Store) {
  const { name, generation, lifecycle } = stream;
  const entries = stream.indices.flatMap((one) => store.catalog.index(one) ?? []);
  const last = entries.at(-1);
  const policy = last && policyName(last);
  return {
    name,
    timestamp_field: { name: stream.timestampField ?? TIMESTAMP },
    indices: entries.map((entry) => ({
      index_name: entry.name,
      index_uuid: entry.uuid,
      prefer_ilm: prefersPolicy(entry),
      ...ilmPolicy(policyName(entry)),
      managed_by: managerOf(entry, stream),
    })),
    generation,
    status: statusOf(entries, store).toUpperCase(),
    template: stream.template,
    ...(lifecycle === undefined ? {} : { lifecycle: showLifecycle(lifecycle) }),
    ...ilmPolicy(policy),
    next_generation_managed_by: last === undefined ? 'Unmanaged' : managerOf(last, stream),
    prefer_ilm: last === undefined || prefersPolicy(last),
    hidden: stream.isHidden,
    system: false,
    allow_custom_routing: stream.allowsRouting === true,
    replicated: false,
    rollover_on_write: stream.rollsOverOnWrite === true,
    settings: nestSettings(stream.settings ?? {}),
    mappings: stream.mappings ?? {},
  };
}

const ilmPolicy = (name: string | undefined) => (name === undefined ? {} : { ilm_policy: name });

const prefersPolicy = ({ settings }: IndexEntry): boolean =>
  settings['index.lifecycle.prefer_ilm'] !== 'false';

function managerOf(entry: IndexEntry, { lifecycle }: DataStream): string {
  const isStreamManaged = lifecycle?.enabled === true;
  if (policyName(entry) !== undefined && (prefersPolicy(entry) || !isStreamManaged)) {
    return 'Index Lifecycle Management';
  }
  return isStreamManaged ? 'Data stream lifecycle' : 'Unmanaged';
}
