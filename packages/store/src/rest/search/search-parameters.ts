import { errors } from '@longshore/common/errors';
import { isObject, type Json, type JsonObject, jsonText } from '@longshore/common/json';
import type { Engine } from '../../engine/engine.ts';
import { parseQuery } from '../../search/parse-query.ts';
import { parseSearch, readTrackTotalHits } from '../../search/parse-search.ts';
import { parseRequestJson } from '../../search/request-json.ts';
import { Searcher } from '../../search/search.ts';
import { limitsOf } from '../../search/search-limits.ts';
import type { SearchRequest } from '../../search/search-request.ts';
import { parseSortParameter } from '../../search/sort.ts';
import { someOf } from '../../search/source-filter.ts';
import { readSourceFilter, SOURCE_PARAMETERS } from '../documents/source-filter.ts';
import { EXPRESSION_PARAMETERS, type Parameters } from '../parameters.ts';
import type { Store } from '../route.ts';
import { openDocumentReader } from './read-document.ts';

/** Parameters of a query text in the URI. */
export const TEXT_PARAMETERS = [
  'q',
  'df',
  'default_operator',
  'analyzer',
  'analyze_wildcard',
  'lenient',
] as const;

/** What a count takes. */
export const COUNT_PARAMETERS = [
  ...EXPRESSION_PARAMETERS,
  ...TEXT_PARAMETERS,
  'ignore_throttled',
  'min_score',
  'preference',
  'routing',
  'terminate_after',
] as const;

/** What a search takes. Those on the distribution of work over nodes change nothing here. */
export const SEARCH_PARAMETERS = [
  ...EXPRESSION_PARAMETERS,
  ...TEXT_PARAMETERS,
  ...SOURCE_PARAMETERS,
  'from',
  'size',
  'sort',
  'timeout',
  'track_total_hits',
  'track_scores',
  'version',
  'seq_no_primary_term',
  'rest_total_hits_as_int',
  'typed_keys',
  'allow_partial_search_results',
  'batched_reduce_size',
  'ccs_minimize_roundtrips',
  'ignore_throttled',
  'max_concurrent_shard_requests',
  'pre_filter_shard_size',
  'preference',
  'request_cache',
  'routing',
  'search_type',
] as const;

const searchers = new WeakMap<Engine, Searcher>();

/** The searcher of a store, which remembers what the tables of its engine look like. */
export function searcherOf(store: Store): Searcher {
  const { engine, writer, catalog } = store;
  const known = searchers.get(engine);
  if (known !== undefined) {
    return known;
  }
  const searcher = new Searcher(engine, {
    unavailable: (index) => writer.unavailable(index),
    document: openDocumentReader(store),
    limits: () => limitsOf(catalog.clusterSettings),
  });
  searchers.set(engine, searcher);
  return searcher;
}

/** Whether some shards may fail. */
export const allowsPartial = (parameters: Parameters, { catalog }: Pick<Store, 'catalog'>) =>
  parameters.boolean(
    'allow_partial_search_results',
    catalog.clusterSettings.get('search.default_allow_partial_results') !== 'false',
  );

/** The body of a search; integers beyond 2^53 come as texts, which stand for numbers everywhere in it. */
export function readSearchBody(body: Buffer): JsonObject {
  if (body.length === 0) {
    return {};
  }
  const plain = parseRequestJson(body);
  if (!isObject(plain)) {
    throw errors.parsing('the request body must be a JSON object');
  }
  return plain;
}

/** The body with the query text of the URI, which wins over the body's query. */
export function withQueryText(body: JsonObject, parameters: Parameters): JsonObject {
  const text = parameters.text('q');
  if (text === undefined) {
    return body;
  }
  const field = parameters.text('df');
  const operator = parameters.text('default_operator');
  const analyzer = parameters.text('analyzer');
  const query: Record<string, Json> = { query: text };
  if (field !== undefined) {
    query.default_field = field;
  }
  if (operator !== undefined) {
    query.default_operator = operator;
  }
  if (analyzer !== undefined) {
    query.analyzer = analyzer;
  }
  if (parameters.has('lenient')) {
    query.lenient = parameters.boolean('lenient', true);
  }
  return { ...body, query: { query_string: query } };
}

