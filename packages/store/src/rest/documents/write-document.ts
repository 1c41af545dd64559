import { errors, LongshoreError } from '@longshore/common/errors';
import type { IndexEntry } from '../../index/index-entry.ts';
import type { WriteResult } from '../../write/operation.ts';
import { checkActiveShards, readActiveShards } from '../active-shards.ts';
import type { Parameters } from '../parameters.ts';
import { ok, type RestAnswer, type RestRequest, type RestRoute, type Store } from '../route.ts';
import { droppedAnswer, ingestWrite, type PipelineWrite } from './ingest-write.ts';
import { readRouting, routingOfWrite } from './routing.ts';
import { givenSourceFilter, SOURCE_PARAMETERS } from './source-filter.ts';
import { type UpdateOutcome, updateDocument } from './update-document.ts';
import { locatedError, locationOf, statusOf, updatedSource, writeAnswer } from './write-answer.ts';
import {
  applyWrites,
  checkRefreshPolicy,
  refreshAfter,
  type WriteConditions,
  type WriteRequest,
} from './write-request.ts';

const WRITE_PARAMETERS = [
  ...['refresh', 'routing', 'version', 'version_type', 'if_seq_no', 'if_primary_term'],
  ...['timeout', 'wait_for_active_shards'],
];
const INDEX_PARAMETERS = [
  ...WRITE_PARAMETERS,
  ...['op_type', 'pipeline', 'require_alias', 'require_data_stream', 'include_source_on_error'],
];
/** Errors never show a source. */
const IGNORED = ['include_source_on_error'];

/** `PUT|POST /{index}/_doc/{id}`, `POST /{index}/_doc` */
export const indexDocument: RestRoute = {
  methods: ['PUT', 'POST'],
  paths: ['/:index/_doc/:id'],
  parameters: INDEX_PARAMETERS,
  ignored: IGNORED,
  handle: (request, store) => index(request, store, request.parameters.text('op_type') ?? 'index'),
};

/** Without an id, which is then made: always a new document. */
export const indexNewDocument: RestRoute = {
  methods: ['POST'],
  paths: ['/:index/_doc'],
  parameters: INDEX_PARAMETERS,
  ignored: IGNORED,
  handle: (request, store) => index(request, store, request.parameters.text('op_type') ?? 'create'),
};

/** `PUT|POST /{index}/_create/{id}` */
export const createDocument: RestRoute = {
  methods: ['PUT', 'POST'],
  paths: ['/:index/_create/:id'],
  parameters: INDEX_PARAMETERS,
  ignored: IGNORED,
  handle: (request, store) => index(request, store, 'create'),
};

/** `DELETE /{index}/_doc/{id}` */
export const deleteDocument: RestRoute = {
  methods: ['DELETE'],
  paths: ['/:index/_doc/:id'],
  parameters: WRITE_PARAMETERS,
  handle: async (request, store) => {
    const conditions = readConditions(request.parameters);
    const name = request.part('index') ?? '';
    const isExternal = conditions.versionType?.startsWith('external') === true;
    const target = {
      name,
      isCreate: conditions.ifSeqNo !== undefined,
      requiresAlias: false,
      requiresDataStream: false,
    };
    const entry = isExternal
      ? await store.indices.forWrite(target)
      : store.indices.forDelete(target);
    const write: WriteRequest = {
      entry,
      kind: 'delete',
      id: request.part('id'),
      routing: routingOfWrite(store, { entry, name, routing: readRouting(request.parameters) }),
      source: request.body,
      conditions,
    };
    return writeOne(request, store, write);
  },
};

/** `POST /{index}/_update/{id}` */
export const update: RestRoute = {
  methods: ['POST'],
  paths: ['/:index/_update/:id'],
  parameters: [
    ...WRITE_PARAMETERS,
    ...SOURCE_PARAMETERS,
    ...['retry_on_conflict', 'require_alias', 'lang', 'include_source_on_error'],
  ],
  ignored: IGNORED,
  handle: async (request, store) => {
    const { parameters } = request;
    const refresh = parameters.text('refresh');
    checkRefreshPolicy(refresh);
    refuseVersion(parameters);
    const retries = parameters.integer('retry_on_conflict');
    const name = request.part('index') ?? '';
    const entry = await store.indices.forWrite({
      name,
      isCreate: parameters.has('if_seq_no'),
      requiresAlias: parameters.boolean('require_alias', false),
      requiresDataStream: false,
    });
    checkCopies(request, entry);
    const conditions = readConditions(parameters);
    const id = request.part('id') ?? '';
    const routing = routingOfWrite(store, { entry, name, routing: readRouting(parameters) });
    const { refusals } = store.writer;
    const plan = store.ingest.plan(name, undefined);
    const write = { entry, id, routing, body: request.body, conditions, retries };
    const outcome = await updateDocument(store, plan ? { ...write, plan } : write);
    await store.writer.sync(refusals);
    if (!outcome.isNoop) {
      await refreshAfter(store, refresh, [entry.uuid]);
    }
    return updateAnswer({ entry, routing }, outcome, parameters);
  },
};

