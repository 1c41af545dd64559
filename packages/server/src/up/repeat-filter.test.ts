import { expect, test } from 'vitest';
import { repeatFilter } from './repeat-filter.ts';

test('a text is said once, and again after ten minutes', () => {
  let nowMs = 0;
  const isNew = repeatFilter(() => nowMs);
  expect([isNew('a'), isNew('a'), isNew('b')]).toEqual([true, false, true]);
  nowMs = 599_999;
  expect(isNew('a')).toBe(false);
  nowMs = 600_000;
  expect([isNew('a'), isNew('a')]).toEqual([true, false]);
});

test('ever new texts do not fill the memory: the old ones are forgotten', () => {
  const isNew = repeatFilter(() => 0);
  for (let i = 0; i <= 200; i++) {
    isNew(`text ${i}`);
  }
  expect(isNew('text 0')).toBe(true);
});
