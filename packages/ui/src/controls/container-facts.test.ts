import { expect, test } from 'vitest';
import { containerOf } from '../testing/fixtures.ts';
import { imageParts, inStateMs, signalOf, stateWord } from './container-facts.ts';

test.each([
  [{ state: 'running', health: 'unhealthy' }, 'unhealthy'],
  [{ state: 'running', health: 'healthy' }, 'running'],
  [{ state: 'running', health: null }, 'running'],
  [{ state: 'exited', exitCode: 0 }, 'exited'],
  [{ state: 'exited', exitCode: 143 }, 'exited'],
  [{ state: 'exited', exitCode: 1 }, 'failed'],
  [{ state: 'exited', exitCode: 137, oomKilled: true }, 'oomKilled'],
  [{ state: 'paused' }, 'paused'],
] as const)('%j is called %s', (facts, word) => {
  expect(stateWord(containerOf(facts))).toBe(word);
});

test.each([
  ['redis:7.2', 'redis', '7.2'],
  ['ghcr.io/acme/api:1.4.2-rc.1', 'api', '1.4.2-rc.1'],
  ['localhost:5000/shop', 'shop', ''],
  ['nginx@sha256:0123456789abcdef0123', 'nginx', '0123456789ab'],
  ['sha256:abc', 'sha256', 'abc'],
])('the image %s is %s with tag %s', (image, name, tag) => {
  expect(imageParts(image)).toEqual({ name, tag });
});

test('an exit code above 128 names its signal', () => {
  expect([signalOf(137), signalOf(139), signalOf(1), signalOf(null)]).toEqual([
    'SIGKILL',
    'SIGSEGV',
    undefined,
    undefined,
  ]);
});

test('a stopped container counts from its end, a running one from its start', () => {
  const times = {
    startedAt: '2026-11-22T10:00:00.000Z',
    finishedAt: '2026-11-22T10:30:00.000Z',
  };
  const now = Date.parse('2026-11-22T11:00:00.000Z');
  expect(inStateMs(containerOf({ ...times, state: 'running' }), now)).toBe(3_600_000);
  expect(inStateMs(containerOf({ ...times, state: 'exited' }), now)).toBe(1_800_000);
  expect(inStateMs(containerOf({ startedAt: '0001-01-01T00:00:00Z' }), now)).toBeNull();
});