/** An update has read the document itself, so that a version says nothing of it. */
function refuseVersion(parameters: Parameters): void {
  if (parameters.has('version') || parameters.has('version_type')) {
    throw errors.validation(
      '1: internal versioning can not be used for optimistic concurrency control. Please use `if_seq_no` and `if_primary_term` instead;',
    );
  }
}

function updateAnswer(
  { entry, routing }: Pick<WriteRequest, 'entry' | 'routing'>,
  outcome: UpdateOutcome,
  parameters: Parameters,
): RestAnswer {
  const { result, isNoop, source } = outcome;
  const answer = JSON.stringify({
    ...writeAnswer(entry, result, isForced(parameters) && !isNoop),
    ...(isNoop ? { result: 'noop', _shards: { total: 0, successful: 0, failed: 0 } } : {}),
  });
  const status = statusOf(result);
  const filter = outcome.shown ?? givenSourceFilter(parameters);
  const body =
    filter === undefined
      ? answer
      : `${answer.slice(0, -1)},"get":${updatedSource(result, source, filter)}}`;
  return status === 201
    ? { status, body, headers: { location: locationOf(entry, result.id, routing) } }
    : { status, body };
}

async function index(request: RestRequest, store: Store, opType: string): Promise<RestAnswer> {
  const { parameters } = request;
  if (opType !== 'index' && opType !== 'create') {
    throw errors.illegalArgument(`opType must be 'create' or 'index', found: [${opType}]`);
  }
  if (request.body.length === 0) {
    throw new LongshoreError('parse_exception', 400, 'request body is required');
  }
  const received: PipelineWrite = {
    name: request.part('index') ?? '',
    id: request.part('id'),
    routing: readRouting(parameters),
    source: request.body,
    conditions: readConditions(parameters),
  };
  const plan = store.ingest.plan(received.name, parameters.text('pipeline'));
  const ingested = plan && ingestWrite(store.ingest, plan, received);
  if (ingested?.isDropped === true) {
    return ok(droppedAnswer(ingested));
  }
  const { name, id, source, conditions, ...given } = ingested ?? received;
  const entry = await store.indices.forWrite({
    name,
    isCreate: opType === 'create' || conditions.ifSeqNo !== undefined,
    requiresAlias: parameters.boolean('require_alias', false),
    requiresDataStream: parameters.boolean('require_data_stream', false),
  });
  const routing = routingOfWrite(store, { entry, name, routing: given.routing });
  const target = { entry, kind: opType, id, routing } as const;
  const { dynamicTemplates } = given;
  return writeOne(request, store, { ...target, source, conditions, dynamicTemplates });
}

/** Resolve, map, apply, sync, refresh, answer. */
async function writeOne(
  request: RestRequest,
  store: Store,
  write: WriteRequest,
): Promise<RestAnswer> {
  const refresh = request.parameters.text('refresh');
  checkRefreshPolicy(refresh);
  checkCopies(request, write.entry);
  const { refusals } = store.writer;
  const [outcome] = await applyWrites(store, [write]);
  if (outcome === undefined) {
    throw errors.unavailable('the write gave no result');
  }
  if (outcome instanceof LongshoreError) {
    throw locatedError(outcome, write.entry);
  }
  await store.writer.sync(refusals);
  await refreshAfter(store, refresh, [write.entry.uuid]);
  return answerTo(write, outcome, request.parameters);
}

/** Throws when the write wants more copies of the index than there are. */
function checkCopies({ parameters }: RestRequest, entry: IndexEntry): void {
  const refusal = checkActiveShards(entry, readActiveShards(parameters));
  if (refusal !== undefined) {
    throw refusal;
  }
}

function answerTo(
  { entry, routing }: WriteRequest,
  result: WriteResult,
  parameters: Parameters,
): RestAnswer {
  const status = statusOf(result);
  const answer = { status, body: writeAnswer(entry, result, isForced(parameters)) };
  return status === 201
    ? { ...answer, headers: { location: locationOf(entry, result.id, routing) } }
    : answer;
}

function isForced(parameters: Parameters): boolean {
  const refresh = parameters.text('refresh');
  return refresh === 'true' || refresh === '';
}

function readConditions(parameters: Parameters): WriteConditions {
  return {
    ifSeqNo: parameters.integer('if_seq_no'),
    ifPrimaryTerm: parameters.integer('if_primary_term'),
    version: parameters.integer('version'),
    versionType: parameters.text('version_type'),
  };
}
