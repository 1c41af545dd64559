import { errors } from '@longshore/common/errors';
import type { IndexEntry } from '../../index/index-entry.ts';
import { requestedIndices } from '../expression-options.ts';
import { EXPRESSION_PARAMETERS } from '../parameters.ts';
import { ok, type RestRequest, type RestRoute, type Store } from '../route.ts';
import { inBackground } from '../tasks/background.ts';

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
  ignored: ['flush'],
  partly: 'Parts are merged to one for each day, whatever `max_num_segments` says.',
  handle: async (request, store) => {
    const { parameters } = request;
    const segments = parameters.integer('max_num_segments') ?? -1;
    const isExpunging = parameters.boolean('only_expunge_deletes', false);
    const isOfPrimaries = parameters.boolean('primary_only', false);
    const entries = openIndices(request, store);
    const answer = await inBackground(store, parameters, {
      action: 'indices:admin/forcemerge',
      description: `Force-merge indices [${entries.map(({ name }) => name).join(', ')}], maxSegments[${segments}], onlyExpungeDeletes[${isExpunging}], flush[true]`,
      perform: async () => {
        for (const { uuid } of entries) {
          await store.writer.merge(uuid);
        }
        const shards = shardsOf(entries);
        return { _shards: isOfPrimaries ? { ...shards, total: shards.successful } : shards };
      },
    });
    // OpenSearch warns where Elasticsearch refuses; to merge drops what was deleted, so that both can be had.
    return isExpunging && segments >= 0 ? { ...answer, headers: BOTH_WARNING } : answer;
  },
};

const BOTH_WARNING = {
  warning:
    '299 Longshore "setting only_expunge_deletes and max_num_segments at the same time is deprecated and will be rejected in a future version"',
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
