import type { DataStream } from '../../index/catalog.ts';
import {
  changeSettings,
  nestSettings,
  parseSettingChanges,
  scopeOf,
} from '../../index/index-settings.ts';
import { canonicalMapping, mergeMappings } from '../../index/mapping-json.ts';
import { ADMIN_PARAMETERS } from '../expression-options.ts';
import { readObject, requireObject } from '../read-body.ts';
import { ok, type RestRoute, type Store } from '../route.ts';
import { requestedStreams } from './requested-streams.ts';

/** `GET /_data_stream/{name}/_mappings`: what a data stream has beside its template. */
export const getDataStreamMappings: RestRoute = {
  methods: ['GET'],
  paths: ['/_data_stream/:name/_mappings'],
  parameters: ADMIN_PARAMETERS,
  handle: async (request, store) =>
    ok({
      data_streams: requestedStreams(request, store).map((stream) => showMappings(stream, store)),
    }),
};

/** `PUT /_data_stream/{name}/_mappings`: counts for backing indices that are made from then on. */
export const putDataStreamMappings: RestRoute = {
  methods: ['PUT'],
  paths: ['/_data_stream/:name/_mappings'],
  parameters: [...ADMIN_PARAMETERS, 'dry_run'],
  handle: async (request, store) => {
    const mappings = canonicalMapping(readObject(request.body));
    const changed = requestedStreams(request, store).map((stream) => ({ ...stream, mappings }));
    const shown = changed.map((stream) => ({
      ...showMappings(stream, store),
      applied_to_data_stream: true,
    }));
    if (!request.parameters.boolean('dry_run', false)) {
      await saveStreams(changed, store);
    }
    return ok({ data_streams: shown });
  },
};

/** `GET /_data_stream/{name}/_settings` */
export const getDataStreamSettings: RestRoute = {
  methods: ['GET'],
  paths: ['/_data_stream/:name/_settings'],
  parameters: ADMIN_PARAMETERS,
  handle: async (request, store) =>
    ok({
      data_streams: requestedStreams(request, store).map((stream) => showSettings(stream, store)),
    }),
};

/** `PUT /_data_stream/{name}/_settings`: dynamic ones count for all backing indices, others for new ones. */
export const putDataStreamSettings: RestRoute = {
  methods: ['PUT'],
  paths: ['/_data_stream/:name/_settings'],
  parameters: [...ADMIN_PARAMETERS, 'dry_run'],
  handle: async (request, store) => {
    const changes = parseSettingChanges(requireObject(request.body));
    const names = Object.keys(changes);
    const dynamic = Object.fromEntries(
      Object.entries(changes).filter(([name]) => scopeOf(name) === 'dynamic'),
    );
    const changed = requestedStreams(request, store).map((stream) => ({
      ...stream,
      settings: changeSettings(stream.settings ?? {}, changes),
    }));
    if (!request.parameters.boolean('dry_run', false)) {
      for (const entry of changed.flatMap((stream) => backingIndices(stream, store))) {
        entry.settings = changeSettings(entry.settings, dynamic);
        store.catalog.save(entry);
      }
      await saveStreams(changed, store);
    }
    const results = {
      applied_to_data_stream_only: names.filter((name) => !(name in dynamic)),
      applied_to_data_stream_and_backing_indices: Object.keys(dynamic),
    };
    return ok({
      data_streams: changed.map((stream) => ({
        ...showSettings(stream, store),
        applied_to_data_stream: true,
        index_settings_results: results,
      })),
    });
  },
};

function backingIndices({ indices }: DataStream, { catalog }: Store) {
  return indices.flatMap((name) => catalog.index(name) ?? []);
}

async function saveStreams(streams: readonly DataStream[], { catalog }: Store): Promise<void> {
  for (const stream of streams) {
    catalog.putDataStream(stream);
  }
  await catalog.sync();
}

function showMappings({ name, mappings = {} }: DataStream, { catalog }: Store) {
  const template = catalog.templates.match(name)?.mappings ?? {};
  return {
    name,
    mappings,
    effective_mappings: mergeMappings(template, mappings, 'override'),
  };
}

function showSettings({ name, settings = {} }: DataStream, { catalog }: Store) {
  const template = catalog.templates.match(name)?.settings ?? {};
  return {
    name,
    settings: nestSettings(settings),
    effective_settings: nestSettings({ ...template, ...settings }),
  };
}
