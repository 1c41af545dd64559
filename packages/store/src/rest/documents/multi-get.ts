import { errors, LongshoreError } from '@longshore/common/errors';
import { isObject, type Json, type JsonObject, jsonNumber, jsonText } from '@longshore/common/json';
import type { IndexEntry } from '../../index/index-entry.ts';
import { typeName } from '../../search/read-object.ts';
import type { StoredDocument } from '../../write/operation.ts';
import { errorAnswer } from '../error-answer.ts';
import { oneIndex } from '../one-index.ts';
import { readObject } from '../read-body.ts';
import type { RestRoute, Store } from '../route.ts';
import {
  checkVersion,
  documentText,
  readDocuments,
  readShown,
  type Shown,
  showing,
  type WantedVersion,
} from './get-document.ts';
import { checkRequired, readRouting, routingThrough } from './routing.ts';
import { namesOf, SOURCE_PARAMETERS, sourceFilterOf } from './source-filter.ts';

/** Documents that are read together; their sources are in memory twice for a moment. */
const DOCUMENTS_AT_ONCE = 200;

/** `GET|POST /_mget`: documents in the order asked; each may be missing, or its index. */
export const multiGet: RestRoute = {
  methods: ['GET', 'POST'],
  paths: ['/_mget', '/:index/_mget'],
  parameters: [
    ...SOURCE_PARAMETERS,
    ...['preference', 'realtime', 'refresh', 'routing', 'stored_fields'],
  ],
  handle: async (request, store) => {
    const wanted = readWanted(readBody(request.body), request.part('index'), {
      shown: readShown(request.parameters),
      routing: readRouting(request.parameters),
    });
    const how = {
      needsRefresh: request.parameters.boolean('refresh', false),
      isRealtime: request.parameters.boolean('realtime', true),
    };
    const texts = await fetchAll(store, wanted, how);
    return { status: 200, body: `{"docs":[${texts.join(',')}]}` };
  },
};

interface Wanted {
  readonly index: string;
  readonly id: string;
  readonly routing: string | undefined;
  readonly shown: Shown;
  readonly version: WantedVersion;
}

function readBody(bytes: Buffer): JsonObject {
  if (bytes.length === 0) {
    throw new LongshoreError(
      'parse_exception',
      400,
      'request body or source parameter is required',
    );
  }
  const body = readObject(bytes);
  for (const [key, value] of Object.entries(body)) {
    if (!Array.isArray(value)) {
      throw errors.parsing(
        `unexpected token [${typeName(value)}], expected [FIELD_NAME] or [START_ARRAY]`,
        key,
      );
    }
    if (key !== 'docs' && key !== 'ids') {
      throw errors.parsing(`unknown key [${key}] for a START_ARRAY, expected [docs] or [ids]`, key);
    }
  }
  if (body.docs === undefined && [body.ids].flat().some((id) => typeof id === 'object')) {
    throw errors.illegalArgument('ids array element should only contain ids');
  }
  return body;
}

function readWanted(
  body: JsonObject,
  index: string | undefined,
  fallback: Pick<Wanted, 'routing' | 'shown'>,
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
    return {
      index: jsonText(name),
      id: jsonText(one._id),
      routing: itemRouting(one) ?? fallback.routing,
      shown: itemShown(one, fallback.shown),
      version: itemVersion(one),
    };
  });
}

const ITEM_KEYS = [
  ...['_id', '_index', '_routing', '_source', '_type', '_version', '_version_type'],
  ...['routing', 'stored_fields', 'version', 'version_type'],
];

function refuseUnknown(item: JsonObject): void {
  if (item.fields !== undefined) {
    throw errors.parsing('Unsupported field [fields] used, expected [stored_fields] instead');
  }
  const unknown = Object.keys(item).find((key) => !ITEM_KEYS.includes(key));
  if (unknown !== undefined) {
    throw errors.parsing(
      `unknown parameter [${unknown}] in request body or parameter is of the wrong type`,
    );
  }
}

