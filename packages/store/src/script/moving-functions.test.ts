import { describe, expect, test } from 'vitest';
import {
  ewma,
  holt,
  holtWinters,
  linearWeightedAvg,
  max,
  min,
  stdDev,
  sum,
  unweightedAvg,
} from './moving-functions.ts';

describe('functions of a window', () => {
  test('take its numbers, and leave out what is missing', () => {
    expect([sum([1, Number.NaN, 2]), unweightedAvg([1, Number.NaN, 3])]).toEqual([3, 2]);
    expect([max([1, 3, 2]), min([2, 1, 3])]).toEqual([3, 1]);
    expect(stdDev([2, 4, Number.NaN], 3)).toBe(1);
  });

  test('give no number for an empty window, but for the sum', () => {
    const found = [max, min, unweightedAvg, linearWeightedAvg].map((f) => f([]));
    expect([...found, ewma([], 0.5), holt([], 0.5, 0.5), stdDev([], Number.NaN)]).toEqual(
      Array.from({ length: 7 }, () => Number.NaN),
    );
    expect(sum([])).toBe(0);
  });

  test('weigh later values more', () => {
    // (1 * 10 + 2 * 20) / (1 + 2 + 1)
    expect(linearWeightedAvg([10, 20])).toBe(12.5);
    // 10, then 20 / 4 + 10 * 3 / 4 = 12.5, then 30 / 4 + 12.5 * 3 / 4
    expect(ewma([10, 20, 30], 0.25)).toBe(16.875);
    // Levels 10, 15, then 30 / 2 + (15 + 2.5) / 2
    expect(holt([10, 20, 30], 0.5, 0.5)).toBe(23.75);
  });

  test('know seasons once there are two of them', () => {
    const seasons = { alpha: 0, beta: 0, gamma: 0, period: 2, isMultiplicative: true, padding: 0 };
    // The first season is 15 on the whole: 10 / 15, then 20 / 15. It repeats, so there is no trend.
    expect(holtWinters([10, 20, 10, 20], seasons)).toBeCloseTo(10);
    expect(() => holtWinters([10, 20, 10], seasons)).toThrow('Only [3] were provided');
  });
});
