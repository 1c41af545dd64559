import { parseCount } from '../../search/parse-search.ts';
import { resolveOptions } from '../parameters.ts';
import { ok, type RestRoute } from '../route.ts';
import {
  COUNT_PARAMETERS,
  readSearchBody,
  searcherOf,
  withQueryText,
} from './search-parameters.ts';

/** `GET|POST /{index}/_count`: how many documents a query matches. */
export const count: RestRoute = {
  methods: ['GET', 'POST'],
  paths: ['/_count', '/:index/_count'],
  parameters: COUNT_PARAMETERS,
  handle: async ({ part, parameters, body, signal }, store) => {
    const { query } = parseCount(withQueryText(readSearchBody(body), parameters));
    const target = store.catalog.resolve(part('index') ?? '', resolveOptions(parameters));
    await store.writer.settled(target.map(({ uuid }) => uuid));
    return ok(await searcherOf(store).count(target, query, signal));
  },
};
