import { errors } from '@longshore/common/errors';
import { isObject, type Json, type JsonObject, jsonText } from '@longshore/common/json';
import type { IndexEntry } from './index-entry.ts';
import { ageMs } from './lifecycle-policy.ts';

/** How long a data stream keeps its documents; without a retention for ever. */
export interface DataStreamLifecycle {
  readonly enabled: boolean;
  readonly data_retention?: string;
}

/** Reads a data stream's lifecycle as requests give it. */
export function readDataStreamLifecycle(json: JsonObject): DataStreamLifecycle {
  const { enabled = true, data_retention: retention, ...others } = json;
  const [unknown] = Object.keys(others);
  if (unknown === 'downsampling') {
    throw errors.illegalArgument('[downsampling] of a data stream lifecycle is not supported');
  }
  if (unknown !== undefined) {
    throw errors.unknownField('data_stream_lifecycle', unknown);
  }
  if (typeof enabled !== 'boolean') {
    throw errors.illegalArgument(
      `Failed to parse value [${jsonText(enabled)}] as only [true] or [false] are allowed.`,
    );
  }
  if (retention === undefined || retention === null) {
    return { enabled };
  }
  ageMs(jsonText(retention), 'data_retention');
  return { enabled, data_retention: jsonText(retention) };
}

/** When a data stream with a lifecycle is rolled over: the shorter it keeps data, the sooner. */
export function rolloverConditions({ data_retention: retention }: DataStreamLifecycle): JsonObject {
  const days = retention === undefined ? Number.POSITIVE_INFINITY : ageMs(retention) / DAY_MS;
  return { ...ROLLOVER, max_age: AGE_BY_RETENTION.find(({ most }) => days <= most)?.age ?? '30d' };
}

const DAY_MS = 86_400_000;
const ROLLOVER = { max_primary_shard_size: '50gb', max_primary_shard_docs: 200_000_000 };
const AGE_BY_RETENTION = [
  { most: 1, age: '1h' },
  { most: 14, age: '1d' },
  { most: 90, age: '7d' },
];

/** Backing indices whose every document is older than the retention; never the last one, which takes the writes. */
export function expiredIndices(
  entries: readonly IndexEntry[],
  { data_retention: retention }: DataStreamLifecycle,
  nowMs: number,
): readonly IndexEntry[] {
  if (retention === undefined) {
    return [];
  }
  const limitMs = nowMs - ageMs(retention);
  return entries
    .slice(0, -1)
    .filter(({ rolledOver, createdMs }) => (rolledOver?.atMs ?? createdMs) < limitMs);
}

/** The lifecycle in a template, `template.lifecycle`. */
export function lifecycleOfTemplate(json: Json | undefined): DataStreamLifecycle | undefined {
  return isObject(json) ? readDataStreamLifecycle(json) : undefined;
}
