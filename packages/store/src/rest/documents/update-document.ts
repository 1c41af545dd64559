import { errors, LongshoreError } from '@longshore/common/errors';
import {
  copyObject,
  type ExactJson,
  ExactNumber,
  type ExactObject,
  isExactObject,
  parseExactBytes,
  stringifyExact,
} from '../../index/exact-json.ts';
import type { IndexEntry } from '../../index/index-entry.ts';
import type { IngestPlan } from '../../ingest/ingest.ts';
import type { StoredDocument, WriteResult } from '../../write/operation.ts';
import type { Store } from '../route.ts';
import { checkUpdateConditions } from './compare-and-set.ts';
import { ingestUpdate } from './ingest-update.ts';
import { checkRequired } from './routing.ts';
import type { SourceFilter } from './source-filter.ts';
import { readUpdate, type UpdateBody } from './update-body.ts';
import { runUpdateScript } from './update-script.ts';
import { locatedError } from './write-answer.ts';
import { applyWrites, type WriteConditions, type WriteRequest } from './write-request.ts';

/** A partial update of one document. */
export interface UpdateRequest {
  readonly entry: IndexEntry;
  readonly id: string;
  /** That of a document that is inserted; one that is there keeps its own. */
  readonly routing: string | undefined;
  /** `{doc | script, upsert, doc_as_upsert, scripted_upsert, detect_noop, …}`. */
  readonly body: Buffer;
  readonly conditions: WriteConditions;
  /** `retry_on_conflict`, if it was given. */
  readonly retries?: number | undefined;
  /** Pipelines of the document that is written; a bulk request has run those of `upsert` before. */
  readonly plan?: IngestPlan;
}

/** What an update did, and the document after it. */
export interface UpdateOutcome {
  readonly result: WriteResult;
  readonly isNoop: boolean;
  readonly source: Buffer;
  /** What the body wants to see of it, which goes before what the request wants. */
  readonly shown?: SourceFilter | undefined;
}

/** Somebody else may write the document between our reading and writing it. */
const CONFLICT_RETRIES_MAX = 3;

/** Merges `doc` into a document, objects deeply, lists and scalars being replaced; or lets a script change it. */
export async function updateDocument(store: Store, request: UpdateRequest): Promise<UpdateOutcome> {
  const body = readUpdate(store, request.body);
  const { ifSeqNo, ifPrimaryTerm } = request.conditions;
  checkUpdateConditions({ ifSeqNo, ifPrimaryTerm, retries: request.retries }, body.inserts);
  checkRequired(request.entry, request.id, request.routing);
  for (let tries = 0; ; tries += 1) {
    const outcome = await tryUpdate(store, request, body);
    if (!(outcome instanceof LongshoreError)) {
      return { ...outcome, shown: body.shown };
    }
    const isOurs = ifSeqNo === undefined;
    if (outcome.status !== 409 || !isOurs || tries >= CONFLICT_RETRIES_MAX) {
      throw locatedError(outcome, request.entry);
    }
  }
}

async function tryUpdate(
  store: Store,
  request: UpdateRequest,
  body: UpdateBody,
): Promise<UpdateOutcome | LongshoreError> {
  const { entry, id } = request;
  const [current] = await store.writer.get(entry.uuid, [id]);
  if (!current) {
    return insert(store, request, body);
  }
  const { ifSeqNo } = request.conditions;
  if (ifSeqNo !== undefined && ifSeqNo !== current.seqNo) {
    return errors.versionConflict(
      id,
      `required seqNo [${ifSeqNo}], primary term [${request.conditions.ifPrimaryTerm}]. current document has seqNo [${current.seqNo}] and primary term [${current.primaryTerm}]`,
    );
  }
  const change = changeOf(request, current, body);
  if (change.op === 'none') {
    return noop(current);
  }
  const source = Buffer.from(stringifyExact(change.source));
  const given = request.conditions.ifSeqNo !== undefined;
  const conditions = given
    ? request.conditions
    : { ifSeqNo: current.seqNo, ifPrimaryTerm: current.primaryTerm };
  const { routing } = current;
  return write(store, { entry, kind: change.op, id, routing, source, conditions }, request.plan);
}

