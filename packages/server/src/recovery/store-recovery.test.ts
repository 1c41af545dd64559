import type { JsonObject } from '@longshore/common/json';
import { expect, test } from 'vitest';
import { countRecoveries, readRecovery } from './store-recovery.ts';

const shard = (stage: string, recovered: number, total: number, type = 'EXISTING_STORE') => ({
  type,
  stage,
  translog: { recovered, total_on_start: total },
});

/** A store with this health, and how often it was asked for all shards. */
function storeOf(health: JsonObject, answer: JsonObject) {
  const store = {
    asked: 0,
    health: async () => health,
    recoveries: async () => {
      store.asked += 1;
      return answer;
    },
  };
  return store;
}

test('operations of all indices count, those that are done too, so that the share only grows', () => {
  const sums = countRecoveries({
    small: { shards: [shard('DONE', 10, 10)] },
    large: { shards: [shard('TRANSLOG', 40, 190)] },
    waiting: { shards: [shard('INIT', 0, 100)] },
  });
  expect(sums).toEqual({ indices: 3, indicesLeft: 2, operations: 300, operationsDone: 50 });
});

test('copies from another node, and numbers that a cluster does not know yet, are no operations', () => {
  const sums = countRecoveries({
    moving: { shards: [shard('INDEX', 5, 50, 'PEER')] },
    starting: { shards: [shard('INDEX', 0, -1)] },
  });
  expect(sums).toEqual({ indices: 1, indicesLeft: 1, operations: 0, operationsDone: 0 });
});

test.each<[JsonObject]>([
  [{ status: 'green', initializing_shards: 0 }],
  [{ status: 'yellow', initializing_shards: 2 }],
  [{ status: 'red', initializing_shards: 0 }],
])('with the health %j nothing is recovered, and the shards are not asked for', async (health) => {
  const store = storeOf(health, { a: { shards: [shard('INIT', 0, 1)] } });
  expect(await readRecovery(store)).toBeUndefined();
  expect(store.asked).toBe(0);
});

test('a red store that initializes shards is being recovered until the last is done', async () => {
  const red = { status: 'red', initializing_shards: 1 };
  expect(await readRecovery(storeOf(red, { a: { shards: [shard('INIT', 0, 1)] } }))).toMatchObject({
    indicesLeft: 1,
  });
  expect(
    await readRecovery(storeOf(red, { a: { shards: [shard('DONE', 1, 1)] } })),
  ).toBeUndefined();
});
