import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { garbageCollections, heapPools } from './heap-figures.ts';

test('the spaces of the heap are pools, and what is in one is no more than the pool', () => {
  const { young, old, survivor } = heapPools();
  expect(young.used_in_bytes).toBeGreaterThan(0);
  expect(old.used_in_bytes).toBeGreaterThan(young.used_in_bytes / 100);
  expect(old.used_in_bytes).toBeLessThanOrEqual(old.max_in_bytes);
  expect(survivor.max_in_bytes).toBe(0);
});

test('collections are counted, those of all objects apart from those of new ones', async () => {
  const before = garbageCollections();
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc');
  collect();
  collect({ type: 'minor' });
  // Observers are told in a later turn.
  while (garbageCollections().young.collection_count <= before.young.collection_count) {
    await sleep(1);
  }
  expect(garbageCollections().old.collection_count).toBeGreaterThan(before.old.collection_count);
});
