import { errors, LongshoreError } from '@longshore/common/errors';
import { parseUnique } from '../../index/exact-json.ts';
import type { IndexActivity } from '../../index/index-activity.ts';
import type { IndexEntry } from '../../index/index-entry.ts';
import type { NamedTemplates } from '../../index/index-mapping.ts';
import { mapDocument } from '../../index/map-document.ts';
import { keepRouting } from '../../index/parse-mapping.ts';
import type { WriteOperation, WriteResult } from '../../write/operation.ts';
import { withRouting } from '../../write/routed-row.ts';
import { placedInDocument } from '../place-error.ts';
import type { Store, WriteCounters } from '../route.ts';
import { checkCompareAndSet } from './compare-and-set.ts';
import { checkLength, checkRequired } from './routing.ts';

/** When a write is to be done only if the document is as the caller believes. */
export interface WriteConditions {
  readonly ifSeqNo?: number | undefined;
  readonly ifPrimaryTerm?: number | undefined;
  readonly version?: number | undefined;
  readonly versionType?: string | undefined;
  /** Set by pipelines only: the document must have this version. */
  readonly expectedVersion?: number | undefined;
}

/** One document to be written or deleted, its index being known. */
export interface WriteRequest {
  readonly entry: IndexEntry;
  readonly kind: 'index' | 'create' | 'delete';
  readonly id: string | undefined;
  /** Of a write of a client: after `routingOfWrite`. */
  readonly routing: string | undefined;
  readonly source: Buffer;
  readonly conditions: WriteConditions;
  /** What new fields become. */
  readonly dynamicTemplates?: NamedTemplates | undefined;
}

export type WriteOutcome = WriteResult | LongshoreError;

const ID_BYTES_MAX = 512;
/** Of its source: the engine needs a multiple of it at once. */
const DOCUMENT_BYTES_MAX = 16 * 1024 * 1024;

/** Operations on one index, and where their requests are among all. */
interface Group {
  readonly entry: IndexEntry;
  readonly operations: WriteOperation[];
  readonly places: number[];
}

/**
 * Maps and applies writes in order; each has its own outcome. Nothing is durable before `writer.sync`. A mapping that
 * grew is durable before the first operation that needs it reaches the translog.
 */
export async function applyWrites(
  store: Store,
  requests: readonly WriteRequest[],
): Promise<readonly WriteOutcome[]> {
  const outcomes: WriteOutcome[] = new Array(requests.length);
  const groups = new Map<IndexEntry, Group>();
  let last: Group | undefined;
  for (let place = 0; place < requests.length; place += 1) {
    const request = requests[place] as WriteRequest;
    const operation = toOperation(store, request);
    if (operation instanceof LongshoreError) {
      outcomes[place] = operation;
      continue;
    }
    if (last?.entry !== request.entry) {
      last = groups.get(request.entry) ?? { entry: request.entry, operations: [], places: [] };
      groups.set(request.entry, last);
    }
    last.operations.push(operation);
    last.places.push(place);
  }
  await store.catalog.sync();
  for (const { entry, operations, places } of groups.values()) {
    const results = await applyGroup(store, entry, operations);
    for (const [i, place] of places.entries()) {
      outcomes[place] = results[i] as WriteOutcome;
    }
  }
  countOutcomes(store.counters, outcomes);
  return outcomes;
}

function countOutcomes(counters: WriteCounters, outcomes: readonly WriteOutcome[]): void {
  for (const outcome of outcomes) {
    if (!(outcome instanceof LongshoreError)) {
      counters.accepted += 1;
    } else if (outcome.status === 409) {
      counters.conflicts += 1;
    } else if (outcome.status === 429) {
      counters.rejected += 1;
    } else {
      counters.failed += 1;
    }
  }
}

/** Refusal of a whole group, such as a full buffer, is the outcome of each of its operations. */
async function applyGroup(
  store: Store,
  entry: IndexEntry,
  operations: readonly WriteOperation[],
): Promise<readonly WriteOutcome[]> {
  const { uuid, name, activity } = entry;
  const startedMs = performance.now();
  try {
    if (!store.catalog.indexByUuid(uuid)) {
      throw errors.indexNotFound(name);
    }
    const outcomes = await store.writer.apply(uuid, operations);
    countWrites(store.counters, activity, { operations, outcomes });
    activity.indexMs += performance.now() - startedMs;
    activity.batches += 1;
    return outcomes;
  } catch (error) {
    if (error instanceof LongshoreError) {
      return operations.map(() => error);
    }
    throw error;
  }
}

function countWrites(
  counters: WriteCounters,
  activity: IndexActivity,
  {
    operations,
    outcomes,
  }: { readonly operations: readonly WriteOperation[]; readonly outcomes: readonly WriteOutcome[] },
): void {
  for (const [i, operation] of operations.entries()) {
    if (outcomes[i] instanceof LongshoreError) {
      activity.indexFailed += 1;
    } else if (operation.kind === 'delete') {
      activity.deleted += 1;
    } else {
      activity.indexed += 1;
      counters.acceptedBytes += operation.source.length;
      activity.batchBytes += operation.source.length;
    }
  }
}

