import { errors } from '@longshore/common/errors';
import { stringifyExact } from '../../index/exact-json.ts';
import type { IndexEntry } from '../../index/index-entry.ts';
import type { StoredDocument } from '../../write/operation.ts';
import { oneIndex } from '../one-index.ts';
import type { Parameters } from '../parameters.ts';
import type { RestAnswer, RestRequest, RestRoute, Store } from '../route.ts';
import { checkRequired, readRouting, routingThrough } from './routing.ts';
import {
  filterSource,
  givenSourceFilter,
  readSourceFilter,
  SOURCE_PARAMETERS,
  type SourceFilter,
  WHOLE_SOURCE,
} from './source-filter.ts';
import { storedFieldsOf } from './stored-fields.ts';
import { locatedError } from './write-answer.ts';

const PARAMETERS = [
  ...SOURCE_PARAMETERS,
  ...['realtime', 'refresh', 'routing', 'preference', 'version', 'version_type'],
];

/** `GET|HEAD /{index}/_doc/{id}` */
export const getDocument: RestRoute = {
  methods: ['GET', 'HEAD'],
  paths: ['/:index/_doc/:id'],
  parameters: [...PARAMETERS, 'stored_fields'],
  handle: async (request, store) => {
    const shown = readShown(request.parameters);
    const { entry, id, document } = await fetchDocument(request, store);
    const body = documentText(entry, id, { document, ...shown });
    return { status: document ? 200 : 404, body };
  },
};

/** `GET|HEAD /{index}/_source/{id}`: the bare source. */
export const getSource: RestRoute = {
  methods: ['GET', 'HEAD'],
  paths: ['/:index/_source/:id'],
  parameters: PARAMETERS,
  handle: async (request, store) => {
    const filter = readSourceFilter(request.parameters);
    if (!filter.isWanted) {
      throw errors.validation('1: fetching source can not be disabled;');
    }
    const { entry, id, document } = await fetchDocument(request, store);
    if (!document) {
      throw errors.resourceNotFound(`Document not found [${entry.name}]/[${id}]`);
    }
    if (!document.source) {
      throw errors.resourceNotFound(`Source not found [${entry.name}]/[${id}]`);
    }
    return {
      status: 200,
      body: filterSource(document.source, filter) ?? '{}',
    } satisfies RestAnswer;
  },
};

async function fetchDocument({ part, parameters }: RestRequest, store: Store) {
  const name = part('index') ?? '';
  const entry = oneIndex(store, name);
  const id = part('id') ?? '';
  checkRequired(entry, id, routingThrough({ entry, name, routing: readRouting(parameters) }));
  if (parameters.boolean('refresh', false)) {
    await store.writer.refresh([entry.uuid]);
  }
  const isRealtime = parameters.boolean('realtime', true);
  const [document] = await readDocuments(store, entry, [id], isRealtime);
  const version = parameters.integer('version');
  checkVersion({ version, versionType: parameters.text('version_type') }, entry, document);
  return { entry, id, document };
}

/** Reads documents of one index by their ids, and counts each. */
export async function readDocuments(
  store: Store,
  entry: IndexEntry,
  ids: readonly string[],
  isRealtime: boolean,
): Promise<readonly (StoredDocument | undefined)[]> {
  const startedMs = performance.now();
  const documents = await store.writer.get(entry.uuid, ids, isRealtime);
  const msEach = (performance.now() - startedMs) / ids.length;
  for (const document of documents) {
    entry.activity.got(document !== undefined, msEach);
  }
  return documents;
}

/** Which version of a document a request wants. */
export interface WantedVersion {
  readonly version: number | undefined;
  readonly versionType: string | undefined;
}

const VERSION_TYPES: ReadonlySet<string> = new Set([
  'internal',
  'external',
  'external_gt',
  'external_gte',
]);

/** Throws when a document has another version than the one wanted: of every type it must be the same. */
export function checkVersion(
  { version, versionType = 'internal' }: WantedVersion,
  entry: IndexEntry,
  document: StoredDocument | undefined,
): void {
  if (!VERSION_TYPES.has(versionType)) {
    throw errors.illegalArgument(`No version type match [${versionType}]`);
  }
  if (version !== undefined && document && document.version !== version) {
    const reason = `current version [${document.version}] is different than the one provided [${version}]`;
    throw locatedError(errors.versionConflict(document.id, reason), entry);
  }
}

/** What of a document an answer shows. */
export interface Shown {
  readonly filter: SourceFilter;
  /** Names of stored fields. */
  readonly stored: readonly string[];
}

/** Reads `stored_fields` and the parameters of the source. */
export function readShown(parameters: Parameters): Shown {
  return showing(givenSourceFilter(parameters), parameters.list('stored_fields'));
}

/** Who names stored fields gets the source only if it is among them or asked for otherwise. */
export function showing(
  filter: SourceFilter | undefined,
  stored: readonly string[] | undefined,
): Shown {
  const isWanted = stored === undefined || stored.length === 0 || stored.includes('_source');
  return { filter: filter ?? { ...WHOLE_SOURCE, isWanted }, stored: stored ?? [] };
}

/** A document as get answers it, as JSON text: the source goes in as it was received. */
export function documentText(
  entry: IndexEntry,
  id: string,
  { document, filter, stored }: Shown & { readonly document: StoredDocument | undefined },
): string {
  if (!document) {
    return JSON.stringify({ _index: entry.name, _id: id, found: false });
  }
  const source = document.source && filterSource(document.source, filter);
  const head = JSON.stringify({
    _index: entry.name,
    _id: id,
    _version: document.version,
    _seq_no: document.seqNo,
    _primary_term: document.primaryTerm,
    _routing: document.routing,
    found: true,
  });
  const fields = storedFieldsOf(entry.mapping, stored, document.indexed);
  const parts = [
    ...(source === undefined ? [] : [`,"_source":${source}`]),
    ...(fields === undefined ? [] : [`,"fields":${stringifyExact(fields)}`]),
  ];
  return `${head.slice(0, -1)}${parts.join('')}}`;
}
