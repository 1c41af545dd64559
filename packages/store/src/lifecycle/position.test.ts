import { expect, test } from 'vitest';
import { readPolicy } from '../index/lifecycle-policy.ts';
import { type AgedIndex, positionOf } from './position.ts';

const DAY_MS = 86_400_000;
const index = (more: Partial<AgedIndex> = {}): AgedIndex => ({
  createdMs: 0,
  lifecycle: undefined,
  rolledOver: undefined,
  settings: {},
  ...more,
});
const rolledOver = { atMs: 10 * DAY_MS, alias: 'logs' };
const policy = readPolicy({
  phases: {
    delete: { min_age: '30d', actions: { delete: {} } },
    hot: { actions: { rollover: { max_age: '1d' } } },
    warm: { min_age: '7d', actions: { forcemerge: { max_num_segments: 1 } } },
  },
});

test('an index stays hot until it was rolled over, however old it is', () => {
  const at = positionOf(index(), policy, 100 * DAY_MS);
  expect([at.phase?.name, at.action]).toEqual(['hot', 'rollover']);
});

test('its age then counts from the rollover', () => {
  const warm = positionOf(index({ rolledOver }), policy, 20 * DAY_MS);
  expect([warm.phase?.name, warm.action, warm.ageMs]).toEqual(['warm', 'forcemerge', 10 * DAY_MS]);
  const lifecycle = { done: ['warm/forcemerge'] };
  const merged = positionOf(index({ rolledOver, lifecycle }), policy, 20 * DAY_MS);
  expect([merged.phase?.name, merged.action]).toEqual(['warm', 'complete']);
  const old = positionOf(index({ rolledOver }), policy, 40 * DAY_MS);
  expect([old.phase?.name, old.action]).toEqual(['delete', 'delete']);
});

test('the settings may say from when it counts, and that nothing more is written', () => {
  const settings = {
    'index.lifecycle.indexing_complete': 'true',
    'index.lifecycle.origination_date': String(50 * DAY_MS),
  };
  expect(positionOf(index({ settings }), policy, 58 * DAY_MS).phase?.name).toBe('warm');
});

test('before its first phase an index is nowhere', () => {
  const late = readPolicy({ phases: { warm: { min_age: '1d', actions: {} } } });
  expect(positionOf(index(), late, 5).phase).toBeUndefined();
});

test('an index that was moved to a phase is in it, whatever its age, and passes over what was left', () => {
  const lifecycle = { phase: 'warm', done: ['hot/rollover'] } as const;
  const at = positionOf(index({ lifecycle }), policy, 0);
  expect([at.phase?.name, at.action]).toEqual(['warm', 'forcemerge']);
});

test('actions of a phase have their order, whatever the policy has, and those of several nodes are passed over', () => {
  const many = readPolicy({
    phases: {
      warm: {
        actions: { forcemerge: { max_num_segments: 1 }, migrate: {}, readonly: {}, unfollow: {} },
      },
      cold: { actions: { set_priority: { priority: 0 } } },
    },
  });
  const at = (...done: readonly string[]) => {
    const { phase, action } = positionOf(index({ lifecycle: { done } }), many, 0);
    return `${phase?.name}/${action}`;
  };
  expect(at()).toBe('warm/readonly');
  expect(at('warm/readonly')).toBe('warm/forcemerge');
  expect(at('warm/readonly', 'warm/forcemerge')).toBe('cold/set_priority');
  expect(at('warm/readonly', 'warm/forcemerge', 'cold/set_priority')).toBe('cold/complete');
});
