import type { JsonObject } from '@longshore/common/json';
import { expect, test } from 'vitest';
import { aggregated, bucket, documents } from '../testing/answers.ts';
import { mapContainers } from './containers.ts';
import { type InventoryAnswers, learn, openKnown } from './known.ts';
import { sparklineStart } from './searches.ts';

const NOW = Date.parse('2026-11-22T12:00:05.000Z');
const ago = (seconds: number) => new Date(NOW - seconds * 1000).toISOString();

/** The containers that a server shows that knows nothing but these answers. */
const containersOf = (answers: InventoryAnswers) => {
  const known = openKnown();
  learn(known, answers, NOW);
  return mapContainers(known, NOW);
};

/** Documents by the container that they are of; they are four seconds old if they do not say otherwise. */
const perContainer = (sources: Readonly<Record<string, readonly JsonObject[]>>) =>
  documents(
    ...Object.entries(sources).flatMap(([id, list]) =>
      list.map((source) => ({
        '@timestamp': ago(4),
        event: { dataset: 'docker.container' },
        ...source,
        'container.id': id,
      })),
    ),
  );

const web = (change: JsonObject = {}): JsonObject => ({
  '@timestamp': ago(4),
  host: { name: 'alpha' },
  container: { id: 'c1', name: 'web', image: { name: 'nginx:1.27' } },
  docker: {
    container: {
      state: 'running',
      status: 'Up 3 hours (healthy)',
      health: 'healthy',
      command: 'nginx -g daemon off;',
      restart_count: 2,
      pids: 5,
      oom_killed: false,
      created: ago(9000),
      started_at: ago(8000),
      ports: ['0.0.0.0:8080->80/tcp'],
      ip_addresses: '172.17.0.2',
      limits: { memory: { bytes: 268_435_456 }, cpu: { cores: 0.5 } },
      application: { name: 'nginx', version: '1.27', evidence: 'image nginx:1.27' },
      labels: { com_docker_compose_project: 'shop', com_docker_compose_service: 'web' },
      ...change,
    },
  },
});

test('a running container has its state, its limits and its newest values', () => {
  const [container] = containersOf({
    containers: perContainer({ c1: [web()] }),
    cpu: perContainer({
      c1: [{ '@timestamp': ago(4), docker: { cpu: { total: { pct: 0.25 } } } }],
    }),
    memory: perContainer({ c1: [{ docker: { memory: { usage: { total: 1000 } } } }] }),
    diskio: perContainer({
      c1: [{ docker: { diskio: { read: { bytes_rate: 0 }, write: { bytes_rate: 12.5 } } } }],
    }),
    network: perContainer({
      c1: [networkOf('eth0', 4, 100, 10), networkOf('eth1', 4, 50, 5)],
    }),
  });
  expect(container).toMatchObject({
    id: 'c1',
    name: 'web',
    host: 'alpha',
    image: 'nginx:1.27',
    project: 'shop',
    service: 'web',
    application: { name: 'nginx', version: '1.27', evidence: 'image nginx:1.27' },
    state: 'running',
    status: 'Up 3 hours (healthy)',
    health: 'healthy',
    exitCode: null,
    restarts: 2,
    ports: ['0.0.0.0:8080->80/tcp'],
    ipAddresses: ['172.17.0.2'],
    cpuCores: 0.25,
    cpuLimitCores: 0.5,
    memoryUsedBytes: 1000,
    memoryLimitBytes: 268_435_456,
    networkInBytesPerS: 150,
    networkOutBytesPerS: 15,
    diskReadBytesPerS: 0,
    diskWriteBytesPerS: 12.5,
    pids: 5,
  });
});

function networkOf(name: string, secondsAgo: number, into: number, out: number): JsonObject {
  return {
    '@timestamp': ago(secondsAgo),
    docker: { network: { interface: name, in: { bytes: into }, out: { bytes: out } } },
  };
}

test('an interface that was disconnected is not added to the rates of the others', () => {
  const [container] = containersOf({
    containers: perContainer({ c1: [web()] }),
    network: perContainer({
      c1: [
        networkOf('eth0', 4, 100, 10),
        networkOf('eth0', 14, 7, 7),
        networkOf('eth9', 64, 5000, 5000),
      ],
    }),
  });
  expect(container?.networkInBytesPerS).toBe(100);
});