/** What a document says for itself stands in place of what the request says for all. */
function itemShown({ _source: source, stored_fields: stored }: JsonObject, fallback: Shown): Shown {
  if (source === undefined && stored === undefined) {
    return fallback;
  }
  const names = stored === undefined ? fallback.stored : namesOf(stored);
  return showing(source === undefined ? undefined : sourceFilterOf(source), names);
}

function itemRouting(item: JsonObject): string | undefined {
  const routing = item.routing ?? item._routing ?? '';
  return jsonText(routing) || undefined;
}

function itemVersion(item: JsonObject): WantedVersion {
  const version = item.version ?? item._version;
  const versionType = item.version_type ?? item._version_type;
  if (version !== undefined && !Number.isSafeInteger(jsonNumber(version))) {
    throw errors.illegalArgument(`Failed to parse value [${JSON.stringify(version)}] as a number`);
  }
  return {
    version: version === undefined ? undefined : jsonNumber(version),
    versionType: versionType === undefined ? undefined : jsonText(versionType),
  };
}

interface How {
  readonly needsRefresh: boolean;
  readonly isRealtime: boolean;
}

/** The answers to all items, in their order. Documents of one index are read together. */
async function fetchAll(
  store: Store,
  wanted: readonly Wanted[],
  how: How,
): Promise<readonly string[]> {
  const texts: string[] = [];
  const placesOf = new Map<IndexEntry, number[]>();
  for (const [place, one] of wanted.entries()) {
    const entry = findIndex(store, one);
    if (typeof entry === 'string') {
      texts[place] = entry;
    } else {
      const places = placesOf.get(entry) ?? [];
      placesOf.set(entry, places);
      places.push(place);
    }
  }
  for (const [entry, places] of placesOf) {
    for (let from = 0; from < places.length; from += DOCUMENTS_AT_ONCE) {
      const some = places.slice(from, from + DOCUMENTS_AT_ONCE);
      const items = some.flatMap((place) => wanted[place] ?? []);
      const needsRefresh = how.needsRefresh && from === 0;
      const answers = await fetchSome(store, entry, items, { ...how, needsRefresh });
      for (const [i, place] of some.entries()) {
        texts[place] = answers[i] ?? '';
      }
    }
  }
  return texts;
}

/** The index of an item, or the answer that says what is wrong with it. */
function findIndex(store: Store, item: Wanted): IndexEntry | string {
  const { index: name, id, routing } = item;
  try {
    const entry = oneIndex(store, name);
    checkRequired(entry, id, routingThrough({ entry, name, routing }));
    return entry;
  } catch (error) {
    return failure(item, error);
  }
}

/** Fewer at a time when they are more than the engine's memory takes. */
async function fetchSome(
  store: Store,
  entry: IndexEntry,
  items: readonly Wanted[],
  { needsRefresh, isRealtime }: How,
): Promise<readonly string[]> {
  try {
    if (needsRefresh) {
      await store.writer.refresh([entry.uuid]);
    }
    const ids = items.map(({ id }) => id);
    const documents = await readDocuments(store, entry, ids, isRealtime);
    return items.map((item, i) => answer(entry, item, documents[i]));
  } catch (error) {
    if (items.length === 1 || !isTooLarge(error)) {
      return items.map((item) => failure(item, error));
    }
    const middle = Math.ceil(items.length / 2);
    const how = { needsRefresh: false, isRealtime };
    return [
      ...(await fetchSome(store, entry, items.slice(0, middle), how)),
      ...(await fetchSome(store, entry, items.slice(middle), how)),
    ];
  }
}

const isTooLarge = (error: unknown): boolean =>
  error instanceof LongshoreError && error.type === 'circuit_breaking_exception';

function answer(entry: IndexEntry, item: Wanted, document: StoredDocument | undefined): string {
  const { id, shown, version } = item;
  try {
    checkVersion(version, entry, document);
    return documentText(entry, id, { document, ...shown });
  } catch (error) {
    return failure(item, error);
  }
}

function failure({ index, id }: Wanted, error: unknown): string {
  if (!(error instanceof LongshoreError)) {
    throw error;
  }
  const { error: object } = errorAnswer(error, false).body as { error: JsonObject };
  return JSON.stringify({ _index: index, _id: id, error: object });
}
