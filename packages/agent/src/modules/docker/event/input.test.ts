import { expect, test } from 'vitest';
import { undeclaredFields } from '../../../testing.ts';
import { fields } from './fields.ts';
import { createHealthcheckFilter } from './healthcheck-filter.ts';
import { mapEngineEvent } from './input.ts';

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
