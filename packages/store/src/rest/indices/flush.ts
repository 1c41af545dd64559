import { errors } from '@longshore/common/errors';
import type { IndexEntry } from '../../index/index-entry.ts';
import { requestedIndices } from '../expression-options.ts';
import { EXPRESSION_PARAMETERS } from '../parameters.ts';
import { ok, type RestRequest, type RestRoute, type Store } from '../route.ts';

const FORCED = ['force', 'wait_if_ongoing'];

/** `GET|POST /{index}/_flush`: what was written before is in the engine's files when this answers. */
export const flush: RestRoute = {
  methods: ['GET', 'POST'],
  paths: ['/_flush', '/:index/_flush', '/_flush/synced', '/:index/_flush/synced'],
  parameters: [...EXPRESSION_PARAMETERS, ...FORCED],
  ignored: FORCED,
  handle: async (request, store) => {
    const entries = openIndices(request, store);
    if (
      request.parameters.boolean('force', false) &&
      !request.parameters.boolean('wait_if_ongoing', true)
    ) {
      throw errors.validation('1: wait_if_ongoing must be true for a force flush;');
    }
    await Promise.all(entries.map((entry) => flushIndex(entry, store)));
    return ok({ _shards: shardsOf(entries) });
  },
};

async function flushIndex({ uuid, activity }: IndexEntry, { writer }: Store): Promise<void> {
  const startedMs = performance.now();
  await writer.flush(uuid);
  activity.flushes += 1;
  activity.flushMs += performance.now() - startedMs;
}

/** `POST /{index}/_forcemerge`: one part for each day; rows that were deleted are gone. */
export const forceMerge: RestRoute = {
  methods: ['POST'],
  paths: ['/_forcemerge', '/:index/_forcemerge'],
  parameters: [
    ...EXPRESSION_PARAMETERS,
    ...['flush', 'max_num_segments', 'only_expunge_deletes', 'wait_for_completion'],
    'primary_only',
  ],
  ignored: ['flush', 'primary_only', 'wait_for_completion'],
  partly:
    'Parts are merged to one for each day, whatever `max_num_segments` says; it always waits for the end.',
  handle: async (request, store) => {
    const { parameters } = request;
    const segments = parameters.integer('max_num_segments');
    if (segments !== undefined && parameters.boolean('only_expunge_deletes', false)) {
      throw errors.validation(
        '1: cannot set only_expunge_deletes and max_num_segments at the same time, those two parameters are mutually exclusive;',
      );
    }
    const entries = openIndices(request, store);
    for (const { uuid } of entries) {
      await store.writer.merge(uuid);
    }
    return ok({ _shards: shardsOf(entries) });
  },
};

/** `POST /{index}/_cache/clear`: nothing of an index is kept in a cache that could be wrong. */
export const clearCache: RestRoute = {
  methods: ['POST'],
  paths: ['/_cache/clear', '/:index/_cache/clear'],
  parameters: [
    ...EXPRESSION_PARAMETERS,
    ...['fielddata', 'fields', 'query', 'request', 'index', 'file'],
  ],
  ignored: ['fielddata', 'fields', 'query', 'request', 'file'],
  handle: async (request, store) => ok({ _shards: shardsOf(openIndices(request, store)) }),
};

function openIndices(request: RestRequest, store: Store): readonly IndexEntry[] {
  const hidden = request.parameters.has('expand_wildcards')
    ? {}
    : { expandWildcards: new Set(['open', 'hidden'] as const) };
  return requestedIndices(request, store, { ...hidden, forbidsClosed: true });
}

/** Every copy counts in the total; there is one of each shard. */
function shardsOf(entries: readonly IndexEntry[]) {
  return {
    total: entries.reduce((sum, { shards, replicas }) => sum + shards * (1 + replicas), 0),
    successful: entries.reduce((sum, { shards }) => sum + shards, 0),
    failed: 0,
  };
}
