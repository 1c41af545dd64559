import { errors } from '@longshore/common/errors';
import { SOURCE_PARAMETERS } from '../documents/source-filter.ts';
import { refreshAfter } from '../documents/write-request.ts';
import type { RestRoute } from '../route.ts';
import { SEARCH_PARAMETERS } from '../search/search-parameters.ts';
import { RUN_IGNORED, RUN_PARAMETERS, readRunOptions, refuseTwoSlicings } from './options.ts';
import { runByQuery } from './run.ts';
import { readByQueryBody, searchOf, targetsOf } from './search-of.ts';
import { writePage } from './write-page.ts';

/** What such a request takes beside `SEARCH_PARAMETERS`. */
export const BY_QUERY_PARAMETERS = [
  ...RUN_PARAMETERS,
  ...SEARCH_PARAMETERS.filter((name) => name !== 'timeout'),
  ...['search_timeout', 'stats', 'terminate_after'],
];
export const BY_QUERY_IGNORED = [
  ...RUN_IGNORED,
  ...SOURCE_PARAMETERS,
  ...['search_timeout', 'stats', 'terminate_after', 'track_total_hits', 'version'],
];

const NO_SOURCE = Buffer.alloc(0);

/** `POST /{index}/_delete_by_query` */
export const deleteByQuery: RestRoute = {
  methods: ['POST'],
  paths: ['/:index/_delete_by_query'],
  parameters: BY_QUERY_PARAMETERS,
  ignored: BY_QUERY_IGNORED,
  handle: async (request, store) => {
    const { own, search: body } = readByQueryBody(request.body);
    if (own.script !== undefined) {
      throw errors.parsing('Unknown key for a START_OBJECT in [script].');
    }
    if (body.query === undefined && !request.parameters.has('q')) {
      throw errors.validation('1: query is missing;');
    }
    const options = readRunOptions(own, request.parameters);
    refuseTwoSlicings(body, options);
    const search = { ...searchOf(body, request), from: 0, aggs: [] };
    const targets = targetsOf(request, store);
    const uuids = targets.map(({ uuid }) => uuid);
    return runByQuery(store, {
      kind: 'delete',
      action: 'indices:data/write/delete/byquery',
      description: `delete-by-query [${targets.map(({ name }) => name).join(', ')}]`,
      targets,
      search,
      options,
      apply: (page, progress) =>
        writePage(
          store,
          page.flatMap(({ index, id, routing, seqNo }) => {
            const entry = store.catalog.indexByUuid(index.uuid);
            const conditions = { ifSeqNo: seqNo, ifPrimaryTerm: 1 };
            return entry
              ? [{ entry, kind: 'delete' as const, id, routing, source: NO_SOURCE, conditions }]
              : [];
          }),
          { options, progress },
        ),
      refresh: () => refreshAfter(store, 'true', uuids),
    });
  },
};
