import { requestedIndices } from '../expression-options.ts';
import { EXPRESSION_PARAMETERS } from '../parameters.ts';
import { ok, type RestRoute } from '../route.ts';

/** `GET|POST /{index}/_refresh`: what was written before can be searched when this answers. */
export const refresh: RestRoute = {
  methods: ['GET', 'POST'],
  paths: ['/_refresh', '/:index/_refresh'],
  parameters: [...EXPRESSION_PARAMETERS],
  handle: async (request, store) => {
    const hidden = request.parameters.has('expand_wildcards')
      ? {}
      : { expandWildcards: new Set(['open', 'hidden'] as const) };
    const entries = requestedIndices(request, store, { ...hidden, forbidsClosed: true });
    await store.writer.refresh(entries.map(({ uuid }) => uuid));
    const total = entries.reduce((sum, entry) => sum + 1 + entry.replicas, 0);
    return ok({ _shards: { total, successful: entries.length, failed: 0 } });
  },
};
