import { expect, test } from 'vitest';
import { parseIndexSettings, syncIntervalOf } from './index-settings.ts';

const interval = (settings: Record<string, string>) => syncIntervalOf(parseIndexSettings(settings));

test('writes are on disk before they are answered unless the durability is async', () => {
  expect(interval({})).toBeUndefined();
  expect(interval({ 'translog.durability': 'REQUEST' })).toBeUndefined();
  expect(interval({ 'translog.durability': 'async' })).toBe(5_000);
  expect(interval({ 'translog.durability': 'async', 'translog.sync_interval': '250ms' })).toBe(250);
});

test.each([
  [{ 'translog.durability': 'sometimes' }, /Translog.Durability.SOMETIMES/],
  [{ 'translog.sync_interval': '99ms' }, /must be >= \[100ms\]/],
  [{ 'translog.sync_interval': 'soon' }, /failed to parse value \[soon\]/],
])('%j is refused', (settings, reason) => {
  expect(() => parseIndexSettings(settings)).toThrow(reason);
});
