import type { Event } from '@longshore/common/fields';
import { expect, test } from 'vitest';
import type { EngineEventListener } from '../../../docker/events.ts';
import { parseContainer } from '../../../docker/inspect.ts';
import type { Delivery } from '../../../event-sink.ts';
import { undeclaredFields } from '../../../testing.ts';
import { fields } from './fields.ts';
import { createHealthcheckFilter } from './healthcheck-filter.ts';
import { createDockerEventInput, mapEngineEvent } from './input.ts';

const ID = 'c0ffee'.padEnd(64, '0');

// Recorded in November 2026 from Docker 20.10, shortened.
const die = {
  status: 'die',
  id: ID,
  from: 'busybox:1.35',
  Type: 'container',
  Action: 'die',
  Actor: {
    ID,
    Attributes: { 'com.example.team': 'web', exitCode: '137', image: 'busybox:1.35', name: 'web' },
  },
  time: 1795346850,
  timeNano: 1_795_346_850_069_113_510n,
};

test('maps the end of a container, with its exit code', () => {
  const event = mapEngineEvent(die);
  expect(event).toEqual({
    '@timestamp': '2026-11-22T11:27:30.069Z',
    'event.module': 'docker',
    'event.dataset': 'docker.event',
    'event.kind': 'event',
    'service.type': 'docker',
    'docker.event.id': ID,
    'docker.event.type': 'container',
    'docker.event.action': 'die',
    'docker.event.status': 'die',
    'docker.event.from': 'busybox:1.35',
    'docker.event.actor.id': ID,
    'docker.event.actor.attributes.com_example_team': 'web',
    'docker.event.actor.attributes.exitCode': '137',
    'docker.event.actor.attributes.image': 'busybox:1.35',
    'docker.event.actor.attributes.name': 'web',
    'docker.event.exit_code': 137,
    'container.id': ID,
    'container.name': 'web',
    'container.image.name': 'busybox:1.35',
    'container.runtime': 'docker',
  });
  expect(undeclaredFields([event], fields)).toEqual([]);
});

test('an event of an image has no container', () => {
  const event = mapEngineEvent({
    Type: 'image',
    Action: 'pull',
    Actor: { ID: 'busybox:latest', Attributes: { name: 'busybox' } },
    time: 1795346850,
  });
  expect(event['docker.event.id']).toBe('busybox:latest');
  expect(Object.keys(event).filter((name) => name.startsWith('container.'))).toEqual([]);
});

test('runs of the health check are left out, commands of people are not', () => {
  const isHealthcheck = createHealthcheckFilter(() => '/bin/sh -c wget -q http://127.0.0.1/');
  const exec = (Action: string, execID: string) =>
    isHealthcheck({ Type: 'container', Action, Actor: { ID, Attributes: { execID } } });
  expect(exec('exec_create: /bin/sh -c wget -q http://127.0.0.1/', 'a')).toBe(true);
  expect(exec('exec_start: /bin/sh -c wget -q http://127.0.0.1/', 'a')).toBe(true);
  expect(exec('exec_create: /bin/sh', 'b')).toBe(false);
  expect(exec('exec_die', 'b')).toBe(false);
  expect(exec('exec_die', 'a')).toBe(true);
  expect(isHealthcheck(die)).toBe(false);
});

/** An input whose engine and containers the test plays. */
async function startInput() {
  const published: { event: Event; delivery: Delivery }[] = [];
  let listener: EngineEventListener = {};
  let settle = { ready: () => {}, failed: (_: unknown) => {} };
  let isKnown = false;
  const checked = parseContainer({
    Id: ID,
    Name: '/web',
    Config: { Healthcheck: { Test: ['CMD-SHELL', 'true'] } },
  });
  const input = createDockerEventInput({
    events: {
      subscribe: (one) => {
        listener = one;
        return () => {
          listener = {};
        };
      },
      start: () => Promise.resolve(),
      stop: () => Promise.resolve(),
    },
    containers: {
      get: () => (isKnown ? checked : undefined),
      ready: () =>
        new Promise<void>((resolve, reject) => {
          settle = { ready: resolve, failed: reject };
        }),
    },
    sink: { publishOnce: (_, event, delivery) => published.push({ event, delivery }) },
    address: 'unix:///a.sock',
    delivered: { acknowledge: () => {} },
  });
  await input.start();
  return {
    input,
    published,
    listener: () => listener,
    connect: async () => {
      listener.onConnect?.();
      await Promise.resolve();
    },
    ready: () => {
      isKnown = true;
      settle.ready();
    },
    failed: () => settle.failed(new Error('no list')),
  };
}

const actions = (published: readonly { event: Event }[]) =>
  published.map(({ event }) => event['docker.event.action']);
const check = {
  Type: 'container',
  Action: 'exec_create: /bin/sh -c true',
  Actor: { ID, Attributes: { execID: 'e1' } },
  timeNano: 1_795_346_850_000_000_000n,
};

test('the same event has the same id whenever it is told of; another event has another', async () => {
  const { input, published, listener } = await startInput();
  for (const event of [die, die, { ...die, Action: 'stop' }, { ...die, timeNano: 1n }]) {
    listener().onEvent?.(event);
  }
  const ids = published.map(({ delivery }) => delivery.id);
  expect(ids[1]).toBe(ids[0]);
  expect(new Set(ids).size).toBe(3);
  expect(published[0]?.delivery.position).toBe(1_795_346_850_069);
  await input.stop();
});

test('events wait until the containers are known, so that no health check is taken for a command', async () => {
  const { input, published, listener, connect, ready } = await startInput();
  await connect();
  listener().onEvent?.(check);
  listener().onEvent?.(die);
  expect(published).toEqual([]);
  ready();
  await expect.poll(() => actions(published)).toEqual(['die']);
  listener().onEvent?.({ ...die, Action: 'start' });
  expect(actions(published)).toEqual(['die', 'start']);
  await input.stop();
});

test('events come when the containers cannot be listed, and when too many wait', async () => {
  const { input, published, listener, connect, failed } = await startInput();
  await connect();
  listener().onEvent?.(die);
  failed();
  await expect.poll(() => actions(published)).toEqual(['die']);
  await connect();
  for (let i = 0; i < 1_024; i++) {
    listener().onEvent?.({ ...die, timeNano: BigInt(i) });
  }
  expect(published).toHaveLength(1_025);
  await input.stop();
});
