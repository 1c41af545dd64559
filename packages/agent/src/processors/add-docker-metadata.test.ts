import { expect, test } from 'vitest';
import type { Container } from '../docker/inspect.ts';
import { addDockerMetadata } from './add-docker-metadata.ts';

const ID = 'c0ffee'.padEnd(64, '0');
const container = { id: ID, name: 'web', image: 'nginx:1.27', labels: { team_name: 'a' } };
const processor = addDockerMetadata({
  get: (id) => (id === ID ? (container as unknown as Container) : undefined),
});
const metadata = {
  'container.id': ID,
  'container.name': 'web',
  'container.image.name': 'nginx:1.27',
  'container.runtime': 'docker',
  'docker.container.labels.team_name': 'a',
};

test.each([
  ['its id', { 'container.id': ID }],
  ['the path of its log', { 'log.file.path': `/data/docker/containers/${ID}/${ID}-json.log` }],
])('finds a container by %s', (_, fields) => {
  const event = { '@timestamp': '2026-11-22T12:00:00.000Z', ...fields };
  expect(processor(event)).toEqual({ ...event, ...metadata });
});

test.each([
  ['knows its name already', { 'container.id': ID, 'container.name': 'other' }],
  ['is of an unknown container', { 'container.id': 'unknown' }],
  ['is of none', { message: 'hello' }],
])('leaves an event alone that %s', (_, fields) => {
  const event = { '@timestamp': '2026-11-22T12:00:00.000Z', ...fields };
  expect(processor(event)).toBe(event);
});
