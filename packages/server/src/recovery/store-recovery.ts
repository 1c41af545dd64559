import type { StoreRecovery } from '@longshore/common/api/recovery';
import { isObject, type JsonObject } from '@longshore/common/json';
import type { SearchClient } from '../search-client.ts';

/** How far the recovery of a store is, undefined when there is none. The list of shards is read only during one. */
export async function readRecovery(
  client: Pick<SearchClient, 'health' | 'recoveries'>,
  signal?: AbortSignal,
): Promise<StoreRecovery | undefined> {
  const { status, initializing_shards: initializing } = await client.health(signal);
  // A cluster initializes shards all the time; it is red while one of them is the only one that has the data.
  return status === 'red' && Number(initializing) > 0
    ? countRecoveries(await client.recoveries(signal))
    : undefined;
}

/** Sums up an answer of `_recovery`. Copies from another node or a snapshot are no recovery in this sense. */
export function countRecoveries(answer: JsonObject): StoreRecovery | undefined {
  const sums = { indices: 0, indicesLeft: 0, operations: 0, operationsDone: 0 };
  for (const index of Object.values(answer)) {
    const shards = shardsOf(index).filter(({ type }) => type === 'EXISTING_STORE');
    sums.indices += shards.length === 0 ? 0 : 1;
    sums.indicesLeft += shards.some(({ stage }) => stage !== 'DONE') ? 1 : 0;
    for (const { translog } of shards) {
      sums.operations += countOf(translog, 'total_on_start');
      sums.operationsDone += countOf(translog, 'recovered');
    }
  }
  return sums.indicesLeft === 0 ? undefined : sums;
}

function shardsOf(index: unknown): readonly JsonObject[] {
  const shards = isObject(index) ? index.shards : undefined;
  return Array.isArray(shards) ? shards.filter(isObject) : [];
}

/** Elasticsearch says -1 for what it does not know yet. */
function countOf(translog: unknown, name: string): number {
  const count = isObject(translog) ? translog[name] : undefined;
  return typeof count === 'number' ? Math.max(0, count) : 0;
}
