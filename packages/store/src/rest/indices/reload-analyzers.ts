import { requestedIndices } from '../expression-options.ts';
import { EXPRESSION_PARAMETERS } from '../parameters.ts';
import { ok, type RestRoute } from '../route.ts';

/** `GET|POST /{index}/_reload_search_analyzers`: analyzers are in settings only, so that none has a file to be read anew. */
export const reloadSearchAnalyzers: RestRoute = {
  methods: ['GET', 'POST'],
  paths: ['/:index/_reload_search_analyzers'],
  parameters: [...EXPRESSION_PARAMETERS, 'resource'],
  ignored: ['resource'],
  handle: async (request, store) => {
    const entries = requestedIndices(request, store, { forbidsClosed: true });
    const shards = entries.length;
    return ok({
      _shards: { total: shards, successful: shards, failed: 0 },
      reload_details: entries.map(({ name }) => ({
        index: name,
        reloaded_analyzers: [],
        reloaded_node_ids: [store.node.id],
      })),
    });
  },
};
