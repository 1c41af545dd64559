import { expect, test } from 'vitest';
import {
  changeSettings,
  parseIndexSettings,
  parseSettingChanges,
  scopeOf,
  syncIntervalOf,
} from './index-settings.ts';

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
  [
    { 'translog.sync_interval': 'soon' },
    /translog\.sync_interval\] with value \[soon\] as a time value/,
  ],
])('%j is refused', (settings, reason) => {
  expect(() => parseIndexSettings(settings)).toThrow(reason);
});

test('settings may be nested or flat, with or without index', () => {
  const json = {
    number_of_shards: 2,
    'index.refresh_interval': '5s',
    index: { blocks: { write: true } },
  };
  expect(parseIndexSettings(json)).toEqual({
    'index.number_of_shards': '2',
    'index.refresh_interval': '5s',
    'index.blocks.write': 'true',
  });
});

test.each([
  [{ 'index.nonsense': 1 }, /unknown setting \[index\.nonsense\]/],
  [{ uuid: 'x' }, /private index setting \[index\.uuid\] can not be set explicitly/],
  [{ number_of_shards: 0 }, /\[0\] for setting \[index\.number_of_shards\] must be >= 1/],
  [{ number_of_shards: 1025 }, /must be <= 1024/],
  [{ number_of_replicas: 'many' }, /\[many\] for setting \[index\.number_of_replicas\]/],
  [{ number_of_replicas: 101 }, /must be <= 100/],
  [{ hidden: 'yes' }, /\[yes\] as only \[true\] or \[false\] are allowed/],
  [{ refresh_interval: '1x' }, /\[index\.refresh_interval\] with value \[1x\] as a time value/],
  [{ 'translog.flush_threshold_size': '1x' }, /as a size in bytes/],
  [{ 'translog.durability': 'perhaps' }, /Durability\.PERHAPS/],
  [{ auto_expand_replicas: '1' }, /index\.auto_expand_replicas/],
  [{ auto_expand_replicas: '101-all' }, /\[101-all\]; give \[false\], or the least \(up to 100\)/],
  [{ auto_expand_replicas: '2-1' }, /index\.auto_expand_replicas/],
])('%j is refused', (json, message) => {
  expect(() => parseIndexSettings(json)).toThrow(message);
});

test.each(['false', '0-all', '1-3', '100-all'])('auto_expand_replicas may be %s', (value) => {
  const json = { 'index.auto_expand_replicas': value };
  expect(parseIndexSettings(json)).toEqual(json);
});

test('null resets a setting, and a wildcard a group', () => {
  const before = parseIndexSettings({
    blocks: { write: true, read: false },
    refresh_interval: '5s',
  });
  const changes = parseSettingChanges({ 'index.blocks.*': null, refresh_interval: '1s' });
  expect(changeSettings(before, changes)).toEqual({ 'index.refresh_interval': '1s' });
});

test('a setting says when it may change', () => {
  expect(scopeOf('index.refresh_interval')).toBe('dynamic');
  expect(scopeOf('index.codec')).toBe('static');
  expect(scopeOf('index.number_of_shards')).toBe('final');
  expect(scopeOf('index.analysis.analyzer.a.type')).toBe('static');
});