test('fields with dots in their names are read like nested ones', () => {
  const [container] = containersOf({
    containers: perContainer({
      c1: [{ '@timestamp': ago(1), 'container.name': 'flat', 'docker.container.state': 'paused' }],
    }),
  });
  expect(container).toMatchObject({ name: 'flat', state: 'paused' });
});

test('what was not measured is null, never 0', () => {
  const [container] = containersOf({ containers: perContainer({ c1: [web({ limits: {} })] }) });
  expect(container).toMatchObject({
    cpuCores: null,
    memoryUsedBytes: null,
    memoryLimitBytes: null,
    cpuLimitCores: null,
    networkInBytesPerS: null,
    diskReadBytesPerS: null,
  });
});

test('a counter that went backwards measured nothing', () => {
  const [container] = containersOf({
    containers: perContainer({ c1: [web()] }),
    cpu: perContainer({ c1: [{ docker: { cpu: { total: { pct: -1 } } } }] }),
    network: perContainer({ c1: [networkOf('eth0', 4, -1, 10)] }),
  });
  expect(container).toMatchObject({
    cpuCores: null,
    networkInBytesPerS: null,
    networkOutBytesPerS: 10,
  });
});

test('an exited container keeps its exit code and shows no usage of its last run', () => {
  const [container] = containersOf({
    containers: perContainer({
      c1: [web({ state: 'exited', exit_code: 137, oom_killed: true })],
    }),
    cpu: perContainer({ c1: [{ docker: { cpu: { total: { pct: 0.9 } } } }] }),
  });
  expect(container).toMatchObject({
    state: 'exited',
    exitCode: 137,
    oomKilled: true,
    cpuCores: null,
    pids: null,
  });
});

const other = (seconds: number): JsonObject => ({
  '@timestamp': ago(seconds),
  host: { name: 'alpha' },
  container: { name: 'other' },
  docker: { container: { state: 'running' } },
});
const namesOf = (answers: InventoryAnswers) =>
  containersOf(answers).map(({ name, state }) => `${name} ${state}`);

test('a container is gone when its host reports others for a minute without it', () => {
  const gone = { ...web(), '@timestamp': ago(70) };
  expect(namesOf({ containers: perContainer({ c1: [gone], c2: [other(4)] }) })).toEqual([
    'other running',
  ]);
});

test('the last container of a host is gone too, when its engine was read without it', () => {
  const gone = { ...web(), '@timestamp': ago(70) };
  const info = documents({
    '@timestamp': ago(4),
    host: { name: 'alpha' },
    event: { dataset: 'docker.info' },
  });
  expect(namesOf({ containers: perContainer({ c1: [gone] }), info })).toEqual([]);
});

test('an exited container that was removed is gone too, so that the count is that of the engine', () => {
  const exited = { ...web({ state: 'exited' }), '@timestamp': ago(70) };
  expect(namesOf({ containers: perContainer({ c1: [exited], c2: [other(4)] }) })).toEqual([
    'other running',
  ]);
});

test('containers of a host that went silent stay, but nobody knows whether they run', () => {
  const silent = { ...web(), '@timestamp': ago(120) };
  expect(namesOf({ containers: perContainer({ c1: [silent] }) })).toEqual(['web unknown']);
});

test('a sparkline has 30 values, the newest last, null where nothing was measured', () => {
  const start = sparklineStart(NOW);
  const times = {
    buckets: [
      bucket(start, { value: { value: 0.123456 } }),
      bucket(start + 30_000, { value: { value: null } }),
      bucket(start + 29 * 30_000, { value: { value: 2 } }),
    ],
  };
  const [container] = containersOf({
    containers: perContainer({ c1: [web()] }),
    cpuSparklines: aggregated({ entities: { buckets: [bucket('c1', { times })] } }),
  });
  expect(container?.cpuSparkline).toEqual([0.123, ...new Array(28).fill(null), 2]);
});

test('no index yet means no containers', () => {
  expect(containersOf({ containers: documents() })).toEqual([]);
});
