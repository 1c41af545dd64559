import { expect, test } from 'vitest';
import { BUCKETS_MAX, fillGaps } from './fill.ts';

const rows = (...keys: readonly number[]) => keys.map((key) => ({ key, docCount: 1 }));
const keys = (filled: ReturnType<typeof fillGaps>) =>
  filled.map(({ key, row }) => (row === undefined ? `-${key}` : String(key)));
const next = (key: number) => key + 10;

test('gaps are filled between the first and the last, and out to bounds', () => {
  expect(keys(fillGaps(rows(30, 10), { minDocCount: 0, next }))).toEqual(['10', '-20', '30']);
  expect(keys(fillGaps(rows(20), { minDocCount: 0, next, from: 0, to: 40 }))).toEqual([
    '-0',
    '-10',
    '20',
    '-30',
    '-40',
  ]);
  expect(keys(fillGaps([], { minDocCount: 0, next, from: 0, to: 10 }))).toEqual(['-0', '-10']);
});

test('bounds within the data take nothing away', () => {
  expect(keys(fillGaps(rows(0, 20), { minDocCount: 0, next, from: 10, to: 10 }))).toEqual([
    '0',
    '-10',
    '20',
  ]);
});

test('a bucket that is off the steps, as in an hour that comes twice, is kept', () => {
  expect(keys(fillGaps(rows(0, 5, 20), { minDocCount: 0, next }))).toEqual(['0', '5', '-10', '20']);
});

test('with a minimum nothing is filled', () => {
  expect(keys(fillGaps(rows(0, 50), { minDocCount: 1, next, from: -100 }))).toEqual(['0', '50']);
});

test('filling stops at the number of buckets that a search may have', () => {
  expect(() => fillGaps(rows(0, 10 * BUCKETS_MAX), { minDocCount: 0, next })).toThrow(
    /too many buckets/,
  );
});
