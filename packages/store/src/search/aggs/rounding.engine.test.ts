import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { int, join, sql } from '../../sql/sql.ts';
import { openTestEngine, type TestEngine } from '../../testing.ts';
import { type Interval, nextKey, type Rounding, roundMs, roundSql } from './rounding.ts';

let opened: TestEngine;
beforeAll(async () => {
  opened = await openTestEngine();
});
afterAll(() => opened.close());

const intervals: readonly Interval[] = [
  { kind: 'fixed', ms: 500 },
  { kind: 'fixed', ms: 90 * 60_000 },
  { kind: 'fixed', ms: 12 * 3_600_000 },
  ...(['minute', 'hour', 'day', 'week', 'month', 'quarter', 'year'] as const).map(
    (unit) => ({ kind: 'calendar', unit }) as const,
  ),
];
const zones = [
  'UTC',
  '+09:00',
  'Europe/Berlin',
  'America/St_Johns',
  'Asia/Seoul',
  'Australia/Lord_Howe',
];
const roundings = intervals.flatMap((interval) =>
  zones.flatMap((timeZone) =>
    [0, 6 * 3_600_000].map((offsetMs): Rounding => ({ interval, timeZone, offsetMs })),
  ),
);
/** Random times, and those around the changes of clocks in Berlin. */
const times = [
  ...fc.sample(fc.integer({ min: Date.UTC(1971, 0), max: Date.UTC(2037, 0) }), {
    numRuns: 60,
    seed: 5,
  }),
  ...[Date.UTC(2026, 2, 29, 1), Date.UTC(2026, 9, 25, 1)].flatMap((ms) =>
    [-7_200_000, -3_600_000, -1, 0, 1, 1_800_000, 3_600_000].map((by) => ms + by),
  ),
  -1,
  -86_400_001,
];

test('the engine rounds as we do, in every zone and unit', async () => {
  for (const rounding of roundings) {
    const rounded = times.map((ms) => roundSql(rounding, sql`${int(ms)}`));
    const [row] = await opened.engine.query(sql`SELECT [${join(rounded, ', ')}] AS r`, {
      timeoutMs: 30_000,
    });
    expect(row?.r, JSON.stringify(rounding)).toEqual(times.map((ms) => roundMs(rounding, ms)));
  }
});

test('a bucket begins before what is in it, and the next one after', () => {
  for (const rounding of roundings) {
    for (const ms of times) {
      const key = roundMs(rounding, ms);
      const what = `${JSON.stringify(rounding)} ${new Date(ms).toISOString()}`;
      expect(key, what).toBeLessThanOrEqual(ms);
      expect(nextKey(rounding, key), what).toBeGreaterThan(key);
    }
  }
});
