import { errors } from '@longshore/common/errors';
import { isObject, type Json, jsonNumber, jsonText } from '@longshore/common/json';
import { parseTimeValue } from '@longshore/common/time-value';
import { parseRuntimeFields } from '../index/runtime/runtime-fields.ts';
import { parseCollapse } from './collapse.ts';
import { parseHighlight } from './highlight/highlight-request.ts';
import { parseFieldRequests } from './hit-fields.ts';
import { parseIndicesBoost } from './indices-boost.ts';
import { parsePit, parseSlice } from './moment.ts';
import { parseAggs } from './parse-aggs.ts';
import { parseQuery } from './parse-query.ts';
import { type ObjectReader, typeName } from './read-object.ts';
import { checkRescores, parseRescores } from './rescore.ts';
import { parseScriptFields } from './runtime/script-fields.ts';
import { openBodyReader } from './search-body.ts';
import type { SearchRequest } from './search-request.ts';
import { parseSort } from './sort.ts';
import { parseSourceFilter } from './source-filter.ts';
import { parseSuggest } from './suggest/suggestion.ts';

const SIZE = 10;
/** Names in `stored_fields` that are of no field of the mapping. */
const STORED_METADATA: ReadonlySet<string> = new Set(['_none_', '_source', '_id', '_routing']);
/** Totals are exact up to here unless asked for more. */
const TOTAL_HITS_MAX = 10_000;

/** The body of a search to a request. Throws for members that we do not know, or know and do not do. */
export function parseSearch(body: Json | undefined): SearchRequest {
  const reader = openBodyReader(body);
  const searchAfter = reader.json('search_after');
  const scriptFields = parseScriptFields(reader.json('script_fields'));
  // What is computed is shown instead of the source, unless both are asked for.
  const stored = storedNames(reader);
  const hidesSource =
    (stored !== undefined && !stored.includes('_source')) || scriptFields.length > 0;
  const collapsing = parseCollapse(reader.json('collapse'), { parseQuery });
  const source = reader.json('_source') ?? (hidesSource ? false : undefined);
  const request: SearchRequest = {
    query: readQuery(reader.json('query')),
    from: readCount(reader, 'from', 0, searchAfter),
    size: readCount(reader, 'size', SIZE, undefined),
    sort: parseSort(reader.json('sort'), { parseQuery }),
    searchAfter: readSearchAfter(searchAfter),
    source: parseSourceFilter(source),
    trackTotalHits: readTrackTotalHits(reader.json('track_total_hits')),
    trackScores: reader.optionalBoolean('track_scores') ?? false,
    version: reader.optionalBoolean('version') ?? false,
    seqNoPrimaryTerm: reader.optionalBoolean('seq_no_primary_term') ?? false,
    explain: reader.optionalBoolean('explain') ?? false,
    withNamedScores: reader.optionalBoolean('include_named_queries_score') ?? false,
    timeoutMs: readTimeout(reader.optionalString('timeout')),
    scriptFields,
    fields: [
      ...parseFieldRequests('fields', reader.json('fields')),
      ...parseFieldRequests('docvalue_fields', reader.json('docvalue_fields')),
      ...parseFieldRequests('stored_fields', (stored ?? []).filter(isOfMapping)),
      // Each hit shows the value that it stands for.
      ...parseFieldRequests('docvalue_fields', [collapsing.collapse?.field ?? []].flat()),
    ],
    highlight: parseHighlight(reader.json('highlight'), { parseQuery }),
    runtime: parseRuntimeFields(reader.json('runtime_mappings')),
    aggs: parseAggs(readAggs(reader)),
    rescores: parseRescores(reader.json('rescore')),
    minScore: reader.optionalNumber('min_score'),
    terminateAfter: readTerminateAfter(reader.optionalInteger('terminate_after')),
    indicesBoost: parseIndicesBoost(reader.json('indices_boost')),
    suggest: parseSuggest(reader.json('suggest')),
    profile: reader.optionalBoolean('profile') ?? false,
    ...collapsing,
    ...readMoment(reader),
  };
  reader.rejectUnknown();
  checkSearchAfter(request);
  checkRescores(request);
  return request;
}

