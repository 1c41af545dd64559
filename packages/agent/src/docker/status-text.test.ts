import { expect, test } from 'vitest';
import type { Container } from './inspect.ts';
import { formatStatus } from './status-text.ts';

const NOW = new Date('2026-11-22T12:00:00.000Z');
const ago = (seconds: number) => new Date(NOW.getTime() - seconds * 1000).toISOString();
const status = (container: Partial<Container>) => formatStatus(container as Container, NOW);

test.each([
  [0.5, 'Up Less than a second'],
  [1, 'Up 1 second'],
  [59, 'Up 59 seconds'],
  [60, 'Up About a minute'],
  [3 * 60, 'Up 3 minutes'],
  [3600, 'Up About an hour'],
  [4 * 3600, 'Up 4 hours'],
  [47 * 3600, 'Up 47 hours'],
  [5 * 86_400, 'Up 5 days'],
  [15 * 86_400, 'Up 2 weeks'],
  [100 * 86_400, 'Up 3 months'],
  [800 * 86_400, 'Up 2 years'],
])('a container that started %s s ago is "%s"', (seconds, text) => {
  expect(status({ state: 'running', startedAt: ago(seconds) })).toBe(text);
});

test('health, pause, restart and end are told as docker ps does', () => {
  const startedAt = ago(10);
  const health = { status: 'starting', failingStreak: 0 };
  expect(status({ state: 'running', startedAt, health })).toBe('Up 10 seconds (health: starting)');
  expect(status({ state: 'paused', startedAt })).toBe('Up 10 seconds (Paused)');
  const ended = { exitCode: 137, finishedAt: ago(5 * 60) };
  expect(status({ state: 'exited', ...ended })).toBe('Exited (137) 5 minutes ago');
  expect(status({ state: 'restarting', ...ended })).toBe('Restarting (137) 5 minutes ago');
  expect(status({ state: 'created' })).toBe('Created');
});
