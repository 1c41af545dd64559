import { errors, type LongshoreError } from '@longshore/common/errors';
import type { IndexEntry } from '../../index/index-entry.ts';

/**
 * Refuses a write that wants more copies of the index than one node has. It is refused at once: no time would make
 * a second copy.
 */
export function checkActiveShards(
  { name, replicas }: Pick<IndexEntry, 'name' | 'replicas'>,
  {
    wanted,
    timeout,
    what,
  }: { readonly wanted: string; readonly timeout: string; readonly what: string },
): LongshoreError | undefined {
  const needed = wanted === 'all' ? 1 + replicas : Number(wanted);
  if (wanted.trim() === '' || !Number.isSafeInteger(needed) || needed < 0) {
    throw errors.illegalArgument(`cannot parse ActiveShardCount[${wanted}]`);
  }
  return needed <= 1
    ? undefined
    : errors.unavailable(
        `[${name}][0] Not enough active copies to meet shard count of [${wanted === 'all' ? 'ALL' : needed}] (have 1, needed ${needed}). Timeout: [${timeout}], request: [${what}]`,
      );
}
