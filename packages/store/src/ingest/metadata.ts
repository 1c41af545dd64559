import { errors } from '@longshore/common/errors';
import type { IngestDocument } from './ingest-document.ts';
import {
  type IngestObject,
  type IngestValue,
  isIngestObject,
  isInteger,
  toNumber,
} from './ingest-value.ts';
import { javaText, javaType } from './java-text.ts';

/** What a write says of a document beside its source. */
export interface DocumentMetadata {
  /** As the request names it: an index, an alias or a data stream. */
  readonly index: string;
  readonly id?: string | undefined;
  readonly routing?: string | undefined;
  readonly version?: number | undefined;
  readonly versionType?: string | undefined;
  readonly ifSeqNo?: number | undefined;
  readonly ifPrimaryTerm?: number | undefined;
  readonly dynamicTemplates?: IngestObject | undefined;
}

/** The version of a document that was given none. */
export const ANY_VERSION = -3;

/** Metadata as `ctx` has it. */
export function toCtx(metadata: DocumentMetadata): IngestObject {
  const { index, id, routing, version = ANY_VERSION, versionType = 'internal' } = metadata;
  const ctx: IngestObject = { _index: index, _version: version, _version_type: versionType };
  if (id !== undefined) {
    ctx._id = id;
  }
  if (routing !== undefined) {
    ctx._routing = routing;
  }
  if (metadata.ifSeqNo !== undefined) {
    ctx._if_seq_no = metadata.ifSeqNo;
  }
  if (metadata.ifPrimaryTerm !== undefined) {
    ctx._if_primary_term = metadata.ifPrimaryTerm;
  }
  if (metadata.dynamicTemplates !== undefined) {
    ctx._dynamic_templates = metadata.dynamicTemplates;
  }
  return ctx;
}

/** What pipelines have made of it; values that mean nothing are refused. */
export function fromCtx({ ctx }: IngestDocument): DocumentMetadata {
  const version = number(ctx, '_version');
  const versionType = text(ctx, '_version_type');
  const templates = ctx._dynamic_templates ?? null;
  if (templates !== null && !isIngestObject(templates)) {
    throw misfit('_dynamic_templates', 'java.util.Map', templates);
  }
  return {
    index: indexOf(ctx),
    id: text(ctx, '_id'),
    routing: text(ctx, '_routing'),
    version: version === ANY_VERSION ? undefined : version,
    versionType: versionType === 'internal' ? undefined : versionType,
    ifSeqNo: number(ctx, '_if_seq_no'),
    ifPrimaryTerm: number(ctx, '_if_primary_term'),
    dynamicTemplates: templates ?? undefined,
  };
}

/** Where a document is to go. */
export function indexOf(ctx: IngestObject): string {
  const index = text(ctx, '_index');
  if (index === undefined || index === '') {
    throw errors.illegalArgument('_index cannot be null or removed');
  }
  return index;
}

function text(ctx: IngestObject, key: string): string | undefined {
  const value = ctx[key] ?? null;
  if (
    typeof value === 'object' &&
    value !== null &&
    (Array.isArray(value) || isIngestObject(value))
  ) {
    throw misfit(key, 'java.lang.String', value);
  }
  return value === null ? undefined : javaText(value);
}

function number(ctx: IngestObject, key: string): number | undefined {
  const value = ctx[key] ?? null;
  if (value === null) {
    return undefined;
  }
  const given = typeof value === 'string' && /^-?\d{1,18}$/.test(value) ? Number(value) : value;
  if (!isInteger(given)) {
    throw misfit(key, 'java.lang.Number', value);
  }
  return toNumber(given);
}

const misfit = (key: string, wanted: string, value: IngestValue) =>
  errors.illegalArgument(
    `${key} [${javaText(value)}] has the type [${javaType(value)}], expected [${wanted}]`,
  );
