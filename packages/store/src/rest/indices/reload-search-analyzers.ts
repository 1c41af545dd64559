import { requestedIndices } from '../expression-options.ts';
import { EXPRESSION_PARAMETERS } from '../parameters.ts';
import { ok, type RestRoute } from '../route.ts';

/**
 * `GET|POST /{index}/_reload_search_analyzers`: reads files of synonyms again. There are none here, synonyms being in the
 * settings, so that each index answers that it has reloaded no analyzer.
 */
export const reloadSearchAnalyzers: RestRoute = {
  methods: ['GET', 'POST'],
  paths: ['/:index/_reload_search_analyzers'],
  parameters: [...EXPRESSION_PARAMETERS, 'resource'],
  ignored: ['resource'],
  handle: async (request, store) => {
    const { length } = requestedIndices(request, store);
    return ok({
      _shards: { total: length, successful: length, failed: 0 },
      reload_details: [],
    });
  },
};
