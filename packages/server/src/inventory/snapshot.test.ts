import { Inventory } from '@longshore/common/api/inventory';
import type { JsonObject } from '@longshore/common/json';
import { Value } from 'typebox/value';
import { expect, test } from 'vitest';
import type { IndexedSearch, SearchAnswer } from '../search-types.ts';
import { aggregated, bucket, perContainer, topHits } from '../testing/answers.ts';
import type { InventoryAnswers } from './searches.ts';
import { mapInventory, openSnapshotTaker } from './snapshot.ts';

const NOW = Date.parse('2026-11-22T12:00:05.000Z');
const ago = (seconds: number) => new Date(NOW - seconds * 1000).toISOString();
const alpha = { name: 'alpha', os: { name: 'Debian', version: '12', kernel: '6.1.0' } };

const systemOf = (...documents: readonly JsonObject[]): SearchAnswer =>
  aggregated({
    hosts: {
      buckets: [
        bucket('alpha', {
          datasets: {
            buckets: documents.map((document, index) =>
              bucket(`d${index}`, { latest: topHits({ host: alpha, ...document }) }),
            ),
          },
        }),
      ],
    },
  });

const dockerOf = (outcomes: Readonly<Record<string, unknown>>): SearchAnswer =>
  aggregated({
    hosts: {
      buckets: [
        bucket('alpha', {
          datasets: { buckets: [bucket('docker.info', { outcome: { buckets: outcomes } })] },
        }),
      ],
    },
  });
const failed = (type: string, seconds: number) => ({
  doc_count: 1,
  latest: topHits({ '@timestamp': ago(seconds), error: { type, message: `cannot: ${type}` } }),
});
const worked = (seconds: number) => ({
  doc_count: 1,
  latest: topHits({ '@timestamp': ago(seconds), docker: { info: { version: '20.10.24' } } }),
});
const live = systemOf({ '@timestamp': ago(3), system: { load: { 1: 0.5 } } });

test('a host has the newest value of each dataset, its fullest disk and sums of its containers', () => {
  const container = (name: string, change: JsonObject): JsonObject => ({
    '@timestamp': ago(4),
    host: { name: 'alpha' },
    container: { name },
    docker: { container: { state: 'running', ...change } },
  });
  const mount = (used: number) =>
    topHits({ system: { filesystem: { total: 100, used: { bytes: used } } } });
  const answers: InventoryAnswers = {
    containers: perContainer({
      c1: [container('a', { limits: { memory: { bytes: 300 } } })],
      c2: [container('b', { health: 'unhealthy' })],
      c3: [container('c', { state: 'exited', limits: { memory: { bytes: 900 } } })],
    }),
    system: systemOf(
      { '@timestamp': ago(3), system: { cpu: { cores: 4, total: { norm: { pct: 0.5 } } } } },
      { '@timestamp': ago(2), system: { load: { 1: 1.5 } } },
      {
        '@timestamp': ago(3),
        system: { memory: { total: 1000, actual: { used: { bytes: 400 } } } },
      },
      { '@timestamp': ago(40), system: { uptime: { duration: { ms: 5000 } } } },
      {
        '@timestamp': ago(3),
        system: { network: { in: { bytes_rate: 10 }, out: { bytes_rate: 20 } } },
      },
    ),
    docker: dockerOf({ worked: worked(3) }),
    filesystems: aggregated({
      hosts: {
        buckets: [
          bucket('alpha', {
            mounts: {
              buckets: [bucket('/', { latest: mount(20) }), bucket('/data', { latest: mount(80) })],
            },
          }),
        ],
      },
    }),
  };
  const inventory = mapInventory(answers, NOW);
  expect(inventory.hosts).toMatchObject([
    {
      name: 'alpha',
      os: 'Debian 12',
      kernel: '6.1.0',
      dockerVersion: '20.10.24',
      lastSeen: ago(2),
      uptimeMs: 5000,
      cores: 4,
      cpu: 0.5,
      load1: 1.5,
      memoryUsedBytes: 400,
      memoryTotalBytes: 1000,
      fullestDisk: { mount: '/data', usedBytes: 80, totalBytes: 100 },
      networkInBytesPerS: 10,
      networkOutBytesPerS: 20,
      containersRunning: 2,
      containersTotal: 3,
      containersUnhealthy: 1,
      memoryLimitsBytes: 300,
      containersWithoutLimit: 1,
    },
  ]);
  expect(inventory.problems).toEqual([]);
  expect([...Value.Errors(Inventory, inventory)]).toEqual([]);
});

test('before any agent sent anything, that is the problem', () => {
  const { hosts, problems } = mapInventory({}, NOW);
  expect(hosts).toEqual([]);
  expect(problems).toMatchObject([{ code: 'no_agent', host: null }]);
});

