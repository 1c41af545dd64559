import { errors, LongshoreError } from '@longshore/common/errors';
import {
  type ExactJson,
  ExactNumber,
  type ExactObject,
  isExactObject,
  parseExactBytes,
  stringifyExact,
} from '../../index/exact-json.ts';
import type { IndexEntry } from '../../index/index-entry.ts';
import type { StoredDocument, WriteResult } from '../../write/operation.ts';
import type { Store } from '../route.ts';
import { applyWrites, type WriteConditions } from './write-request.ts';

/** A partial update of one document. */
export interface UpdateRequest {
  readonly entry: IndexEntry;
  readonly id: string;
  /** `{doc, upsert, doc_as_upsert, detect_noop, …}`. */
  readonly body: Buffer;
  readonly conditions: WriteConditions;
}

/** What an update did, and the document after it. */
export interface UpdateOutcome {
  readonly result: WriteResult;
  readonly isNoop: boolean;
  readonly source: Buffer;
}

/** Somebody else may write the document between our reading and writing it. */
const CONFLICT_RETRIES_MAX = 3;

/** Merges `doc` into a document: objects deeply, lists and scalars are replaced. Scripts are refused. */
export async function updateDocument(store: Store, request: UpdateRequest): Promise<UpdateOutcome> {
  const body = readUpdate(request.body);
  for (let tries = 0; ; tries += 1) {
    const outcome = await tryUpdate(store, request, body);
    if (!(outcome instanceof LongshoreError)) {
      return outcome;
    }
    const isOurs = request.conditions.ifSeqNo === undefined;
    if (outcome.status !== 409 || !isOurs || tries >= CONFLICT_RETRIES_MAX) {
      throw outcome;
    }
  }
}

interface UpdateBody {
  readonly doc: ExactObject | undefined;
  readonly upsert: ExactObject | undefined;
  readonly detectsNoop: boolean;
}

const KNOWN: ReadonlySet<string> = new Set([
  'doc',
  'upsert',
  'doc_as_upsert',
  'detect_noop',
  '_source',
]);

function readUpdate(bytes: Buffer): UpdateBody {
  const json = parseExactBytes(bytes);
  if (!isExactObject(json)) {
    throw errors.parsing('an update must be an object');
  }
  if (json.script !== undefined || json.scripted_upsert !== undefined) {
    throw errors.illegalArgument('[script] is not supported in updates; send [doc]');
  }
  const unknown = Object.keys(json).find((key) => !KNOWN.has(key));
  if (unknown !== undefined) {
    throw errors.contentParse(`[1:1] [UpdateRequest] unknown field [${unknown}]`);
  }
  const doc = objectMember(json, 'doc');
  const upsert = objectMember(json, 'upsert');
  if (!doc) {
    throw errors.validation('1: script or doc is missing;');
  }
  return {
    doc,
    upsert: json.doc_as_upsert === true ? doc : upsert,
    detectsNoop: json.detect_noop !== false,
  };
}

function objectMember(json: ExactObject, name: string): ExactObject | undefined {
  const value = json[name];
  if (value !== undefined && !isExactObject(value)) {
    throw errors.parsing(`[${name}] of an update must be an object`);
  }
  return value;
}

async function tryUpdate(
  store: Store,
  request: UpdateRequest,
  body: UpdateBody,
): Promise<UpdateOutcome | LongshoreError> {
  const { entry, id } = request;
  const [current] = await store.writer.get(entry.uuid, [id]);
  if (!current) {
    return insert(store, request, body.upsert);
  }
  const { ifSeqNo } = request.conditions;
  if (ifSeqNo !== undefined && ifSeqNo !== current.seqNo) {
    return errors.versionConflict(
      id,
      `required seqNo [${ifSeqNo}], primary term [${request.conditions.ifPrimaryTerm}]. current document has seqNo [${current.seqNo}] and primary term [${current.primaryTerm}]`,
    );
  }
  const before = parseExactBytes(current.source) as ExactObject;
  const merged = merge(before, body.doc ?? {});
  if (body.detectsNoop && merged === before) {
    return noop(current);
  }
  const source = Buffer.from(stringifyExact(merged));
  const given = request.conditions.ifSeqNo !== undefined;
  const conditions = given
    ? request.conditions
    : { ifSeqNo: current.seqNo, ifPrimaryTerm: current.primaryTerm };
  return write(store, { entry, kind: 'index', id, source, conditions });
}

async function insert(
  store: Store,
  { entry, id }: UpdateRequest,
  upsert: ExactObject | undefined,
): Promise<UpdateOutcome | LongshoreError> {
  if (!upsert) {
    return new LongshoreError('document_missing_exception', 404, `[${id}]: document missing`, {
      details: { index_uuid: entry.uuid, shard: '0', index: entry.name },
    });
  }
  const source = Buffer.from(stringifyExact(upsert));
  return write(store, { entry, kind: 'create', id, source, conditions: {} });
}

async function write(
  store: Store,
  request: Parameters<typeof applyWrites>[1][number],
): Promise<UpdateOutcome | LongshoreError> {
  const [outcome] = await applyWrites(store, [request]);
  if (outcome === undefined || outcome instanceof LongshoreError) {
    return outcome ?? errors.unavailable('the write gave no result');
  }
  return { result: outcome, isNoop: false, source: request.source };
}

function noop(current: StoredDocument): UpdateOutcome {
  const { id, version, seqNo, primaryTerm, source } = current;
  return {
    result: { id, version, seqNo, primaryTerm, result: 'updated' },
    isNoop: true,
    source,
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
