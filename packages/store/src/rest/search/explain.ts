import { errors } from '@longshore/common/errors';
import type { Json } from '@longshore/common/json';
import type { IndexEntry } from '../../index/index-entry.ts';
import type { SearchIndex } from '../../index/target.ts';
import { RawJson, toJsonText } from '../../search/json-text.ts';
import { parseCount } from '../../search/parse-search.ts';
import type { Query } from '../../search/query.ts';
import {
  filterSource,
  givenSourceFilter,
  SOURCE_PARAMETERS,
  type SourceFilter,
} from '../documents/source-filter.ts';
import { oneIndex } from '../one-index.ts';
import { ok, type RestRoute, type Store } from '../route.ts';
import { readSearchBody, searcherOf, TEXT_PARAMETERS, withQueryText } from './search-parameters.ts';

const IGNORED = ['preference', 'routing', 'stored_fields'];

/** `GET|POST /{index}/_explain/{id}`: whether a query matches a document, and how its score comes about. */
export const explainDocument: RestRoute = {
  methods: ['GET', 'POST'],
  paths: ['/:index/_explain/:id'],
  parameters: [...TEXT_PARAMETERS, ...SOURCE_PARAMETERS, ...IGNORED],
  ignored: IGNORED,
  partly:
    'Explanations give the score of each clause, not the frequencies of terms that it comes from.',
  handle: async (request, store) => {
    const { parameters, signal } = request;
    const name = request.part('index') ?? '';
    const id = request.part('id') ?? '';
    const body = withQueryText(readSearchBody(request.body), parameters);
    if (body.query === undefined) {
      throw errors.validation('1: query is missing;');
    }
    const { query } = parseCount(body);
    const entry = oneIndex(store, name);
    await store.writer.settled([entry.uuid]);
    const target = targetOf(store, entry);
    const asked = { id, query: throughAlias(entry, name, query) };
    const explained = await searcherOf(store).explain(target, asked, signal);
    const head = { _index: entry.name, _id: id };
    if (explained === undefined) {
      return { status: 404, body: { ...head, matched: false } };
    }
    const source = givenSourceFilter(parameters);
    const get = source && (await showSource(store, { entry, id, source }));
    return ok(toJsonText({ ...head, ...explained, get }));
  },
};

/** The index without the filter of an alias, by which a document is there and does not match. */
function targetOf({ catalog }: Store, { name }: IndexEntry): SearchIndex {
  const [target] = catalog.resolve(name, {
    ignoreUnavailable: false,
    allowNoIndices: false,
    expandWildcards: new Set(['none']),
  });
  if (!target) {
    throw errors.indexNotFound(name);
  }
  return target;
}

function throughAlias({ aliases }: IndexEntry, name: string, query: Query): Query {
  const filter = aliases[name]?.filter;
  const both: Json = { bool: { must: [query.json], filter: [filter ?? {}] } };
  return filter === undefined ? query : parseCount({ query: both }).query;
}

async function showSource(
  { writer }: Store,
  {
    entry,
    id,
    source,
  }: { readonly entry: IndexEntry; readonly id: string; readonly source: SourceFilter },
) {
  const [document] = await writer.get(entry.uuid, [id], false);
  const text = document?.source && filterSource(document.source, source);
  return { found: document !== undefined, _source: text && new RawJson(text) };
}