function changeOf({ entry, id }: UpdateRequest, current: StoredDocument, body: UpdateBody) {
  const before = parseExactBytes(sourceOf(current)) as ExactObject;
  if (!body.script) {
    const merged = merge(before, body.doc ?? {});
    const isNoop = body.detectsNoop && merged === before;
    return { op: isNoop ? ('none' as const) : ('index' as const), source: merged };
  }
  return runUpdateScript(body.script, {
    op: 'index',
    index: entry.name,
    id,
    version: current.version,
    routing: current.routing,
    source: before,
    now: Date.now(),
  });
}

async function insert(
  store: Store,
  { entry, id, routing, plan }: UpdateRequest,
  { upsert, script, isScriptedUpsert }: UpdateBody,
): Promise<UpdateOutcome | LongshoreError> {
  if (!upsert && !isScriptedUpsert) {
    return new LongshoreError('document_missing_exception', 404, `[${id}]: document missing`, {
      details: { index_uuid: entry.uuid, shard: '0', index: entry.name },
    });
  }
  const given = upsert ?? {};
  const now = Date.now();
  const change =
    script && isScriptedUpsert
      ? runUpdateScript(script, {
          op: 'create',
          index: entry.name,
          id,
          routing,
          // Scripts change what they are given, and the next try needs it as it was.
          source: copyObject(given),
          now,
        })
      : { op: 'create', source: given };
  const source = Buffer.from(stringifyExact(change.source));
  if (change.op === 'none') {
    return { result: { id, ...NOT_THERE }, isNoop: true, source };
  }
  return write(store, { entry, kind: 'create', id, routing, source, conditions: {} }, plan);
}

function sourceOf({ id, source }: StoredDocument): Buffer {
  if (source === undefined) {
    throw new LongshoreError('document_source_missing_exception', 400, `[${id}]: source missing`);
  }
  return source;
}

/** What the answer says of a document that was not there and that the script did not want. */
const NOT_THERE = { version: -1, seqNo: -2, primaryTerm: 0, result: 'updated' } as const;

async function write(
  store: Store,
  request: WriteRequest,
  plan: IngestPlan | undefined,
): Promise<UpdateOutcome | LongshoreError> {
  const isIngested = plan !== undefined && request.kind !== 'delete';
  const ingested = isIngested ? await ingestUpdate(store, plan, request) : request;
  if (!ingested) {
    const result = { id: request.id ?? '', ...NOT_THERE };
    return { result, isNoop: true, source: request.source };
  }
  const [outcome] = await applyWrites(store, [ingested]);
  if (outcome === undefined || outcome instanceof LongshoreError) {
    return outcome ?? errors.unavailable('the write gave no result');
  }
  return { result: outcome, isNoop: false, source: ingested.source };
}

function noop(current: StoredDocument): UpdateOutcome {
  const { id, version, seqNo, primaryTerm } = current;
  return {
    result: { id, version, seqNo, primaryTerm, result: 'updated' },
    isNoop: true,
    source: sourceOf(current),
  };
}

/** The same object when nothing changed. */
function merge(before: ExactObject, update: ExactObject): ExactObject {
  let merged: Map<string, ExactJson> | undefined;
  for (const [key, value] of Object.entries(update)) {
    const old = Object.hasOwn(before, key) ? before[key] : undefined;
    const next = isExactObject(old) && isExactObject(value) ? merge(old, value) : value;
    if (old === undefined || (next !== old && !isSame(next, old))) {
      merged ??= new Map(Object.entries(before));
      merged.set(key, next);
    }
  }
  return merged ? Object.fromEntries(merged) : before;
}

function isSame(a: ExactJson, b: ExactJson): boolean {
  if (a instanceof ExactNumber || b instanceof ExactNumber) {
    return a instanceof ExactNumber && b instanceof ExactNumber && a.text === b.text;
  }
  return stringifyExact(a) === stringifyExact(b);
}
