import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { RecoveryGate } from './recovery-gate.ts';

let gate: RecoveryGate;

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
  gate = new RecoveryGate(Date.now);
  gate.expect('a', 10);
  gate.expect('a', 20);
  gate.expect('b', 5);
});
afterEach(() => {
  vi.useRealTimers();
});

/** What of a promise is known when all timers up to a moment have run. */
async function isSettledAfter(waiting: Promise<void>, ms: number): Promise<boolean> {
  let isSettled = false;
  void waiting.then(() => {
    isSettled = true;
  });
  await vi.advanceTimersByTimeAsync(ms);
  return isSettled;
}

test('nobody waits for an index that has all', async () => {
  expect(await isSettledAfter(gate.wait(['c']), 0)).toBe(true);
  gate.open('a');
  expect(await isSettledAfter(gate.wait(['a', 'c']), 0)).toBe(true);
  expect(gate.isOpen).toBe(false);
  gate.open('b');
  expect(gate.isOpen).toBe(true);
});

test('who waits goes on when the last of its indices is recovered', async () => {
  const waiting = gate.wait(['a', 'b', 'c']);
  gate.open('a');
  expect(await isSettledAfter(waiting, 500)).toBe(false);
  gate.open('b');
  expect(await isSettledAfter(waiting, 0)).toBe(true);
  expect(gate.refusesReads({ uuid: 'b', name: 'x' })).toBeUndefined();
});

test('a wait ends after two seconds, and those that come next do not wait for a while', async () => {
  const waiting = gate.wait(['a']);
  expect(await isSettledAfter(waiting, 1_999)).toBe(false);
  expect(await isSettledAfter(waiting, 1)).toBe(true);
  expect(await isSettledAfter(gate.wait(['b']), 0)).toBe(true);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(await isSettledAfter(gate.wait(['b']), 1_999)).toBe(false);
});

test('an index that is deleted is not waited for', async () => {
  const waiting = gate.wait(['a']);
  gate.forget('a');
  expect(await isSettledAfter(waiting, 0)).toBe(true);
  expect(gate.progressOf('a')).toBeUndefined();
});

test('progress goes from nothing to all, whatever is tried twice', () => {
  expect(gate.progressOf('a')).toMatchObject({ stage: 'init', operations: 2, bytes: 30 });
  gate.begin('a');
  gate.advance('a', 1);
  gate.begin('a');
  expect(gate.progressOf('a')).toMatchObject({
    stage: 'translog',
    recovered: 1,
    startedMs: 1_000_000,
    stoppedMs: 0,
  });
  gate.advance('a', 2);
  expect(gate.progressOf('a')).toMatchObject({ recovered: 2 });
  vi.setSystemTime(1_000_500);
  gate.open('a');
  expect(gate.progressOf('a')).toMatchObject({ stage: 'done', stoppedMs: 1_000_500 });
  expect(gate.progressOf('c')).toBeUndefined();
});

test('a refusal names the index, how far it is, and where that is shown', async () => {
  gate.begin('a');
  gate.advance('a', 1);
  const index = { uuid: 'a', name: 'ships' };
  const written = expect(gate.passWrite(index)).rejects.toMatchObject({
    type: 'unavailable_shards_exception',
    status: 503,
    message:
      '[ships][0] primary shard is not active: it is being recovered, 1 of 2 operations of the translog are in the engine; send it again later, [/_cat/recovery] shows how far it is',
  });
  expect(gate.refusesReads(index)).toMatchObject({
    type: 'no_shard_available_action_exception',
    status: 503,
    details: { index: 'ships', shard: '0', index_uuid: 'a' },
  });
  const read = expect(gate.passReads([{ uuid: 'c', name: 'c' }, index])).rejects.toMatchObject({
    status: 503,
  });
  await vi.advanceTimersByTimeAsync(2_000);
  await Promise.all([written, read]);
  gate.open('a');
  await gate.passWrite(index);
  await gate.passReads([index]);
});

test('operations that are done are counted, and anew when the index is tried again', () => {
  gate.begin('a');
  gate.advance('a', 1);
  expect(gate.progressOf('a')).toMatchObject({ stage: 'translog', operations: 2, recovered: 1 });
  gate.restart('a');
  gate.restart('gone');
  expect(gate.progressOf('a')).toMatchObject({ stage: 'translog', operations: 2, recovered: 0 });
  gate.advance('a', 5);
  expect(gate.progressOf('a')?.recovered).toBe(2);
});
