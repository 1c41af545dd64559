import { expect, test } from 'vitest';
import { parseTimeValue } from './time-value.ts';

test.each([
  ['30s', 30_000],
  ['2d', 172_800_000],
  [' 1H ', 3_600_000],
  ['5m', 300_000],
  ['500micros', 0.5],
  ['0', 0],
  ['-1', -1],
])('%s is %d ms', (text, ms) => {
  expect(parseTimeValue(text, 'timeout')).toBe(ms);
});

test.each([
  ['', /\[timeout\] with value \[\] as a time value: unit is missing or unrecognized/],
  ['30', /unit is missing/],
  ['1x', /unit is missing/],
  ['1h30m', /unit is missing/],
  ['1.5h', /fractional time values are not supported/],
  ['-5s', /negative durations are not supported/],
])('%j is no time', (text, reason) => {
  expect(() => parseTimeValue(text, 'timeout')).toThrow(reason);
});
