import { errors } from '@longshore/common/errors';
import type { JsonObject } from '@longshore/common/json';
import type { SearchIndex } from '../../index/target.ts';
import type { SearchRequest } from '../../search/search-request.ts';
import { resolveOptions } from '../parameters.ts';
import type { RestRequest, Store } from '../route.ts';
import { readSearch, readSearchBody } from '../search/search-parameters.ts';

const OWN_MEMBERS = ['conflicts', 'max_docs', 'script', 'size'];

/** The body of a request by query, with and without what is not of its search. */
export interface ByQueryBody {
  readonly own: JsonObject;
  readonly search: JsonObject;
}

export function readByQueryBody(body: Buffer): ByQueryBody {
  const whole = readSearchBody(body);
  const pick = (isOwn: boolean): JsonObject =>
    Object.fromEntries(
      Object.entries(whole).filter(([key]) => OWN_MEMBERS.includes(key) === isOwn),
    );
  return { own: pick(true), search: pick(false) };
}

/** Which documents a request is for. */
export function searchOf(search: JsonObject, { parameters }: RestRequest): SearchRequest {
  refuseInSearch(search);
  if (parameters.has('from')) {
    throw errors.validation('1: from is not supported in this context;');
  }
  return { ...readSearch(search, parameters), terminateAfter: undefined };
}

/** What a search of documents to be written cannot have. */
export function refuseInSearch(search: JsonObject): void {
  const problems = [
    search.from !== undefined && search.from !== -1 && 'from is not supported in this context',
    search.stored_fields !== undefined && 'stored_fields is not supported in this context',
    search.terminate_after !== undefined && 'terminate_after is not supported in this context',
    search._source === false && '_source:false is not supported in this context',
  ].filter((problem) => problem !== false);
  if (problems.length > 0) {
    const text = problems.map((problem, i) => `${i + 1}: ${problem};`).join('');
    throw errors.validation(text);
  }
}

/** The indices of the path. */
export function targetsOf({ part, parameters }: RestRequest, store: Store): readonly SearchIndex[] {
  return store.catalog.resolve(part('index') ?? '', resolveOptions(parameters));
}
