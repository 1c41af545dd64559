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

const IGNORED = ['all_shards', 'rewrite'];

/** `GET|POST /{index}/_validate/query`: whether a query could be run. */
export const validateQuery: RestRoute = {
  methods: ['GET', 'POST'],
  paths: ['/_validate/query', '/:index/_validate/query'],
  parameters: [...COUNT_PARAMETERS, 'explain', ...IGNORED],
  ignored: IGNORED,
  partly: 'Explanations are the query itself, not what Lucene would make of it.',
  handle: async (request, store) => {
    const { part, parameters } = request;
    const isExplained = parameters.boolean('explain', false);
    const target = store.catalog.resolve(part('index') ?? '', resolveOptions(parameters));
    const parsed = parse(request);
    if (parsed instanceof LongshoreError) {
      return ok({ valid: false, ...(isExplained ? { error: described(parsed) } : {}) });
    }
    const explanations: JsonObject[] = [];
    for (const index of target) {
      explanations.push(await explain(index, parsed, { request, store }));
    }
    const isValid = explanations.every(({ valid }) => valid === true);
    return ok({
      _shards: { total: 1, successful: 1, failed: 0 },
      valid: isValid,
      ...(isExplained ? { explanations } : {}),
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
    await searcherOf(store).count([index], query, request.signal);
    const isAll = json === undefined || JSON.stringify(json) === '{"match_all":{}}';
    return { index: index.name, valid: true, explanation: isAll ? '*:*' : JSON.stringify(json) };
  } catch (error) {
    if (error instanceof LongshoreError && error.status === 400) {
      return { index: index.name, valid: false, error: described(error) };
    }
    throw error;
  }
}

/** As in Elasticsearch's logs: `ParsingException[unknown query [x]]`. */
function described({ type, message }: LongshoreError): string {
  const name = type.replace(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase());
  return `${name}[${message}]`;
}
