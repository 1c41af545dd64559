import { expect, test } from 'vitest';
import { spanBetween } from './drag-range.tsx';
import { barsOf, segmentsOf, timeTicks } from './histogram-layout.ts';
import { colorOf } from './palette.ts';
import { sparklineShapes } from './sparkline.tsx';

const MINUTE = 60_000;
const FROM = new Date(2026, 10, 22, 10, 0, 30).getTime();
const span = { fromMs: FROM, toMs: FROM + 10 * MINUTE };

test('bars are placed by time, the largest is full and a single line is still seen', () => {
  const buckets = [
    [FROM - MINUTE / 2, 1_000],
    [FROM + MINUTE / 2, 1],
    [FROM + 20 * MINUTE, 5],
  ] as const;
  const bars = barsOf(buckets, { span, intervalMs: MINUTE, width: 1_000, height: 50 });
  expect(bars).toMatchObject([
    { x: 0, barWidth: 49, barHeight: 50 },
    { x: 50, barWidth: 99, barHeight: 2 },
  ]);
});

test('one error among a thousand lines is seen, and the bar is not higher for it', () => {
  expect(segmentsOf([1, 0, 999], 50)).toEqual([2, 0, 48]);
  expect(segmentsOf([1, 1], 2)).toEqual([2, 2]);
  expect(segmentsOf([3], 10)).toEqual([10]);
});

test('ticks are round times and never more than there is room for', () => {
  const ticks = timeTicks(span, 5).map((tick) => new Date(tick).getMinutes());
  expect(ticks).toEqual([2, 4, 6, 8, 10]);
  expect(timeTicks(span, 0)).toEqual([]);
});

test('a drawn span has the same middle whichever way it was drawn', () => {
  expect(spanBetween([0.75, 0.25], { fromMs: 0, toMs: 1_000 })).toEqual({ fromMs: 250, toMs: 750 });
});

test('a gap in the values is a gap in the line, and a value between gaps is a dot', () => {
  const box = { width: 44, height: 14 };
  expect(sparklineShapes([0, 2, null, 2, 1], box)).toEqual({
    path: 'M2.0 12.0L12.0 2.0M32.0 2.0L42.0 7.0',
    dots: [],
  });
  expect(sparklineShapes([null, null, 2, null, 1], box)).toEqual({
    path: '',
    dots: [
      [22, 2],
      [42, 7],
    ],
  });
});

test('the only value of a sparkline stands where the newest always stands', () => {
  expect(sparklineShapes([3], { width: 44, height: 14 }).dots).toEqual([[42, 2]]);
});

test('a name has one colour out of eight', () => {
  expect(colorOf('shop-db')).toBe(colorOf('shop-db'));
  const names = Array.from({ length: 200 }, (_, index) => `container-${index}`);
  expect(new Set(names.map(colorOf)).size).toBe(8);
});
