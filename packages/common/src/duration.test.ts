import { expect, test } from 'vitest';
import { parseDuration } from './duration.ts';

test.each([
  ['0', 0],
  ['500ms', 500],
  ['10s', 10_000],
  ['1m', 60_000],
  ['1h30m', 5_400_000],
  ['1.5h', 5_400_000],
  ['2d', 172_800_000],
  ['1m5ms', 60_005],
])('%s is %d ms', (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});

test.each(['', '10', 's', '-1s', '10 s', '1h 30m', '10sec', '1y'])('"%s" is refused', (text) => {
  expect(() => parseDuration(text)).toThrow(`[${text}] is not a duration; write a number`);
});
