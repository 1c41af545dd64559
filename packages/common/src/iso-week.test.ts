import { expect, test } from 'vitest';
import { weekDateMs, weekDateOf } from './iso-week.ts';

test.each([
  ['2026-11-25', 2026, 48, 3],
  ['2027-01-01', 2026, 53, 5],
  ['2024-12-30', 2025, 1, 1],
  ['1970-01-01', 1970, 1, 4],
  ['2023-01-01', 2022, 52, 7],
])('%s is in week year %d, week %d, day %d', (day, weekyear, week, weekday) => {
  expect(weekDateOf(new Date(day))).toEqual({ weekyear, week, weekday });
  expect(weekDateMs({ weekyear, week, weekday })).toBe(Date.parse(day));
});

test('each day of many years is read back', () => {
  for (let ms = Date.UTC(1960, 0, 1); ms < Date.UTC(2060, 0, 1); ms += 86_400_000) {
    expect(weekDateMs(weekDateOf(new Date(ms + 1000)))).toBe(ms);
  }
});

test.each([
  [2025, 53, 1],
  [2026, 0, 1],
  [2026, 54, 1],
  [2026, 1, 0],
  [2026, 1, 8],
])('there is no day %d-W%d-%d', (weekyear, week, weekday) => {
  expect(weekDateMs({ weekyear, week, weekday })).toBeUndefined();
});
