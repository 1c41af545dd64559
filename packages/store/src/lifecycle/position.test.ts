import { expect, test } from 'vitest';
import { readPolicy } from '../index/lifecycle-policy.ts';
import { type AgedIndex, positionOf } from './position.ts';

const DAY_MS = 86_400_000;
const index = (more: Partial<AgedIndex> = {}): AgedIndex => ({
  createdMs: 0,
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
  expect([warm.phase?.name, warm.action, warm.ageMs]).toEqual(['warm', 'complete', 10 * DAY_MS]);
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
