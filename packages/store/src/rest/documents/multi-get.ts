import { errors, LongshoreError } from '@longshore/common/errors';
import { isObject, type Json, type JsonObject } from '@longshore/common/json';
import { errorAnswer } from '../error-answer.ts';
import { oneIndex } from '../one-index.ts';
import { readObject } from '../read-body.ts';
import type { RestRoute, Store } from '../route.ts';
import {
  checkVersion,
  documentText,
  readDocument,
  readShown,
  type Shown,
  showing,
  type WantedVersion,
} from './get-document.ts';
import { checkRequired, readRouting, routingThrough } from './routing.ts';
import { namesOf, SOURCE_PARAMETERS, sourceFilterOf } from './source-filter.ts';

/** `GET|POST /_mget`: documents in the order asked; each may be missing, or its index. */
export const multiGet: RestRoute = {
  methods: ['GET', 'POST'],
  paths: ['/_mget', '/:index/_mget'],
  parameters: [
    ...SOURCE_PARAMETERS,
    ...['preference', 'realtime', 'refresh', 'routing', 'stored_fields'],
  ],
  handle: async (request, store) => {
    const wanted = readWanted(readObject(request.body, ['docs', 'ids']), request.part('index'), {
      shown: readShown(request.parameters),
      routing: readRouting(request.parameters),
    });
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
  readonly routing: string | undefined;
  readonly shown: Shown;
  readonly version: WantedVersion;
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
      index: String(name),
      id: String(one._id),
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
  return String(routing) || undefined;
}

function itemVersion(item: JsonObject): WantedVersion {
  const version = item.version ?? item._version;
  const versionType = item.version_type ?? item._version_type;
  if (version !== undefined && !Number.isSafeInteger(Number(version))) {
    throw errors.illegalArgument(`Failed to parse value [${JSON.stringify(version)}] as a number`);
  }
  return {
    version: version === undefined ? undefined : Number(version),
    versionType: versionType === undefined ? undefined : String(versionType),
  };
}

async function fetchOne(
  store: Store,
  { index, id, routing, shown, version }: Wanted,
  { needsRefresh, isRealtime }: { readonly needsRefresh: boolean; readonly isRealtime: boolean },
): Promise<string> {
  try {
    const entry = oneIndex(store, index);
    checkRequired(entry, id, routingThrough({ entry, name: index, routing }));
    if (needsRefresh) {
      await store.writer.refresh([entry.uuid]);
    }
    const document = await readDocument(store, entry, id, isRealtime);
    checkVersion(version, id, document);
    return documentText(entry, id, { document, ...shown });
  } catch (error) {
    if (!(error instanceof LongshoreError)) {
      throw error;
    }
    const { error: object } = errorAnswer(error, false).body as { error: JsonObject };
    return JSON.stringify({ _index: index, _id: id, error: object });
  }
}
