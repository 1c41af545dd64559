import { errors } from '@longshore/common/errors';
import { isObject, type Json, jsonNumber } from '@longshore/common/json';
import { GONE_COLUMN, SYSTEM_COLUMNS } from '../index/column.ts';
import type { SearchIndex } from '../index/target.ts';
import { column, int, type Sql, sql } from '../sql/sql.ts';
import { ALWAYS } from './predicate.ts';
import { readObject } from './read-object.ts';

/** Indices of one search whose hits can be numbered by `_shard_doc`. */
export const SHARDS_MAX = 4096;

/** The number in its index of the document that a cursor of nothing but `_shard_doc` stands at. */
export function seqNoOfCursor(cursor: readonly Json[] | undefined): number {
  return cursor?.length === 1 ? Math.floor(jsonNumber(cursor[0]) / SHARDS_MAX) : -1;
}

/** One of `max` parts of all documents, counted from 0. */
export interface Slice {
  readonly id: number;
  readonly max: number;
}

/** The rows that were searchable at the moment of a snapshot; all of them without one. */
export function ofMoment({ moment }: SearchIndex): Sql {
  if (moment === undefined) {
    return ALWAYS;
  }
  const seen = sql`${column(SYSTEM_COLUMNS.seqNo)} <= ${int(moment.seqNoMax)}`;
  return moment.isKept ? sql`(${seen} AND ${column(GONE_COLUMN)} > ${int(moment.seqNoMax)})` : seen;
}

/**
 * A part of the documents, always the same for the same ids: by a hash, and not by the shard that Elasticsearch would
 * have put them on, so that which documents are in which part differs.
 */
export function ofSlice(slice: Slice | undefined): Sql {
  if (slice === undefined || slice.max === 1) {
    return ALWAYS;
  }
  const hash = sql`cityHash64(${column(SYSTEM_COLUMNS.id)})`;
  return sql`${hash} % ${int(slice.max)} = ${int(slice.id)}`;
}

/** The `pit` of a body. */
export interface PitRequest {
  readonly id: string;
  readonly keepAlive: string | undefined;
}

/** The `pit` of a body. */
export function parsePit(given: Json | undefined): PitRequest | undefined {
  if (given === undefined || given === null) {
    return undefined;
  }
  if (!isObject(given)) {
    throw errors.parsing('[pit] must be an object');
  }
  const reader = readObject('pit', given);
  const id = reader.optionalString('id');
  const keepAlive = reader.optionalString('keep_alive');
  reader.rejectUnknown();
  if (id === undefined || id === '') {
    throw errors.illegalArgument('point in time id is not provided');
  }
  return { id, keepAlive };
}

/** The `slice` of a body. */
export function parseSlice(given: Json | undefined): Slice | undefined {
  if (given === undefined || given === null) {
    return undefined;
  }
  if (!isObject(given)) {
    throw errors.parsing('[slice] must be an object');
  }
  const reader = readObject('slice', given);
  const id = reader.optionalInteger('id') ?? -1;
  const max = reader.optionalInteger('max') ?? -1;
  // Parts by the values of a field would be other parts; any are right.
  reader.optionalString('field');
  reader.rejectUnknown();
  if (id < 0) {
    throw errors.illegalArgument('id must be greater than or equal to 0');
  }
  if (max <= 1) {
    throw errors.illegalArgument('max must be greater than 1');
  }
  if (id >= max) {
    throw errors.illegalArgument('max must be greater than id');
  }
  return { id, max };
}