test.each([
  ['missing', 'docker_missing'],
  ['forbidden', 'docker_forbidden'],
  ['timeout', 'docker_failing'],
  ['failed', 'docker_failing'],
])('a fetch that ends with %s is the problem %s, with what the system said', (type, code) => {
  const docker = dockerOf({ failed: failed(type, 3), worked: worked(13) });
  expect(mapInventory({ system: live, docker }, NOW).problems).toEqual([
    { code, host: 'alpha', detail: `cannot: ${type}` },
  ]);
});

test('a problem is gone with the first fetch that works again', () => {
  const docker = dockerOf({ failed: failed('missing', 13), worked: worked(3) });
  expect(mapInventory({ system: live, docker }, NOW).problems).toEqual([]);
});

test('a host that was heard of today and is silent for a minute is a problem, and still shown', () => {
  const knownHosts = aggregated({
    hosts: {
      buckets: [bucket('alpha', { latest: topHits({ '@timestamp': ago(3600), host: alpha }) })],
    },
  });
  const { hosts, problems } = mapInventory({ knownHosts }, NOW);
  expect(hosts).toMatchObject([{ name: 'alpha', os: 'Debian 12', lastSeen: ago(3600), cpu: null }]);
  expect(problems).toMatchObject([{ code: 'agent_silent', host: 'alpha' }]);
});

test('of a silent host only its silence is told, not what failed before', () => {
  const docker = dockerOf({ failed: failed('missing', 70) });
  const system = systemOf({ '@timestamp': ago(65) });
  expect(mapInventory({ system, docker }, NOW).problems.map(({ code }) => code)).toEqual([
    'agent_silent',
  ]);
});

test('log files that may not be read are a problem until a line comes or the agent is started anew', () => {
  const error = { type: 'forbidden', message: 'EACCES: /var/lib/docker/containers' };
  const run = (id: string) => ({ agent: { ephemeral_id: id } });
  const failure = topHits({ '@timestamp': ago(9000), error, ...run('r1') });
  const system = systemOf({ '@timestamp': ago(3), ...run('r1') });
  const logErrors = aggregated({ hosts: { buckets: [bucket('alpha', { latest: failure })] } });
  const expected = [
    { code: 'logs_forbidden', host: 'alpha', detail: 'EACCES: /var/lib/docker/containers' },
  ];
  expect(mapInventory({ system, logErrors }, NOW).problems).toEqual(expected);
  const restarted = systemOf({ '@timestamp': ago(3), ...run('r2') });
  expect(mapInventory({ system: restarted, logErrors }, NOW).problems).toEqual([]);
  const newest = { value: NOW - 5000 };
  const logLines = aggregated({ hosts: { buckets: [bucket('alpha', { newest })] } });
  expect(mapInventory({ system, logErrors, logLines }, NOW).problems).toEqual([]);
});

test('each snapshot is one request; sparklines are asked for every ten seconds and kept between', async () => {
  const requests: (readonly IndexedSearch[])[] = [];
  const taker = openSnapshotTaker({
    msearch: async (searches) => {
      requests.push(searches);
      return searches.map(({ index }) =>
        index === 'metrics-system.load-*'
          ? aggregated({
              hosts: {
                buckets: [
                  bucket('alpha', { latest: topHits({ '@timestamp': ago(1), host: alpha }) }),
                ],
              },
            })
          : aggregated({}),
      );
    },
  });
  const first = await taker.take(NOW);
  const second = await taker.take(NOW + 2_000);
  await taker.take(NOW + 10_000);
  expect(requests.map((searches) => searches.length)).toEqual([15, 7, 15]);
  expect(second.hosts).toEqual(first.hosts);
});

test('a container that is new gets its sparkline with the next snapshot', async () => {
  const sizes: number[] = [];
  let cpu = perContainer({});
  const taker = openSnapshotTaker({
    msearch: async (searches) => {
      sizes.push(searches.length);
      return searches.map(({ index, body }) => {
        const isSparkline = JSON.stringify(body).includes('date_histogram');
        if (index !== 'metrics-docker.cpu-*') {
          return aggregated({});
        }
        return isSparkline ? aggregated({ entities: cpu.aggregations?.containers }) : cpu;
      });
    },
  });
  await taker.take(NOW);
  await taker.take(NOW + 2_000);
  cpu = perContainer({ c1: [{ '@timestamp': ago(0) }] });
  await taker.take(NOW + 4_000);
  await taker.take(NOW + 6_000);
  await taker.take(NOW + 8_000);
  expect(sizes).toEqual([15, 7, 7, 15, 7]);
});
