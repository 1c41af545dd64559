import { expect, test } from 'vitest';
import { containerOf } from '../../testing/fixtures.ts';
import { beforeData } from './before-data.ts';

const SECOND = 1_000;
const T0 = Date.parse('2026-11-22T10:00:00.000Z');
const span = { fromMs: T0, toMs: T0 + 900 * SECOND };

function detailWith(createdAtS: number, firstAtS: number | undefined) {
  const points = Array.from({ length: 180 }, (_, index): [number, number | null] => [
    T0 + index * 5 * SECOND,
    firstAtS !== undefined && index * 5 >= firstAtS ? 1 : null,
  ]);
  return {
    span,
    intervalMs: 5 * SECOND,
    container: containerOf({ createdAt: new Date(T0 + createdAtS * SECOND).toISOString() }),
    series: [{ name: 'cpu', unit: 'cores' as const, points }],
  };
}

test('the time before a young container is named after its creation', () => {
  expect(beforeData(detailWith(600, 610))).toEqual({
    untilMs: T0 + 600 * SECOND,
    atMs: T0 + 600 * SECOND,
    reason: 'created',
  });
});

test('what was measured in the bucket of the creation is not covered', () => {
  expect(beforeData(detailWith(603, 600))).toEqual({
    untilMs: T0 + 600 * SECOND,
    atMs: T0 + 603 * SECOND,
    reason: 'created',
  });
});

test('figures that begin long after the container began tell when measuring began', () => {
  expect(beforeData(detailWith(-3_600, 600))).toEqual({
    untilMs: T0 + 600 * SECOND,
    atMs: T0 + 600 * SECOND,
    reason: 'measured',
  });
  expect(beforeData(detailWith(60, 600))).toMatchObject({ reason: 'measured' });
});

test('a range that is full of figures, or has none at all, has no such part', () => {
  expect(beforeData(detailWith(-3_600, 0))).toBeUndefined();
  expect(beforeData(detailWith(-3_600, undefined))).toBeUndefined();
});
