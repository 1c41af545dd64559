import { errors } from '@longshore/common/errors';
import type { JsonObject } from '@longshore/common/json';
import {
  type ExactObject,
  isExactObject,
  parseExactBytes,
  parseUnique,
  stringifyExact,
} from '../../index/exact-json.ts';
import type { NamedTemplates } from '../../index/index-mapping.ts';
import type { Ingest, IngestPlan } from '../../ingest/ingest.ts';
import type { DocumentMetadata } from '../../ingest/metadata.ts';
import type { WriteConditions } from './write-request.ts';

/** A document that is to be written, before its index is looked up: pipelines may send it elsewhere. */
export interface PipelineWrite {
  /** Index, alias or data stream. */
  readonly name: string;
  readonly id: string | undefined;
  readonly routing: string | undefined;
  readonly source: Buffer;
  readonly conditions: WriteConditions;
  readonly dynamicTemplates?: NamedTemplates | undefined;
}

/** The same after its pipelines. */
export interface IngestedWrite extends PipelineWrite {
  readonly isDropped: boolean;
  readonly executed: readonly string[];
}

/** Takes a write through its pipelines; throws what a processor throws and nobody handles. */
export function ingestWrite(
  ingest: Ingest,
  plan: IngestPlan,
  { name, id, routing, source, conditions, dynamicTemplates: templates }: PipelineWrite,
): IngestedWrite {
  const { expectedVersion, version = expectedVersion, ...others } = conditions;
  const dynamicTemplates = templates && Object.fromEntries(templates);
  const given = { index: name, id, routing, version, ...others, dynamicTemplates };
  const outcome = ingest.run(plan, given, source);
  const { metadata, isDropped, executed } = outcome;
  return {
    name: metadata.index,
    id: metadata.id,
    routing: metadata.routing,
    source: outcome.source,
    conditions: conditionsOf(metadata),
    dynamicTemplates: templatesOf(metadata),
    isDropped,
    executed,
  };
}

/** A version without a type is the one that must be there. */
function conditionsOf(metadata: DocumentMetadata): WriteConditions {
  const { version, versionType, ifSeqNo, ifPrimaryTerm } = metadata;
  return versionType === undefined
    ? { expectedVersion: version, ifSeqNo, ifPrimaryTerm }
    : { version, versionType, ifSeqNo, ifPrimaryTerm };
}

function templatesOf({ dynamicTemplates }: DocumentMetadata): NamedTemplates | undefined {
  return (
    dynamicTemplates &&
    new Map(Object.entries(dynamicTemplates).map(([path, name]) => [path, String(name)]))
  );
}

/** A bulk update after the pipelines of what it inserts if there is no document. */
export interface IngestedUpsert {
  readonly body: Buffer;
  readonly isDropped: boolean;
  readonly executed: readonly string[];
}

/** Takes `upsert`, or `doc` if it stands for it, through pipelines; an update without either has none. */
export function ingestUpsert(
  ingest: Ingest,
  plan: IngestPlan,
  { name, id, routing, source }: PipelineWrite,
): IngestedUpsert {
  const body = parseUnique(source);
  const member = memberToInsert(body);
  if (member === undefined) {
    return { body: source, isDropped: false, executed: [] };
  }
  const [key, document] = member;
  const metadata = { index: name, id, routing };
  const outcome = ingest.run(plan, metadata, Buffer.from(stringifyExact(document)));
  const changed = parseExactBytes(outcome.source);
  if (!isExactObject(body)) {
    throw errors.parsing('an update must be an object');
  }
  return {
    body: Buffer.from(stringifyExact({ ...body, [key]: changed })),
    isDropped: outcome.isDropped,
    executed: outcome.executed,
  };
}

function memberToInsert(body: unknown): readonly [string, ExactObject] | undefined {
  if (!isExactObject(body)) {
    return undefined;
  }
  const key = body.doc_as_upsert === true ? 'doc' : 'upsert';
  const document = body[key];
  return isExactObject(document) ? [key, document] : undefined;
}

/** The answer to a write that a pipeline dropped: nothing was done, and that is no error. */
export function droppedAnswer({ name, id }: { name: string; id: string | undefined }): JsonObject {
  return {
    _index: name,
    _id: id ?? 'auto-generated',
    _version: -3,
    result: 'noop',
    _shards: { total: 0, successful: 0, failed: 0 },
  };
}