function toOperation(store: Store, request: WriteRequest): WriteOperation | LongshoreError {
  try {
    const { entry, kind, id, routing, source } = request;
    checkId(id);
    checkRequired(entry, id, routing);
    checkLength(routing);
    const conditions = isUnconditional(request.conditions)
      ? UNCONDITIONAL
      : checkConditions(request);
    if (kind === 'delete') {
      return { kind, id: id ?? '', ...conditions };
    }
    if (source.length > DOCUMENT_BYTES_MAX) {
      throw errors.illegalArgument(
        `the document has ${source.length} bytes, more than the ${DOCUMENT_BYTES_MAX} that one may have; split it`,
      );
    }
    const document = parseSource(source);
    const mapped = mapDocument(entry.mapping, document, request);
    const mapping = routing === undefined ? mapped.mapping : keepRouting(mapped.mapping);
    if (mapping !== entry.mapping) {
      store.catalog.setMapping(entry, mapping);
    }
    const row = withRouting(mapped.row, routing);
    return conditions === UNCONDITIONAL
      ? { kind, id, source, routing, row }
      : { kind, id, source, routing, row, ...conditions };
  } catch (error) {
    if (error instanceof LongshoreError) {
      return placedInDocument(request.source, error);
    }
    throw error;
  }
}

function parseSource(source: Buffer) {
  try {
    return parseUnique(source);
  } catch (error) {
    if (error instanceof LongshoreError) {
      const [, place = ''] = /^(\[\d+:\d+\] )/.exec(error.message) ?? [];
      throw errors.documentParsing(`${place}failed to parse: ${error.message}`, error);
    }
    throw error;
  }
}

function checkId(id: string | undefined): void {
  if (id === undefined) {
    return;
  }
  if (id === '') {
    throw errors.illegalArgument('if _id is specified it must not be empty');
  }
  const bytes = Buffer.byteLength(id);
  if (bytes > ID_BYTES_MAX) {
    throw errors.illegalArgument(
      `id [${id}] is too long, must be no longer than ${ID_BYTES_MAX} bytes but was: ${bytes}`,
    );
  }
}

type CheckedConditions = Pick<
  WriteOperation,
  'ifSeqNo' | 'ifPrimaryTerm' | 'version' | 'versionType'
>;

const UNCONDITIONAL: CheckedConditions = {};

function isUnconditional(conditions: WriteConditions): boolean {
  const { ifSeqNo, ifPrimaryTerm, version, versionType, expectedVersion } = conditions;
  return (
    (ifSeqNo ?? ifPrimaryTerm ?? version ?? expectedVersion) === undefined &&
    versionType === undefined
  );
}

function checkConditions({ kind, id, conditions }: WriteRequest): CheckedConditions {
  const { ifSeqNo, ifPrimaryTerm, version, versionType: given, expectedVersion } = conditions;
  const versionType = given === 'external_gt' ? 'external' : (given ?? 'internal');
  if (expectedVersion !== undefined) {
    return { version: expectedVersion, versionType: 'internal' };
  }
  checkCompareAndSet(ifSeqNo, ifPrimaryTerm);
  if (kind === 'create' && ifSeqNo !== undefined) {
    throw errors.validation(
      `1: create operations do not support compare and set. use index instead;`,
    );
  }
  if (ifSeqNo !== undefined && ifPrimaryTerm !== undefined) {
    if (id === undefined) {
      throw errors.validation('1: id must be provided to use compare and set;');
    }
    return { ifSeqNo, ifPrimaryTerm };
  }
  if (versionType !== 'internal' && versionType !== 'external' && versionType !== 'external_gte') {
    throw errors.illegalArgument(`No version type match [${versionType}]`);
  }
  if (version === undefined && versionType === 'internal') {
    return {};
  }
  if (versionType === 'internal') {
    throw errors.validation(
      '1: internal versioning can not be used for optimistic concurrency control. Please use `if_seq_no` and `if_primary_term` instead;',
    );
  }
  if (kind === 'create') {
    throw errors.validation(
      `1: create operations only support internal versioning. use index instead;`,
    );
  }
  checkExternalVersion(version, versionType);
  return { version, versionType };
}

function checkExternalVersion(
  version: number | undefined,
  versionType: string,
): asserts version is number {
  if (version === undefined || version < 0) {
    throw errors.validation(
      `1: illegal version value [${version ?? NO_VERSION}] for version type [${versionType.toUpperCase()}];`,
    );
  }
}

/** How Elasticsearch spells a version that was not given. */
const NO_VERSION = -3;

/** After `writer.sync`: makes the writes visible as asked. */
export async function refreshAfter(
  store: Store,
  policy: string | undefined,
  written: readonly string[],
): Promise<void> {
  // An index may have been deleted since.
  const uuids = written.filter((uuid) => store.catalog.indexByUuid(uuid));
  if (uuids.length === 0) {
    return;
  }
  if (policy === 'wait_for') {
    await store.writer.waitForRefresh(uuids);
  } else if (policy === 'true' || policy === '') {
    await store.writer.refresh(uuids);
  }
}

/** Refuses an unknown refresh policy before anything is written. */
export function checkRefreshPolicy(policy: string | undefined): void {
  if (policy !== undefined && !['', 'true', 'false', 'wait_for'].includes(policy)) {
    throw errors.illegalArgument(`Unknown value for refresh: [${policy}].`);
  }
}
