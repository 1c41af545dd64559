import { expect, test } from 'vitest';
import { bucketStarts, chooseInterval, parseTimeRange } from './time-range.ts';

const NOW = Date.parse('2026-03-31T10:20:30.500Z');
const iso = (ms: number) => new Date(ms).toISOString();

test.each([
  ['now', '2026-03-31T10:20:30.500Z'],
  ['now-15m', '2026-03-31T10:05:30.500Z'],
  ['now-1d-2h', '2026-03-30T08:20:30.500Z'],
  ['now-1M', '2026-02-28T10:20:30.500Z'],
  ['now/d', '2026-03-31T00:00:00.000Z'],
  ['now/w', '2026-03-30T00:00:00.000Z'],
  ['now-1M/M', '2026-02-01T00:00:00.000Z'],
  ['now/y', '2026-01-01T00:00:00.000Z'],
  ['2026-03-01', '2026-03-01T00:00:00.000Z'],
  ['2026-03-01T10:00:00', '2026-03-01T10:00:00.000Z'],
  ['2026-03-01T10:00:00+02:00', '2026-03-01T08:00:00.000Z'],
  ['1774952430000', '2026-03-31T10:20:30.000Z'],
])('%s begins at %s', (from, expected) => {
  expect(iso(parseTimeRange(from, '2099-01-01', NOW).fromMs)).toBe(expected);
});

test('a rounded end includes its whole unit', () => {
  expect(iso(parseTimeRange('now/d', 'now/d', NOW).toMs)).toBe('2026-03-31T23:59:59.999Z');
});

test.each(['', 'yesterday', 'now-15x', 'now- 5m', '12', "2026-99-99'; DROP"])(
  '"%s" is refused, with the parameter and an example',
  (from) => {
    expect(() => parseTimeRange(from, 'now', NOW)).toThrow(/\[from\] is .*for example now-15m/);
  },
);

test('a range that ends before it begins is refused', () => {
  expect(() => parseTimeRange('now', 'now-1h', NOW)).toThrow('after its end');
});

test.each([
  [900_000, 60, 30_000],
  [900_000, 120, 10_000],
  [86_400_000, 60, 1_800_000],
  [365 * 86_400_000, 100, 4 * 86_400_000],
])('%i ms in at most %i buckets are buckets of %i ms', (width, points, expected) => {
  const range = { fromMs: NOW - width, toMs: NOW };
  const interval = chooseInterval(range, points);
  expect(interval).toBe(expected);
  expect(bucketStarts(range, interval).length).toBeLessThanOrEqual(points + 1);
});

test('the buckets of a range begin at multiples of the interval and cover both ends', () => {
  const range = { fromMs: 95, toMs: 120 };
  expect(bucketStarts(range, 10)).toEqual([90, 100, 110, 120]);
});
