import { errors } from '@longshore/common/errors';
import { jsonText } from '@longshore/common/json';
import type { SearchIndex } from '../../index/target.ts';
import type { SearchRequest } from '../../search/search-request.ts';
import { EXPRESSION_PARAMETERS, resolveOptions } from '../parameters.ts';
import { requireObject } from '../read-body.ts';
import { ok, type RestRequest, type RestRoute, type Store } from '../route.ts';
import { contextsOf, indicesAt, type SearchContext } from './contexts.ts';

const OPEN_PARAMETERS = [...EXPRESSION_PARAMETERS, 'keep_alive', 'preference', 'routing'];
const OPEN_IGNORED = ['preference', 'routing'];

/** `POST /{index}/_pit`, as in Elasticsearch. */
export const openPit: RestRoute = {
  methods: ['POST'],
  paths: ['/:index/_pit'],
  parameters: [
    ...OPEN_PARAMETERS,
    'allow_partial_search_results',
    'max_concurrent_shard_requests',
    'ignore_throttled',
  ],
  ignored: [
    ...OPEN_IGNORED,
    'allow_partial_search_results',
    'max_concurrent_shard_requests',
    'ignore_throttled',
  ],
  partly: '`index_filter` is refused.',
  handle: async (request, store) => {
    const { id, indices } = await open(request, store);
    return ok({ id, _shards: shardsOf(indices.length) });
  },
};

/** `DELETE /_pit` */
export const closePit: RestRoute = {
  methods: ['DELETE'],
  paths: ['/_pit'],
  parameters: [],
  handle: async ({ body }, store) => {
    const { id } = requireObject(body, ['id']);
    if (typeof id !== 'string' || id === '') {
      throw errors.validation('1: id is empty;');
    }
    const isFreed = await contextsOf(store).close('pit', id);
    return {
      status: isFreed ? 200 : 404,
      body: { succeeded: isFreed, num_freed: isFreed ? 1 : 0 },
    };
  },
};

/** `POST /{index}/_search/point_in_time`, as in OpenSearch. */
export const createPit: RestRoute = {
  methods: ['POST'],
  paths: ['/:index/_search/point_in_time'],
  parameters: [...OPEN_PARAMETERS, 'allow_partial_pit_creation'],
  ignored: [...OPEN_IGNORED, 'allow_partial_pit_creation'],
  handle: async (request, store) => {
    const { id, indices, createdMs } = await open(request, store);
    return ok({ pit_id: id, _shards: shardsOf(indices.length), creation_time: createdMs });
  },
};

/** `GET /_search/point_in_time/_all` */
export const listPits: RestRoute = {
  methods: ['GET'],
  paths: ['/_search/point_in_time/_all'],
  parameters: [],
  handle: async (_request, store) =>
    ok({
      pits: contextsOf(store)
        .list('pit')
        .map(({ id, createdMs, keepAliveMs }) => ({
          pit_id: id,
          creation_time: createdMs,
          keep_alive: keepAliveMs,
        })),
    }),
};

/** `DELETE /_search/point_in_time`: those of a list. */
export const deletePits: RestRoute = {
  methods: ['DELETE'],
  paths: ['/_search/point_in_time'],
  parameters: [],
  handle: async ({ body }, store) => {
    const { pit_id: given } = requireObject(body, ['pit_id']);
    const ids = [given ?? []].flat();
    if (ids.length === 0) {
      throw errors.validation('1: no pit ids specified;');
    }
    return ok(await closeAll(store, ids.map(jsonText)));
  },
};

/** `DELETE /_search/point_in_time/_all` */
export const deleteAllPits: RestRoute = {
  methods: ['DELETE'],
  paths: ['/_search/point_in_time/_all'],
  parameters: [],
  handle: async (_request, store) => {
    const open = contextsOf(store).list('pit');
    return ok(
      await closeAll(
        store,
        open.map(({ id }) => id),
      ),
    );
  },
};

/** What a search with `pit` reads, and the request with what tells equal hits apart. */
export function searchOfPit(
  store: Store,
  search: SearchRequest,
  named: string | undefined,
): { readonly indices: readonly SearchIndex[]; readonly search: SearchRequest } {
  const { pit, sort } = search;
  if (named !== undefined) {
    throw errors.validation(
      '1: [indices] cannot be used with point in time. Do not specify any index with point in time.;',
    );
  }
  const context = contextsOf(store).get('pit', pit?.id ?? '', pit?.keepAlive);
  const isTold = sort.length === 0 || sort.some(({ kind }) => kind === 'shard_doc');
  return {
    indices: indicesAt(context.indices),
    search: isTold ? search : { ...search, tiebreak: 'shown' },
  };
}

function open({ part, parameters }: RestRequest, store: Store): Promise<SearchContext> {
  const keepAlive = parameters.text('keep_alive');
  if (keepAlive === undefined) {
    throw errors.validation('1: [keep_alive] is not specified;');
  }
  const targets = store.catalog.resolve(part('index') ?? '', resolveOptions(parameters));
  return contextsOf(store).open('pit', targets, keepAlive);
}

async function closeAll(store: Store, ids: readonly string[]) {
  const contexts = contextsOf(store);
  const pits = ids.map(async (id) => ({ pit_id: id, successful: await contexts.close('pit', id) }));
  return { pits: await Promise.all(pits) };
}

const shardsOf = (total: number) => ({ total, successful: total, skipped: 0, failed: 0 });
