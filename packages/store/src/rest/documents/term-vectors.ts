import { errors, LongshoreError } from '@longshore/common/errors';
import { isObject, type Json, type JsonObject, jsonNumber, jsonText } from '@longshore/common/json';
import { parseExact, parseExactBytes } from '../../index/exact-json.ts';
import type { IndexMapping } from '../../index/index-mapping.ts';
import { mapDocument } from '../../index/map-document.ts';
import { errorAnswer } from '../error-answer.ts';
import { oneIndex } from '../one-index.ts';
import type { Parameters } from '../parameters.ts';
import { readObject } from '../read-body.ts';
import { ok, type RestRoute, type Store } from '../route.ts';
import { type TermsView, termVectorsOf } from './document-terms.ts';
import { checkVersion, readDocuments, type WantedVersion } from './get-document.ts';
import { checkRequired, routingThrough } from './routing.ts';
import { namesOf } from './source-filter.ts';

const DOCUMENTS_MAX = 1_000;
const STATISTICS = ['field_statistics', 'term_statistics', 'payloads'];
const OPTIONS = [
  ...['fields', 'offsets', 'positions', 'realtime', 'routing', 'version', 'version_type'],
  ...STATISTICS,
];
const IGNORED = ['field_statistics', 'payloads', 'preference'];
const KEYS = ['doc', 'filter', 'per_field_analyzer', '_routing', '_version', ...OPTIONS];
const PARTLY =
  'Terms are made of the source when they are asked for. Statistics over all documents are not kept: `field_statistics` are left out, `term_statistics` and `filter` are refused.';

/** A document, by its id or as it is given, and what is to be seen of it. */
interface Wanted {
  readonly index: string;
  readonly id: string | undefined;
  readonly doc: JsonObject | undefined;
  readonly routing: string | undefined;
  readonly isRealtime: boolean;
  readonly version: WantedVersion;
  readonly view: TermsView;
}

/** `GET|POST /{index}/_termvectors/{id}`: the terms of a document. */
export const termVectors: RestRoute = {
  methods: ['GET', 'POST'],
  paths: ['/:index/_termvectors', '/:index/_termvectors/:id'],
  parameters: [...OPTIONS, 'preference'],
  ignored: IGNORED,
  partly: PARTLY,
  handle: async ({ part, parameters, body }, store) => {
    const options = { ...optionsOf(parameters), ...readObject(body, KEYS) };
    const wanted = readWanted(options, part('index'), part('id'));
    return ok(await answer(store, wanted));
  },
};

/** `GET|POST /_mtermvectors`: the same of several documents; what is wrong with one is said of that one. */
export const multiTermVectors: RestRoute = {
  methods: ['GET', 'POST'],
  paths: ['/_mtermvectors', '/:index/_mtermvectors'],
  parameters: [...OPTIONS, 'ids', 'preference'],
  ignored: IGNORED,
  partly: PARTLY,
  handle: async ({ part, parameters, body }, store) => {
    const { docs, ids, parameters: common } = readObject(body, ['docs', 'ids', 'parameters']);
    const shared = { ...optionsOf(parameters), ...(isObject(common) ? common : {}) };
    const listed = docs ?? ids ?? [...(parameters.list('ids') ?? [])];
    if (!Array.isArray(listed) || listed.length === 0) {
      throw errors.validation('1: multi term vectors: no documents requested;');
    }
    if (listed.length > DOCUMENTS_MAX) {
      throw errors.illegalArgument(`more than ${DOCUMENTS_MAX} documents in one request`);
    }
    const answers: JsonObject[] = [];
    for (const item of listed) {
      answers.push(await answerOne(store, { item, shared, index: part('index') }));
    }
    return ok({ docs: answers });
  },
};

/** Options of the query string, as a body has them. */
function optionsOf(parameters: Parameters): JsonObject {
  return Object.fromEntries(
    OPTIONS.flatMap((name) => {
      const value = parameters.text(name);
      return value === undefined ? [] : [[name, name === 'fields' ? value.split(',') : value]];
    }),
  );
}

