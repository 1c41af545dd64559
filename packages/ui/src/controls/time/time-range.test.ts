import { afterEach, expect, test } from 'vitest';
import { partsOf, weeksOf } from './calendar.ts';
import {
  labelOf,
  parseTimeRange,
  resolveRange,
  shifted,
  stringifyRange,
  widened,
} from './time-range.ts';
import { chooseZone } from './zone.ts';

afterEach(() => chooseZone('browser'));

// Sunday, 22 November 2026, 10:20:30 of the reader's clock.
const NOW = new Date(2026, 10, 22, 10, 20, 30).getTime();
const local = (...parts: [number, number, number, number?, number?, number?]) =>
  new Date(...parts).toISOString();

test.each([
  ['15m', 'now-15m', 'now'],
  ['-15m', 'now-15m', 'now'],
  ['last 3 hours', 'now-3h', 'now'],
  ['최근 2시간', 'now-2h', 'now'],
  ['now-1h', 'now-1h', 'now'],
  ['now/d', 'now/d', 'now'],
  ['today', 'now/d', 'now'],
  ['어제', 'now-1d/d', 'now/d'],
  ['yesterday', 'now-1d/d', 'now/d'],
  ['this week', 'now/w', 'now'],
  ['now-2h..now-1h', 'now-2h', 'now-1h'],
  ['now/d+8h..now', 'now/d+8h', 'now'],
])('%s is understood', (typed, from, to) => {
  expect(parseTimeRange(typed, NOW)).toEqual({ from, to });
});

test.each([
  ['2026-03-01', local(2026, 2, 1), local(2026, 2, 2)],
  ['mar 1..mar 3', local(2026, 2, 1), local(2026, 2, 4)],
  ['3월 1일', local(2026, 2, 1), local(2026, 2, 2)],
  ['dec 30', local(2025, 11, 30), local(2025, 11, 31)],
  ['10:00..10:15', local(2026, 10, 22, 10), local(2026, 10, 22, 10, 15)],
  ['2026-03-01 10:00', local(2026, 2, 1, 9, 45), local(2026, 2, 1, 10, 15)],
  ['2026-03-01 10:00 to 2026-03-01 11:30', local(2026, 2, 1, 10), local(2026, 2, 1, 11, 30)],
  ['2026-11-22T10:00:00.000Z', '2026-11-22T09:45:00.000Z', '2026-11-22T10:15:00.000Z'],
  ['2026-11-22T10:00:00.123+09:00', '2026-11-22T00:45:00.123Z', '2026-11-22T01:15:00.123Z'],
  ['1795341600', '2026-11-22T09:45:00.000Z', '2026-11-22T10:15:00.000Z'],
  ['1795341600000', '2026-11-22T09:45:00.000Z', '2026-11-22T10:15:00.000Z'],
])('%s becomes a range of fixed times', (typed, from, to) => {
  expect(parseTimeRange(typed, NOW)).toEqual({ from, to });
});

test.each(['', 'soon', '15', 'now-1h..', '2026-02-30', '25:00..26:00', 'now..now-1h', 'a..b..c'])(
  '%j is not understood',
  (typed) => {
    expect(parseTimeRange(typed, NOW)).toBeUndefined();
  },
);

test('rounding follows the calendar of the reader, and weeks begin on Monday', () => {
  expect(resolveRange({ from: 'now/d', to: 'now' }, NOW).fromMs).toBe(
    new Date(2026, 10, 22).getTime(),
  );
  expect(resolveRange({ from: 'now/w', to: 'now' }, NOW).fromMs).toBe(
    new Date(2026, 10, 16).getTime(),
  );
});

test('a range that nobody can read resolves to the last fifteen minutes', () => {
  expect(resolveRange({ from: 'bogus', to: 'now' }, NOW)).toEqual({
    fromMs: NOW - 900_000,
    toMs: NOW,
  });
});

test('labels name lengths and days, and write one day once', () => {
  expect(labelOf({ from: 'now-3h', to: 'now' }, NOW, 'en')).toEqual({
    kind: 'last',
    count: 3,
    unit: 'h',
  });
  expect(labelOf({ from: 'now-1d/d', to: 'now/d' }, NOW, 'en')).toEqual({
    kind: 'named',
    name: 'yesterday',
  });
  const morning = { from: local(2026, 10, 22, 9), to: local(2026, 10, 22, 10) };
  expect(labelOf(morning, NOW, 'en')).toEqual({
    kind: 'between',
    text: 'Nov 22 09:00 – 10:00',
  });
});

test('zooming out doubles the range and does not run ahead of the clock', () => {
  expect(widened({ fromMs: NOW - 100, toMs: NOW }, NOW)).toEqual({ fromMs: NOW - 150, toMs: NOW });
});

test('in UTC, what is typed and where days begin follow UTC', () => {
  chooseZone('utc');
  const atMs = Date.parse('2026-11-22T23:30:00.000Z');
  expect(parseTimeRange('2026-03-01', atMs)).toEqual({
    from: '2026-03-01T00:00:00.000Z',
    to: '2026-03-02T00:00:00.000Z',
  });
  expect(parseTimeRange('10:00..10:15', atMs)).toEqual({
    from: '2026-11-22T10:00:00.000Z',
    to: '2026-11-22T10:15:00.000Z',
  });
  expect(resolveRange({ from: 'now/w', to: 'now' }, atMs).fromMs).toBe(
    Date.parse('2026-11-16T00:00:00.000Z'),
  );
});

test('a month has all of its days, each under its weekday', () => {
  const weeks = weeksOf('utc', 2026, 1);
  expect(weeks).toHaveLength(5);
  expect(weeks.map((week) => week[6] && partsOf(week[6], 'utc')[2])).toEqual([
    1,
    8,
    15,
    22,
    undefined,
  ]);
  expect(weeks.flat().filter((day) => day !== undefined)).toHaveLength(28);
});

test('a copied range is one that can be typed', () => {
  const range = { from: '2026-11-22T10:00:00.000Z', to: 'now' };
  expect(parseTimeRange(stringifyRange(range), NOW)).toEqual(range);
});

test('the window before ends where the present one begins', () => {
  expect(shifted({ fromMs: 100, toMs: 150 }, -1)).toEqual({ fromMs: 50, toMs: 100 });
});
