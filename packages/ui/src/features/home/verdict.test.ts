import { expect, test } from 'vitest';
import { containerOf, hostOf } from '../../testing/fixtures.ts';
import { verdictOf } from './verdict.ts';

const NOW = Date.parse('2026-11-22T10:20:00.000Z');
const inventory = (containers: ReturnType<typeof containerOf>[]) => ({
  at: '2026-11-22T10:20:00.000Z',
  hosts: [hostOf()],
  containers,
  problems: [],
});

test('containers that were killed or keep failing need somebody, the worst first', () => {
  const verdict = verdictOf(
    inventory([
      containerOf({ name: 'fine' }),
      containerOf({ name: 'sick', health: 'unhealthy' }),
      containerOf({ name: 'big', state: 'exited', exitCode: 137, oomKilled: true }),
      containerOf({ name: 'done', state: 'exited', exitCode: 0 }),
      containerOf({ name: 'held', state: 'paused' }),
    ]),
    NOW,
  );
  expect(verdict).toMatchObject({ hosts: 1, running: 2, stopped: 2 });
  expect(verdict.needs.map(({ container, word }) => [container.name, word])).toEqual([
    ['big', 'oomKilled'],
    ['sick', 'unhealthy'],
  ]);
});

test('a failure of last week is history', () => {
  const old = containerOf({ state: 'exited', exitCode: 1, finishedAt: '2026-11-15T00:00:00.000Z' });
  expect(verdictOf(inventory([old]), NOW).needs).toEqual([]);
});

test('a container that runs between two deaths of a loop needs somebody; one that runs for long does not', () => {
  const restarts = 5;
  const loop = containerOf({ name: 'loop', restarts, startedAt: '2026-11-22T10:19:30.000Z' });
  const calm = containerOf({ name: 'calm', restarts, startedAt: '2026-11-22T09:19:30.000Z' });
  const { needs } = verdictOf(inventory([loop, calm]), NOW);
  expect(needs.map(({ container, word }) => [container.name, word])).toEqual([
    ['loop', 'restarting'],
  ]);
});
