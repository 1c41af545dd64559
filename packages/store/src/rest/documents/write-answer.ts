import { LongshoreError } from '@longshore/common/errors';
import type { JsonObject } from '@longshore/common/json';
import type { IndexEntry } from '../../index/index-entry.ts';
import type { WriteResult } from '../../write/operation.ts';
import { errorObject } from '../error-answer.ts';
import { filterSource, type SourceFilter } from './source-filter.ts';

const STATUS: Readonly<Record<WriteResult['result'], number>> = {
  created: 201,
  updated: 200,
  deleted: 200,
  not_found: 404,
};

/** What answers say of the index of a write. */
export type WrittenIndex = Pick<IndexEntry, 'name' | 'replicas'>;

/** The HTTP status of a write. */
export const statusOf = (result: WriteResult): number => STATUS[result.result];

/** The answer to a write of one document; the members of a bulk item are the same. */
export function writeAnswer(
  entry: WrittenIndex,
  result: WriteResult,
  isForced: boolean,
): JsonObject {
  return {
    _index: entry.name,
    _id: result.id,
    _version: result.version,
    result: result.result,
    ...(isForced ? { forced_refresh: true } : {}),
    _shards: { total: 1 + entry.replicas, successful: 1, failed: 0 },
    _seq_no: result.seqNo,
    _primary_term: result.primaryTerm,
  };
}

/** What `get` shows of the document after an update, as JSON text. */
export function updatedSource(
  { seqNo, primaryTerm }: WriteResult,
  source: Buffer,
  filter: SourceFilter,
): string {
  const wanted = filterSource(source, filter);
  const head = JSON.stringify({ _seq_no: seqNo, _primary_term: primaryTerm, found: true });
  return wanted === undefined ? head : `${head.slice(0, -1)},"_source":${wanted}}`;
}

/** Where a document that was created can be had, for the header `Location`. */
export function locationOf(entry: IndexEntry, id: string, routing: string | undefined): string {
  const path = `/${encodeURIComponent(entry.name)}/_doc/${encodeURIComponent(id)}`;
  return routing === undefined ? path : `${path}?routing=${encodeURIComponent(routing)}`;
}

/** The error of a bulk item; a conflict says where it was. */
export function itemError(error: LongshoreError, entry: IndexEntry | undefined): JsonObject {
  return errorObject(entry === undefined ? error : locatedError(error, entry));
}

/** An error of a write, which says where it was if it is a conflict. */
export function locatedError(error: LongshoreError, entry: IndexEntry): LongshoreError {
  return error.type === 'version_conflict_engine_exception'
    ? new LongshoreError(error.type, error.status, error.message, {
        details: { index_uuid: entry.uuid, shard: '0', index: entry.name },
      })
    : error;
}
