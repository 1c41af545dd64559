import { expect, test } from 'vitest';
import { hostOf } from '../../testing/fixtures.ts';
import { hostFigures, isSilent, loadLevel } from './host-figures.ts';

test('limits that add up past the memory are above one', () => {
  const host = hostOf({ memoryTotalBytes: 1_000, memoryUsedBytes: 250, memoryLimitsBytes: 1_420 });
  expect(hostFigures(host)).toMatchObject({ memoryShare: 0.25, limitsShare: 1.42 });
});

test('load is amber above the cores and red above twice the cores', () => {
  expect([loadLevel(4, 4), loadLevel(4.1, 4), loadLevel(8.1, 4), loadLevel(null, 4)]).toEqual([
    'ok',
    'warn',
    'bad',
    'ok',
  ]);
});

test('a host is silent after a minute', () => {
  const host = hostOf({ lastSeen: '2026-11-22T10:20:00.000Z' });
  expect(isSilent(host, Date.parse('2026-11-22T10:20:59.000Z'))).toBe(false);
  expect(isSilent(host, Date.parse('2026-11-22T10:21:01.000Z'))).toBe(true);
});
