import { errors, type LongshoreError } from '@longshore/common/errors';
import type { IndexEntry } from '../index/index-entry.ts';
import type { Parameters } from './parameters.ts';

/** How many copies of an index a write wants to be there (`wait_for_active_shards`), and how long it would wait. */
export interface ActiveShards {
  readonly wanted: number | 'all';
  readonly timeout: string;
}

const TIMEOUT = '1m';

/** Reads `wait_for_active_shards` and `timeout`. */
export function readActiveShards(parameters: Parameters): ActiveShards {
  const given = parameters.text('wait_for_active_shards') ?? '1';
  const wanted = given === 'all' ? given : Number(given);
  if (given.trim() === '' || (wanted !== 'all' && (!Number.isSafeInteger(wanted) || wanted < 0))) {
    throw errors.illegalArgument(`cannot parse ActiveShardCount[${given}]`);
  }
  return { wanted, timeout: parameters.text('timeout') ?? TIMEOUT };
}

/**
 * Refuses a write that wants more copies of the index than one node has. It is refused at once: no time would make
 * a second copy.
 */
export function checkActiveShards(
  { name, replicas }: Pick<IndexEntry, 'name' | 'replicas'>,
  { wanted, timeout }: ActiveShards,
  writes = 1,
): LongshoreError | undefined {
  const needed = wanted === 'all' ? 1 + replicas : wanted;
  return needed <= 1
    ? undefined
    : errors.unavailable(
        `[${name}][0] Not enough active copies to meet shard count of [${wanted === 'all' ? 'ALL' : needed}] (have 1, needed ${needed}). Timeout: [${timeout}], request: [BulkShardRequest containing [${writes}] requests]`,
      );
}
