import { errors } from '@longshore/common/errors';
import { type JsonObject, jsonText } from '@longshore/common/json';
import { toJsonText } from '../../search/json-text.ts';
import { Limiter } from '../../search/limiter.ts';
import { answerOf } from '../../search/search.ts';
import { errorAnswer, toLongshoreError } from '../error-answer.ts';
import { EXPRESSION_PARAMETERS, type Parameters, resolveOptions } from '../parameters.ts';
import { ok, type RestAnswer, type RestRequest, type RestRoute, type Store } from '../route.ts';
import { checkLimits } from './check-limits.ts';
import { countSearch } from './count-search.ts';
import { withResolvedBoosts } from './resolve-boosts.ts';
import { allowsPartial, readSearch, readSearchBody } from './search-parameters.ts';
import {
  asSearchTask,
  beginning,
  describeSearch,
  SEARCH_ACTIONS,
  type SearchWork,
} from './search-task.ts';
import { totalsAsNumbers } from './totals-as-numbers.ts';
import { trackedSearch } from './tracked-search.ts';

const SEARCHES_MAX = 1_000;
const PARALLEL_SEARCHES_MAX = 2;
/** Members of a header line that change nothing here, beside those that are read. */
const HEADER_KEYS: ReadonlySet<string> = new Set([
  'index',
  'indices',
  'ignore_unavailable',
  'allow_no_indices',
  'expand_wildcards',
  'allow_partial_search_results',
]);

/** `GET|POST /_msearch`: several searches in one request; one that fails fails only itself. */
export const msearch: RestRoute = {
  methods: ['GET', 'POST'],
  paths: ['/_msearch', '/:index/_msearch'],
  takesLines: true,
  parameters: [
    ...EXPRESSION_PARAMETERS,
    'index',
    'routing',
    'ignore_throttled',
    'include_named_queries_score',
    'ccs_minimize_roundtrips',
    'max_concurrent_searches',
    'max_concurrent_shard_requests',
    'pre_filter_shard_size',
    'rest_total_hits_as_int',
    'search_type',
    'typed_keys',
  ],
  handle: async (request, store) => answerSearches(request, store, (body) => body),
};

/** Runs the searches of a request, whose bodies `bodyOf` gives. */
export async function answerSearches(
  request: RestRequest,
  store: Store,
  bodyOf: (line: Buffer) => Buffer,
): Promise<RestAnswer> {
  const startedAt = performance.now();
  const searches = splitSearches(request.body);
  const limiter = new Limiter(PARALLEL_SEARCHES_MAX);
  const work = {
    action: SEARCH_ACTIONS.msearch,
    description: `requests[${searches.length}], source[${beginning(request.body)}]`,
    signal: request.signal,
  };
  const responses = await asSearchTask(store, work, (signal, parent) =>
    Promise.all(
      searches.map((lines) =>
        limiter.run(() => searchOne(lines, { request, signal, parent, bodyOf }, store)),
      ),
    ),
  );
  const took = Math.round(performance.now() - startedAt);
  return ok(toJsonText({ took, responses }));
}

interface SearchLines {
  readonly header: Buffer;
  readonly body: Buffer;
}

/** Pairs of lines; a header may be empty. */
function splitSearches(body: Buffer): readonly SearchLines[] {
  const lines: Buffer[] = [];
  for (let at = 0; at < body.length; ) {
    const end = body.indexOf(0x0a, at);
    if (end < 0) {
      throw errors.illegalArgument('The msearch request must be terminated by a newline [\n]');
    }
    lines.push(body.subarray(at, end));
    at = end + 1;
    if (lines.length > 2 * SEARCHES_MAX) {
      throw errors.illegalArgument(
        `more than ${SEARCHES_MAX} searches in one request; send them in several`,
      );
    }
  }
  const searches: SearchLines[] = [];
  for (let i = 0; i < lines.length; i += 2) {
    const [header, search] = [lines[i], lines[i + 1]];
    if (header !== undefined && search !== undefined) {
      searches.push({ header, body: search });
    }
  }
  if (searches.length === 0) {
    throw errors.validation('1: no requests added;');
  }
  return searches;
}

interface Around extends Pick<SearchWork, 'signal' | 'parent'> {
  readonly request: RestRequest;
  readonly bodyOf: (line: Buffer) => Buffer;
}

async function searchOne(
  lines: SearchLines,
  { request, signal: gone, parent, bodyOf }: Around,
  store: Store,
): Promise<Readonly<Record<string, unknown>>> {
  const { parameters } = request;
  try {
    const header = lines.header.toString().trim() === '' ? {} : readSearchBody(lines.header);
    const ofHeader = headerParameters(header, parameters);
    const body = readSearchBody(bodyOf(lines.body));
    const search = readSearch(body, ofHeader);
    const target = store.catalog.resolve(
      readIndex(header) ?? request.part('index') ?? parameters.text('index') ?? '',
      resolveOptions(ofHeader),
    );
    checkLimits(store, search, target);
    await store.writer.settled(target.map(({ uuid }) => uuid));
    const options = {
      typedKeys: parameters.boolean('typed_keys', false),
      allowsPartial: allowsPartial(ofHeader, store),
    };
    const work = {
      action: SEARCH_ACTIONS.search,
      description: describeSearch(target, lines.body),
      ...{ signal: gone, parent },
    };
    const found = await trackedSearch(store, {
      search: withResolvedBoosts(search, store, ofHeader),
      ...{ options, work },
      indices: target,
      source: lines.body,
    });
    const answer = answerOf(found, target);
    countSearch(store, target, body, answer.took);
    const isInt = parameters.boolean('rest_total_hits_as_int', false);
    return { ...(isInt ? totalsAsNumbers(answer) : answer), status: 200 };
  } catch (error) {
    const { body } = errorAnswer(toLongshoreError(error, store.log), false);
    return body as Readonly<Record<string, unknown>>;
  }
}

function readIndex(header: JsonObject): string | undefined {
  const given = header.index ?? header.indices;
  if (given === undefined || given === null) {
    return undefined;
  }
  return jsonText(given);
}

/** The header of a search as parameters, over those of the request. Unknown members are ignored, as by all. */
function headerParameters(header: JsonObject, outer: Parameters): Parameters {
  const own = (name: string): string | undefined => {
    const value = HEADER_KEYS.has(name) ? header[name] : undefined;
    return value === undefined || value === null ? undefined : jsonText(value);
  };
  return {
    has: (name) => own(name) !== undefined || outer.has(name),
    text: (name) => own(name) ?? outer.text(name),
    boolean: (name, fallback) => {
      const value = own(name);
      return value === undefined ? outer.boolean(name, fallback) : value === 'true';
    },
    integer: (name) => outer.integer(name),
    list: (name) => own(name)?.split(',') ?? outer.list(name),
  };
}