function readWanted(
  options: JsonObject,
  index: string | undefined,
  id: string | undefined,
): Wanted {
  const { doc, filter, term_statistics: termStatistics, per_field_analyzer: named } = options;
  if (index === undefined) {
    throw errors.validation('1: index is missing;');
  }
  if ((id === undefined) === (doc === undefined)) {
    throw errors.validation('1: one of id or doc is needed;');
  }
  if (filter !== undefined || flag(termStatistics, false)) {
    throw errors.illegalArgument(
      '[term_statistics] and [filter] are not supported: count the documents that have a term with a [term] query',
    );
  }
  const version = options.version ?? options._version;
  const type = options.version_type;
  return {
    ...{ index, id, doc: isObject(doc) ? doc : undefined },
    routing: jsonText(options.routing ?? options._routing ?? '') || undefined,
    isRealtime: flag(options.realtime, true),
    version: {
      version: version === undefined ? undefined : jsonNumber(version),
      versionType: type === undefined ? undefined : jsonText(type),
    },
    view: {
      fields: options.fields === undefined ? allOf(doc) : namesOf(options.fields),
      hasPositions: flag(options.positions, true),
      hasOffsets: flag(options.offsets, true),
      analyzers: new Map(
        Object.entries(isObject(named) ? named : {}).map(([field, name]) => [
          field,
          jsonText(name),
        ]),
      ),
    },
  };
}

/** Of a document that is given, all fields count. */
const allOf = (doc: Json | undefined) => (doc === undefined ? undefined : ['*']);

const flag = (value: Json | undefined, fallback: boolean): boolean =>
  value === undefined ? fallback : value === true || value === 'true' || value === '';

async function answer(store: Store, wanted: Wanted): Promise<JsonObject> {
  const startedMs = performance.now();
  const entry = oneIndex(store, wanted.index);
  const terms = wanted.doc ? ofGiven(entry.mapping, wanted.doc, wanted.view) : undefined;
  if (terms !== undefined) {
    return described({ _index: entry.name, _version: 0, found: true }, terms, startedMs);
  }
  const id = wanted.id ?? '';
  const { routing, isRealtime, index: name } = wanted;
  checkRequired(entry, id, routingThrough({ entry, name, routing }));
  const [document] = await readDocuments(store, entry, [id], isRealtime);
  checkVersion(wanted.version, entry, document);
  if (!document) {
    return { _index: entry.name, _id: id, _version: 0, found: false, took: tookSince(startedMs) };
  }
  const source = parseExactBytes(document.indexed);
  const head = { _index: entry.name, _id: id, _version: document.version, found: true };
  return described(head, termVectorsOf(entry.mapping, source, wanted.view), startedMs);
}

/** Its new fields are mapped as if it were indexed, and forgotten. */
function ofGiven(mapping: IndexMapping, doc: JsonObject, view: TermsView) {
  const source = parseExact(JSON.stringify(doc));
  return termVectorsOf(mapDocument(mapping, source).mapping, source, view);
}

function described(head: JsonObject, terms: object, startedMs: number): JsonObject {
  return { ...head, took: tookSince(startedMs), term_vectors: terms as JsonObject };
}

const tookSince = (startedMs: number): number => Math.round(performance.now() - startedMs);

interface Item {
  readonly item: Json;
  readonly shared: JsonObject;
  readonly index: string | undefined;
}

async function answerOne(store: Store, { item, shared, index }: Item): Promise<JsonObject> {
  const own: JsonObject = isObject(item) ? item : { _id: item };
  const { _index: givenIndex = index, _id: givenId, ...options } = own;
  const name = givenIndex === undefined ? undefined : jsonText(givenIndex);
  const id = givenId === undefined ? undefined : jsonText(givenId);
  const unknown = Object.keys(options).find((key) => !KEYS.includes(key));
  if (unknown !== undefined) {
    throw errors.parsing(`unknown key [${unknown}] in the request body`);
  }
  try {
    return await answer(store, readWanted({ ...shared, ...options }, name, id));
  } catch (error) {
    if (!(error instanceof LongshoreError)) {
      throw error;
    }
    const { body } = errorAnswer(error, false);
    const cause = isObject(body) ? (body.error ?? null) : null;
    return { _index: name ?? null, _id: id ?? null, error: cause };
  }
}