/** The body of a count: a query and nothing else. */
export function parseCount(body: Json | undefined): Pick<SearchRequest, 'query'> {
  const given = body ?? {};
  if (!isObject(given)) {
    throw errors.parsing(`request does not support [${typeName(given)}]`);
  }
  const other = Object.keys(given).find((key) => key !== 'query');
  if (other !== undefined) {
    throw errors.parsing(`request does not support [${other}]`);
  }
  return { query: readQuery(given.query) };
}

const readQuery = (given: Json | undefined) => parseQuery(given ?? { match_all: {} });

function readAggs(reader: ObjectReader): Json | undefined {
  const aggs = reader.json('aggs');
  const aggregations = reader.json('aggregations');
  if (aggs !== undefined && aggregations !== undefined) {
    throw errors.parsing('Found both [aggs] and [aggregations]');
  }
  return aggs ?? aggregations;
}

function readCount(
  reader: ObjectReader,
  key: 'from' | 'size',
  fallback: number,
  searchAfter: Json | undefined,
): number {
  const value = reader.optionalInteger(key) ?? fallback;
  if (key === 'from' && value === -1 && searchAfter !== undefined) {
    return 0;
  }
  if (value < 0) {
    throw errors.illegalArgument(`[${key}] parameter cannot be negative but was [${value}]`);
  }
  return value;
}

/** `true` is all, `false` is none, a number is the limit. */
export function readTrackTotalHits(given: Json | undefined): number {
  if (given === undefined || given === null) {
    return TOTAL_HITS_MAX;
  }
  if (given === true || given === 'true') {
    return Number.POSITIVE_INFINITY;
  }
  if (given === false || given === 'false') {
    return 0;
  }
  const limit = jsonNumber(given);
  if (!Number.isSafeInteger(limit) || limit < -1 || limit === 0 || typeof given === 'object') {
    throw errors.illegalArgument(
      `[track_total_hits] parameter must be positive or equals to -1, got ${jsonText(given)}`,
    );
  }
  return limit === -1 ? Number.POSITIVE_INFINITY : limit;
}

function readTimeout(given: string | undefined): number | undefined {
  if (given === undefined || given === '-1') {
    return undefined;
  }
  return parseTimeValue(given, 'timeout');
}

/** `terminate_after`; 0 is no limit. */
export function readTerminateAfter(given: number | undefined): number | undefined {
  if (given !== undefined && given < 0) {
    throw errors.illegalArgument('terminateAfter must be > 0');
  }
  return given === 0 ? undefined : given;
}

function readSearchAfter(given: Json | undefined): readonly Json[] | undefined {
  if (given === undefined || given === null) {
    return undefined;
  }
  if (!Array.isArray(given) || given.length === 0) {
    throw errors.illegalArgument('Values must contains at least one value.');
  }
  return given;
}

/** What `stored_fields` names; who names any gets the source only if it is among them, or asked for otherwise. */
function storedNames(reader: ObjectReader): readonly string[] | undefined {
  const stored = reader.json('stored_fields');
  return stored === undefined ? undefined : [stored ?? []].flat().map(jsonText);
}

const isOfMapping = (name: string): boolean => !STORED_METADATA.has(name);

function readMoment(reader: ObjectReader): Pick<SearchRequest, 'pit' | 'slice'> {
  const pit = parsePit(reader.json('pit'));
  const slice = parseSlice(reader.json('slice'));
  return { ...(pit === undefined ? {} : { pit }), ...(slice === undefined ? {} : { slice }) };
}

function checkSearchAfter({ searchAfter, sort, from, pit }: SearchRequest): void {
  if (searchAfter === undefined) {
    return;
  }
  if (sort.length === 0) {
    throw errors.illegalArgument('Sort must contain at least one field.');
  }
  if (from > 0) {
    throw errors.validation('1: `from` parameter must be set to 0 when `search_after` is used.;');
  }
  // With a point in time hits have one more sort value, which tells equal ones apart.
  const isLonger = pit !== undefined && searchAfter.length === sort.length + 1;
  if (searchAfter.length !== sort.length && !isLonger) {
    throw errors.illegalArgument(
      `search_after has ${searchAfter.length} value(s) but sort has ${sort.length}.`,
    );
  }
}
