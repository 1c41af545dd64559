import { expect, test } from 'vitest';
import { type EngineEvent, findOccurrences } from './occurrences.ts';

const T0 = Date.parse('2026-11-22T12:00:00.000Z');
const LATER = T0 + 600_000;

/** `12 die 1` is: 12 s after T0 the container died with exit code 1; `3 kill 15` was sent signal 15. */
function events(...lines: readonly string[]): EngineEvent[] {
  return lines.map((line) => {
    const [seconds = '0', action = '', number] = line.split(' ');
    return {
      atMs: T0 + Number(seconds) * 1000,
      action: action === 'unhealthy' ? 'health_status: unhealthy' : action,
      exitCode: action === 'die' ? Number(number) : null,
      signal: action === 'kill' ? (number ?? null) : null,
      host: 'alpha',
      containerId: 'c1',
      containerName: 'api',
      image: 'shop/api:1',
    };
  });
}

const kinds = (list: readonly EngineEvent[], nowMs = LATER) =>
  findOccurrences(list, { sinceMs: T0, nowMs }).map(
    ({ kind, event, exitCode }) => `${(event.atMs - T0) / 1000} ${kind} ${exitCode ?? '-'}`,
  );

test.each<[string, string[], string[]]>([
  ['a crash', ['0 start', '9 die 1'], ['9 exited_nonzero 1']],
  ['a good end', ['0 start', '9 die 0'], []],
  ['docker stop that needs force', ['9 kill 15', '19 kill 9', '19 die 137', '19 stop'], []],
  ['docker stop of a program that obeys', ['9 kill 15', '10 die 143', '10 stop'], []],
  ['docker restart', ['9 kill 15', '10 die 143', '10 stop', '10 start', '10 restart'], []],
  ['docker rm -f', ['9 kill 9', '9 die 137', '9 destroy'], []],
  ['a kill in the same millisecond', ['9 die 137', '9 kill 9'], []],
  ['a signal that tells something', ['9 kill 1', '12 die 1'], ['12 exited_nonzero 1']],
  ['a kill long before', ['0 kill 15', '40 die 1'], ['40 exited_nonzero 1']],
  [
    'a crash soon after a stop and start by a person',
    ['1 kill 15', '2 die 143', '2 stop', '3 start', '5 die 1'],
    ['5 exited_nonzero 1'],
  ],
  ['a health check that fails', ['9 unhealthy'], ['9 unhealthy -']],
  ['a memory kill', ['9 oom', '9 die 137'], ['9 oom_killed -']],
  ['a memory kill told after the death', ['9 die 137', '10 oom'], ['10 oom_killed -']],
  ['one shortage told thrice', ['9 oom', '9 oom', '12 oom', '12 die 137'], ['9 oom_killed -']],
  [
    'a loop of memory kills, each a run of its own',
    ['9 oom', '9 die 137', '10 start', '15 oom', '15 die 137', '16 start'],
    ['9 oom_killed -', '10 restarted 137', '15 oom_killed -', '16 restarted 137'],
  ],
  ['two shortages', ['9 oom', '60 oom'], ['9 oom_killed -', '60 oom_killed -']],
  [
    'a program that ends itself after a child was killed for memory',
    ['9 oom', '12 die 1'],
    ['9 oom_killed -', '12 exited_nonzero 1'],
  ],
  ['a restart by the policy', ['9 die 1', '10 start'], ['9 exited_nonzero 1', '10 restarted 1']],
  ['a restart after a good end', ['9 die 0', '10 start'], ['10 restarted 0']],
  ['a restart with the longest wait', ['9 die 0', '70 start'], ['70 restarted 0']],
  ['a start by a person much later', ['9 die 0', '200 start'], []],
  ['the first start', ['9 create', '9 start'], []],
  [
    'a loop',
    ['1 start', '2 die 3', '3 start', '4 die 3', '6 start'],
    ['2 exited_nonzero 3', '3 restarted 3', '4 exited_nonzero 3', '6 restarted 3'],
  ],
])('%s', (_, lines, expected) => {
  expect(kinds(events(...lines))).toEqual(expected);
});

test('a death that may be one for memory waits until the engine had time to say so', () => {
  const death = events('9 die 137');
  expect(kinds(death, T0 + 10_000)).toEqual([]);
  expect(kinds(death, T0 + 14_000)).toEqual(['9 exited_nonzero 137']);
});

test('events before the time give context and no occurrence', () => {
  expect(kinds(events('-20 kill 15', '-19 die 143', '-18 start', '5 die 1'))).toEqual([
    '5 exited_nonzero 1',
  ]);
  expect(kinds(events('-1 kill 15', '5 die 143'))).toEqual([]);
});

test('a stop of one container says nothing about another, nor about one of another host', () => {
  const [kill, death] = events('8 kill 15', '9 die 1');
  for (const change of [{ containerId: 'c2' }, { host: 'beta' }]) {
    expect(kinds([{ ...kill, ...change } as EngineEvent, death as EngineEvent])).toEqual([
      '9 exited_nonzero 1',
    ]);
  }
});
