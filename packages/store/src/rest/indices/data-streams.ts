import { errors } from '@longshore/common/errors';
import type { DataStream } from '../../index/catalog.ts';
import { ADMIN_PARAMETERS } from '../expression-options.ts';
import { resolveOptions } from '../parameters.ts';
import { ok, type RestRequest, type RestRoute, type Store } from '../route.ts';

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
    ok({ data_streams: requested(request, store).map((stream) => describe(stream, store)) }),
};

/** `DELETE /_data_stream/{name}` */
export const deleteDataStream: RestRoute = {
  methods: ['DELETE'],
  paths: ['/_data_stream/:name'],
  parameters: ADMIN_PARAMETERS,
  handle: async (request, store) => {
    for (const stream of requested(request, store)) {
      await store.indices.removeDataStream(stream);
    }
    return ok({ acknowledged: true });
  },
};

function requested({ part, parameters }: RestRequest, store: Store): readonly DataStream[] {
  const expression = part('name') ?? '*';
  const options = resolveOptions(parameters);
  const wildcards = parameters.has('expand_wildcards')
    ? options.expandWildcards
    : new Set(['open', 'hidden'] as const);
  const names = store.catalog.expandNames(expression, { ...options, expandWildcards: wildcards });
  return names
    .flatMap(({ name, kind }) => {
      const stream = store.catalog.dataStream(name);
      if (!stream && !expression.includes('*')) {
        throw errors.illegalArgument(
          `The provided expression [${name}] matches ${kind === 'alias' ? 'an alias' : 'an index'}, and is no data stream`,
        );
      }
      return stream ?? [];
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function describe(stream: DataStream, { catalog }: Store) {
  const last = catalog.index(stream.indices.at(-1) ?? '');
  const policy = last?.settings['index.lifecycle.name'];
  return {
    name: stream.name,
    timestamp_field: { name: '@timestamp' },
    indices: stream.indices.map((name) => ({
      index_name: name,
      index_uuid: catalog.index(name)?.uuid ?? '_na_',
    })),
    generation: stream.generation,
    status: 'GREEN',
    template: stream.template,
    ...(policy === undefined ? {} : { ilm_policy: policy }),
    hidden: stream.isHidden,
    system: false,
    allow_custom_routing: false,
    replicated: false,
  };
}
