import { errors, LongshoreError } from '@longshore/common/errors';
import { isObject, type Json, type JsonObject } from '@longshore/common/json';
import { errorAnswer } from '../error-answer.ts';
import { oneIndex } from '../one-index.ts';
import { readObject } from '../read-body.ts';
import type { RestRoute, Store } from '../route.ts';
import { documentText, readDocument } from './get-document.ts';
import {
  readSourceFilter,
  SOURCE_PARAMETERS,
  type SourceFilter,
  WHOLE_SOURCE,
} from './source-filter.ts';

/** `GET|POST /_mget`: documents in the order asked; each may be missing, or its index. */
export const multiGet: RestRoute = {
  methods: ['GET', 'POST'],
  paths: ['/_mget', '/:index/_mget'],
  parameters: [...SOURCE_PARAMETERS, 'realtime', 'refresh', 'routing', 'preference'],
  handle: async (request, store) => {
    const wanted = readWanted(
      readObject(request.body, ['docs', 'ids']),
      request.part('index'),
      readSourceFilter(request.parameters),
    );
    const how = {
      needsRefresh: request.parameters.boolean('refresh', false),
      isRealtime: request.parameters.boolean('realtime', true),
    };
    const texts: string[] = [];
    for (const one of wanted) {
      texts.push(await fetchOne(store, one, how));
    }
    return { status: 200, body: `{"docs":[${texts.join(',')}]}` };
  },
};

interface Wanted {
  readonly index: string;
  readonly id: string;
  readonly filter: SourceFilter;
}

function readWanted(
  body: JsonObject,
  index: string | undefined,
  filter: SourceFilter,
): readonly Wanted[] {
  const docs = body.docs ?? body.ids;
  if (!Array.isArray(docs) || docs.length === 0) {
    throw errors.validation('1: no documents to get;');
  }
  return docs.map((doc: Json, place) => {
    const one: JsonObject = isObject(doc) ? doc : { _id: doc };
    const name = one._index ?? index;
    if (name === undefined || name === null) {
      throw errors.validation(`1: index is missing for doc ${place};`);
    }
    if (one._id === undefined || one._id === null) {
      throw errors.validation(`1: id is missing for doc ${place};`);
    }
    refuseUnknown(one);
    return { index: String(name), id: String(one._id), filter: itemFilter(one._source, filter) };
  });
}

const ITEM_KEYS = ['_id', '_index', '_routing', '_source', '_type', 'routing'];

function refuseUnknown(item: JsonObject): void {
  const unknown = Object.keys(item).find((key) => !ITEM_KEYS.includes(key));
  if (unknown !== undefined) {
    throw errors.parsing(
      `unknown parameter [${unknown}] in request body or parameter is of the wrong type`,
    );
  }
}

function itemFilter(source: Json | undefined, fallback: SourceFilter): SourceFilter {
  if (source === undefined) {
    return fallback;
  }
  if (typeof source === 'boolean') {
    return { ...WHOLE_SOURCE, isWanted: source };
  }
  const list = (value: Json | undefined): readonly string[] =>
    value === undefined ? [] : (Array.isArray(value) ? value : [value]).map(String);
  if (isObject(source)) {
    const includes = list(source.includes ?? source.include);
    return { isWanted: true, includes, excludes: list(source.excludes ?? source.exclude) };
  }
  return { isWanted: true, includes: list(source), excludes: [] };
}

async function fetchOne(
  store: Store,
  { index, id, filter }: Wanted,
  { needsRefresh, isRealtime }: { readonly needsRefresh: boolean; readonly isRealtime: boolean },
): Promise<string> {
  try {
    const entry = oneIndex(store, index);
    if (needsRefresh) {
      await store.writer.refresh([entry.uuid]);
    }
    const document = await readDocument(store, entry, id, isRealtime);
    return documentText(entry, id, { document, filter });
  } catch (error) {
    if (!(error instanceof LongshoreError)) {
      throw error;
    }
    const { error: object } = errorAnswer(error, false).body as { error: JsonObject };
    return JSON.stringify({ _index: index, _id: id, error: object });
  }
}
