import { LongshoreError } from '@longshore/common/errors';
import type { Json, JsonObject } from '@longshore/common/json';
import type { SearchIndex } from '../../index/target.ts';
import { parseCount } from '../../search/parse-search.ts';
import type { Query } from '../../search/query.ts';
import { resolveOptions } from '../parameters.ts';
import { ok, type RestRequest, type RestRoute, type Store } from '../route.ts';
import {
  COUNT_PARAMETERS,
  readSearchBody,
  searcherOf,
  withQueryText,
} from './search-parameters.ts';

/** `GET|POST /{index}/_validate/query`: whether a query could be run. */
export const validateQuery: RestRoute = {
  methods: ['GET', 'POST'],
  paths: ['/_validate/query', '/:index/_validate/query'],
  parameters: [...COUNT_PARAMETERS, 'all_shards', 'explain', 'rewrite'],
  partly: 'Explanations are the query itself, not what Lucene would make of it.',
  handle: async (request, store) => {
    const { part, parameters } = request;
    // The query is run as it is: there is no other form into which it would be rewritten.
    const isShown = parameters.boolean('explain', false) || parameters.boolean('rewrite', false);
    const ofShards = parameters.boolean('all_shards', false);
    const target = store.catalog.resolve(part('index') ?? '', resolveOptions(parameters));
    const parsed = parse(request);
    if (parsed instanceof LongshoreError) {
      return ok({ valid: false, ...(isShown ? { error: described(parsed) } : {}) });
    }
    const explanations: JsonObject[] = [];
    for (const index of target) {
      const { explanation, ...one } = await explain(index, parsed, { request, store });
      explanations.push({
        index: index.name,
        ...(ofShards ? { shard: 0 } : {}),
        ...one,
        ...(isShown && explanation !== undefined ? { explanation } : {}),
      });
    }
    const isValid = explanations.every(({ valid }) => valid === true);
    return ok({
      _shards: { total: 1, successful: 1, failed: 0 },
      valid: isValid,
      ...(isShown || ofShards ? { explanations } : {}),
    });
  },
};

interface Parsed {
  readonly query: Query;
  readonly json: Json | undefined;
}

function parse({ body, parameters }: RestRequest): Parsed | LongshoreError {
  try {
    const given = withQueryText(readSearchBody(body), parameters);
    return { query: parseCount(given).query, json: given.query };
  } catch (error) {
    if (error instanceof LongshoreError && error.status === 400) {
      return error;
    }
    throw error;
  }
}

/** Fields and values only show whether they fit when the query meets an index. */
async function explain(
  index: SearchIndex,
  { query, json }: Parsed,
  { request, store }: { readonly request: RestRequest; readonly store: Store },
): Promise<JsonObject> {
  try {
    await searcherOf(store).count([index], { query }, request.signal);
    const isAll = json === undefined || JSON.stringify(json) === '{"match_all":{}}';
    return { valid: true, explanation: isAll ? '*:*' : JSON.stringify(json) };
  } catch (error) {
    if (error instanceof LongshoreError && error.status === 400) {
      return { valid: false, error: described(error) };
    }
    throw error;
  }
}

/** As in Elasticsearch's logs: `ParsingException[unknown query [x]]`. */
function described({ type, message }: LongshoreError): string {
  const name = type.replace(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase());
  return `${name}[${message}]`;
}
