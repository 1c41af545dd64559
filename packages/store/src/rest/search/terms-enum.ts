import { parseDuration } from '@longshore/common/duration';
import { errors } from '@longshore/common/errors';
import { isObject, type Json, type JsonObject, jsonNumber, jsonText } from '@longshore/common/json';
import type { SearchIndex } from '../../index/target.ts';
import { findField, isKeyword } from '../../search/field-context.ts';
import { parseSearch } from '../../search/parse-search.ts';
import { EXPRESSION_PARAMETERS, resolveOptions } from '../parameters.ts';
import { requireObject } from '../read-body.ts';
import { ok, type RestRequest, type RestRoute, type Store } from '../route.ts';
import { filterIndices } from './index-filter.ts';
import { searcherOf } from './search-parameters.ts';

const SIZE = 10;
const SIZE_MAX = 10_000;
const TIMEOUT = '1s';
const KEYS = [
  ...['field', 'string', 'search_after', 'size', 'timeout', 'case_insensitive', 'index_filter'],
];

/** What a request wants to see of the terms of a field. */
interface TermsRequest {
  readonly field: string;
  /** What the terms begin with. */
  readonly text: string;
  /** They come behind this one. */
  readonly after: string | undefined;
  readonly size: number;
  readonly timeoutMs: number;
  readonly isCaseInsensitive: boolean;
}

/** `GET|POST /{index}/_terms_enum`: values of a field that begin with a text, for who is typing one. */
export const termsEnum: RestRoute = {
  methods: ['GET', 'POST'],
  paths: ['/:index/_terms_enum'],
  parameters: EXPRESSION_PARAMETERS,
  partly:
    'Terms are those of keyword fields and versions. Behind `search_after` it looks at the first 10,000 terms, and says with `complete` when that were too few.',
  handle: async (request, store) => {
    const body = requireObject(request.body, KEYS);
    const wanted = readRequest(body);
    const target = await targetOf(request, store, body.index_filter);
    const fitting = target.filter(({ mapping }) => {
      const field = findField(mapping, wanted.field);
      return field !== undefined && (isKeyword(field) || field.type === 'version');
    });
    if (fitting.length === 0) {
      const total = target.length;
      const shards = { total, successful: total, failed: 0 };
      return ok({ _shards: shards, terms: [], complete: true });
    }
    await store.writer.settled(fitting.map(({ uuid }) => uuid));
    const answer = await searcherOf(store).search(fitting, parseSearch(searchOf(wanted)), {
      signal: request.signal,
      typedKeys: false,
    });
    const { terms, isWhole } = termsOf(answer.aggregations, wanted);
    return ok({ _shards: answer._shards, terms, complete: isWhole && answer.timed_out === false });
  },
};

function readRequest(body: JsonObject): TermsRequest {
  if (typeof body.field !== 'string') {
    throw errors.validation('1: field cannot be null;');
  }
  const size = body.size === undefined ? SIZE : jsonNumber(body.size);
  if (!Number.isInteger(size) || size < 1 || size > SIZE_MAX) {
    throw errors.validation(`1: size must be between [1] and [${SIZE_MAX}];`);
  }
  const after = body.search_after ?? undefined;
  return {
    field: body.field,
    text: body.string === undefined ? '' : jsonText(body.string),
    after: after === undefined ? undefined : jsonText(after),
    size,
    timeoutMs: parseDuration(jsonText(body.timeout ?? TIMEOUT)),
    isCaseInsensitive: body.case_insensitive === true,
  };
}

async function targetOf(
  { part, parameters, signal }: RestRequest,
  store: Store,
  filter: Json | undefined,
): Promise<readonly SearchIndex[]> {
  const target = store.catalog.resolve(part('index') ?? '', resolveOptions(parameters));
  if (filter === undefined) {
    return target;
  }
  const all = target.flatMap(({ uuid }) => store.catalog.indexByUuid(uuid) ?? []);
  const { entries } = await filterIndices(all, { filter, runtime: new Map() }, { signal, store });
  const kept = new Set(entries.map(({ uuid }) => uuid));
  return target.filter(({ uuid }) => kept.has(uuid));
}

/** A search for the terms: documents that have such a value, and of these the values that are such. */
function searchOf({ field, text, after, size, timeoutMs, isCaseInsensitive }: TermsRequest): Json {
  const value = { value: text, case_insensitive: isCaseInsensitive };
  const terms: Record<string, Json> = {
    field,
    size: after === undefined ? size : SIZE_MAX,
    order: { _key: 'asc' },
  };
  if (text !== '') {
    terms.include = `${patternOf(text, isCaseInsensitive)}.*`;
  }
  return {
    size: 0,
    track_total_hits: false,
    timeout: `${Math.ceil(timeoutMs)}ms`,
    query: {
      bool: {
        filter: [
          ...(text === '' ? [] : [{ prefix: { [field]: value } }]),
          ...(after === undefined ? [] : [{ range: { [field]: { gt: after } } }]),
        ],
      },
    },
    aggs: { terms: { terms } },
  };
}

/** A regular expression that matches a text as it is. */
function patternOf(text: string, isCaseInsensitive: boolean): string {
  return [...text]
    .map((char) => {
      const [lower, upper] = [char.toLowerCase(), char.toUpperCase()];
      const hasCases = isCaseInsensitive && lower !== upper && lower.length === upper.length;
      return hasCases ? `[${lower}${upper}]` : char.replace(/[.?+*|{}[\]()"\\#@&<>~^$]/, '\\$&');
    })
    .join('');
}

function termsOf(aggregations: unknown, { after, size }: TermsRequest) {
  const terms = isObject(aggregations) ? aggregations.terms : undefined;
  const buckets = isObject(terms) && Array.isArray(terms.buckets) ? terms.buckets : [];
  const keys = buckets.map((bucket) => String(isObject(bucket) ? bucket.key : ''));
  const isCut = after !== undefined && keys.length === SIZE_MAX;
  const at = after === undefined ? -1 : keys.indexOf(after);
  const behind =
    at >= 0 ? keys.slice(at + 1) : keys.filter((key) => after === undefined || key > after);
  return { terms: behind.slice(0, size), isWhole: !isCut };
}
