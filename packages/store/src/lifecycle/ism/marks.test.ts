import type { JsonObject } from '@longshore/common/json';
import { expect, test } from 'vitest';
import type { IsmMark } from '../../index/index-entry.ts';
import { canChangeNow, changedTo, failedOnce, moveOf, retried, waitedFor } from './marks.ts';
import { readIsmPolicy } from './policy.ts';

const HOUR_MS = 3_600_000;
const actions = [{ rollover: { min_doc_count: 1 } }, { read_only: {} }];
const policyOf = (states: readonly JsonObject[]) =>
  readIsmPolicy({ description: 'd', default_state: 'first', states }, 'p', 0);
const policy = policyOf([
  { name: 'first', actions, transitions: [{ state_name: 'last' }] },
  { name: 'last' },
]);
const mark = (more: Partial<IsmMark> = {}): IsmMark => ({
  ...{ policyId: 'p', seqNo: 0, policy, state: 'first', stateSinceMs: 0 },
  ...{ done: 0, retries: 0, message: '' },
  ...more,
});

test('actions come first, then transitions, and what has none is complete', () => {
  expect(moveOf(mark(), 0)).toMatchObject({ kind: 'act', action: actions[0] && { rollover: {} } });
  expect(moveOf(mark({ done: 1 }), 0)).toMatchObject({ kind: 'act', action: { read_only: {} } });
  expect(moveOf(mark({ done: 2 }), 0)).toMatchObject({ kind: 'leave' });
  expect(moveOf(mark({ state: 'last' }), 0)).toEqual({ kind: 'complete' });
});

test('what failed waits until its time has come, or until it is told to go on', () => {
  expect(moveOf(mark({ retryAtMs: 5 }), 4)).toEqual({ kind: 'wait' });
  expect(moveOf(mark({ retryAtMs: 5 }), 5)).toMatchObject({ kind: 'act' });
  const failed = mark({ isFailed: true, retries: 3, actionSinceMs: 1 });
  expect(moveOf(failed, 9)).toEqual({ kind: 'wait' });
  expect(retried(failed, undefined, 9)).toMatchObject({ state: 'first', retries: 0 });
  expect(retried(failed, 'last', 9)).toMatchObject({ state: 'last', stateSinceMs: 9 });
  expect(moveOf(retried(failed, undefined, 9), 9)).toMatchObject({ kind: 'act' });
});

test.each([
  ['constant', [60, 60, 60]],
  ['linear', [60, 120, 180]],
  ['exponential', [60, 120, 240]],
])('with the backoff %s an action is tried again after seconds %j', (backoff, seconds) => {
  const action = { open: {}, retry: { count: 3, backoff, delay: '1m' } };
  let at = mark();
  for (const wait of seconds) {
    at = failedOnce(at, { action, reason: 'r', nowMs: 1000 });
    expect(at.retryAtMs).toBe(1000 + wait * 1000);
  }
  expect(failedOnce(at, { action, reason: 'r', nowMs: 1000 })).toMatchObject({ isFailed: true });
});

test('an action that takes longer than its timeout has failed, whatever its retries', () => {
  const action = { rollover: {}, timeout: '1h' };
  const at = mark({ actionSinceMs: 0 });
  expect(waitedFor(at, { action, message: 'm', nowMs: HOUR_MS }).isFailed).toBeUndefined();
  expect(waitedFor(at, { action, message: 'm', nowMs: HOUR_MS + 1 })).toMatchObject({
    isFailed: true,
    message: 'Action timed out [action=rollover]',
  });
  expect(failedOnce(at, { action, reason: 'r', nowMs: HOUR_MS + 1 }).isFailed).toBe(true);
});

test('another policy counts at once unless the index is in the middle of a state that differs', () => {
  const other = policyOf([{ name: 'first', actions: [{ open: {} }] }]);
  const change = { policyId: 'q', seqNo: 4, policy: other };
  const waiting = mark({ actionSinceMs: 1 });
  expect(canChangeNow(mark(), change)).toBe(true);
  expect(canChangeNow(waiting, change)).toBe(false);
  expect(canChangeNow(waiting, { ...change, policy })).toBe(true);
  expect(canChangeNow(mark({ done: 2 }), change)).toBe(true);
  expect(canChangeNow({ ...waiting, isFailed: true }, change)).toBe(true);
});

test('a newer version of a policy goes on in the same state, another policy begins', () => {
  const at = mark({ done: 2 });
  const newer = policyOf([{ name: 'first', actions: actions.slice(0, 1) }]);
  expect(changedTo(at, { policyId: 'p', seqNo: 4, policy: newer }, 9)).toMatchObject({
    ...{ seqNo: 4, state: 'first', stateSinceMs: 0, done: 1 },
  });
  expect(changedTo(at, { policyId: 'q', seqNo: 4, policy: newer }, 9)).toMatchObject({
    ...{ policyId: 'q', state: 'first', stateSinceMs: 9, done: 0 },
  });
  expect(changedTo(at, { policyId: 'q', seqNo: 4, policy, state: 'last' }, 9).state).toBe('last');
});