/** The request of a search from its body and its parameters, which win. */
export function readSearch(given: JsonObject, parameters: Parameters): SearchRequest {
  checkLeast(parameters);
  const body: Record<string, Json> = { ...withQueryText(given, parameters) };
  for (const name of ['from', 'size', 'timeout', 'terminate_after'] as const) {
    const value = parameters.text(name);
    if (value !== undefined) {
      body[name] = value;
    }
  }
  for (const name of [
    'explain',
    'include_named_queries_score',
    'track_scores',
    'version',
    'seq_no_primary_term',
  ] as const) {
    if (parameters.has(name)) {
      body[name] = parameters.boolean(name, false);
    }
  }
  if (parameters.has('suggest_field')) {
    body.suggest = suggestOf(parameters);
  }
  for (const name of ['docvalue_fields', 'stored_fields'] as const) {
    const names = parameters.list(name);
    if (names !== undefined) {
      body[name] = [...names];
    }
  }
  const request = parseSearch(body);
  const sort = parameters.list('sort');
  return {
    ...request,
    ...(sort === undefined ? {} : { sort: parseSortParameter(sort, { parseQuery }) }),
    ...(hasAny(parameters, SOURCE_PARAMETERS) ? { source: readSource(parameters) } : {}),
    trackTotalHits: readTotal(body.track_total_hits, parameters),
  };
}

/** A term suggester under the name of its field. */
function suggestOf(parameters: Parameters): Json {
  const field = parameters.text('suggest_field') ?? '';
  const text = parameters.text('suggest_text') ?? parameters.text('q') ?? null;
  const term = {
    field,
    suggest_mode: parameters.text('suggest_mode') ?? null,
    size: parameters.text('suggest_size') ?? null,
  };
  return { [field]: { text, term } };
}

/** Numbers that change nothing here must be such as would do something elsewhere. */
const LEAST = [
  { parameter: 'batched_reduce_size', name: 'batchedReduceSize', least: 2 },
  { parameter: 'pre_filter_shard_size', name: 'preFilterShardSize', least: 1 },
  {
    parameter: 'max_concurrent_shard_requests',
    name: 'maxConcurrentShardRequests',
    least: 1,
  },
] as const;

function checkLeast(parameters: Parameters): void {
  for (const { parameter, name, least } of LEAST) {
    if ((parameters.integer(parameter) ?? least) < least) {
      throw errors.illegalArgument(`${name} must be >= ${least}`);
    }
  }
}

const hasAny = (parameters: Parameters, names: readonly string[]): boolean =>
  names.some((name) => parameters.has(name));

function readSource(parameters: Parameters): SearchRequest['source'] {
  const { isWanted, includes, excludes } = readSourceFilter(parameters);
  return isWanted ? someOf(includes, excludes) : { kind: 'none' };
}

/** A total that is a number alone cannot say that it is only a lower bound. */
function readTotal(inBody: Json | undefined, parameters: Parameters): number {
  const given = parameters.has('track_total_hits')
    ? (parameters.text('track_total_hits') ?? 'true')
    : inBody;
  const limit = readTrackTotalHits(given === '' ? true : given);
  if (!parameters.boolean('rest_total_hits_as_int', false)) {
    return limit;
  }
  if (given !== undefined && limit !== 0 && Number.isFinite(limit)) {
    throw errors.illegalArgument(
      `[rest_total_hits_as_int] cannot be used if the tracking of total hits is not accurate, got ${jsonText(given)}`,
    );
  }
  return limit === 0 ? 0 : Number.POSITIVE_INFINITY;
}
