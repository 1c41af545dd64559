import { errors, LongshoreError } from '@longshore/common/errors';
import type { IndexEntry } from '../../index/index-entry.ts';
import type { StoredDocument } from '../../write/operation.ts';
import { oneIndex } from '../one-index.ts';
import type { RestAnswer, RestRequest, RestRoute, Store } from '../route.ts';
import {
  filterSource,
  readSourceFilter,
  SOURCE_PARAMETERS,
  type SourceFilter,
} from './source-filter.ts';

const PARAMETERS = [
  ...SOURCE_PARAMETERS,
  ...['realtime', 'refresh', 'routing', 'preference', 'version', 'version_type'],
];

/** `GET|HEAD /{index}/_doc/{id}` */
export const getDocument: RestRoute = {
  methods: ['GET', 'HEAD'],
  paths: ['/:index/_doc/:id'],
  parameters: PARAMETERS,
  handle: async (request, store) => {
    const { entry, id, document } = await fetchDocument(request, store);
    const body = documentText(entry, id, {
      document,
      filter: readSourceFilter(request.parameters),
    });
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
    return {
      status: 200,
      body: filterSource(document.source, filter) ?? '{}',
    } satisfies RestAnswer;
  },
};

async function fetchDocument({ part, parameters }: RestRequest, store: Store) {
  const entry = oneIndex(store, part('index') ?? '');
  const id = part('id') ?? '';
  if (parameters.boolean('refresh', false)) {
    await store.writer.refresh([entry.uuid]);
  }
  const document = await readDocument(store, entry, id, parameters.boolean('realtime', true));
  checkVersion(parameters.integer('version'), id, document);
  return { entry, id, document };
}

/** Reads one document by its id, and counts that. */
export async function readDocument(
  store: Store,
  entry: IndexEntry,
  id: string,
  isRealtime: boolean,
): Promise<StoredDocument | undefined> {
  const startedMs = performance.now();
  const [document] = await store.writer.get(entry.uuid, [id], isRealtime);
  entry.activity.got(document !== undefined, performance.now() - startedMs);
  return document;
}

function checkVersion(
  version: number | undefined,
  id: string,
  document: StoredDocument | undefined,
): void {
  if (version !== undefined && document && document.version !== version) {
    throw new LongshoreError(
      'version_conflict_engine_exception',
      409,
      `[${id}]: version conflict, current version [${document.version}] is different than the one provided [${version}]`,
    );
  }
}

/** A document as get answers it, as JSON text: the source goes in as it was received. */
export function documentText(
  entry: IndexEntry,
  id: string,
  { document, filter }: { document: StoredDocument | undefined; filter: SourceFilter },
): string {
  if (!document) {
    return JSON.stringify({ _index: entry.name, _id: id, found: false });
  }
  const source = filterSource(document.source, filter);
  const head = JSON.stringify({
    _index: entry.name,
    _id: id,
    _version: document.version,
    _seq_no: document.seqNo,
    _primary_term: document.primaryTerm,
    found: true,
  });
  return source === undefined ? head : `${head.slice(0, -1)},"_source":${source}}`;
}
