import { Inventory } from '@longshore/common/api/inventory';
import type { JsonObject } from '@longshore/common/json';
import { Value } from 'typebox/value';
import { expect, test } from 'vitest';
import type { IndexedSearch, SearchAnswer } from '../search-types.ts';
import { aggregated, bucket, documents } from '../testing/answers.ts';
import { type InventoryAnswers, learn, openKnown } from './known.ts';
import { mapInventory, openSnapshotTaker } from './snapshot.ts';

const NOW = Date.parse('2026-11-22T12:00:05.000Z');
const ago = (seconds: number) => new Date(NOW - seconds * 1000).toISOString();
const alpha = { name: 'alpha', os: { name: 'Debian', version: '12', kernel: '6.1.0' } };

/** The inventory of a server that knows nothing but these answers. */
const inventoryOf = (answers: InventoryAnswers) => {
  const known = openKnown();
  learn(known, answers, NOW);
  return mapInventory(known, NOW);
};

/** Documents of a host, each of a dataset of its own. */
const systemOf = (...sources: readonly JsonObject[]): SearchAnswer =>
  documents(
    ...sources.map((source, index) => ({
      host: alpha,
      event: { dataset: `system.${index}` },
      ...source,
    })),
  );

const ofInfo = (seconds: number, fields: JsonObject) => ({
  '@timestamp': ago(seconds),
  host: alpha,
  event: { dataset: 'docker.info' },
  ...fields,
});
const failed = (type: string, seconds: number) =>
  ofInfo(seconds, { error: { type, message: `cannot: ${type}` } });
const worked = (seconds: number) => ofInfo(seconds, { docker: { info: { version: '20.10.24' } } });
const silentHostAnswer = (source: JsonObject): SearchAnswer => {
  const hits = [{ _index: 'i', _id: '1', _source: source }];
  return aggregated({ hosts: { buckets: [bucket('alpha', { latest: { hits: { hits } } })] } });
};
const live = systemOf({ '@timestamp': ago(3), system: { load: { 1: 0.5 } } });

test('a host has the newest value of each dataset, its fullest disk and sums of its containers', () => {
  const container = (name: string, change: JsonObject): JsonObject => ({
    '@timestamp': ago(4),
    host: alpha,
    event: { dataset: 'docker.container' },
    container: { id: name, name },
    docker: { container: { state: 'running', ...change } },
  });
  const mount = (path: string, used: number) => ({
    '@timestamp': ago(50),
    host: alpha,
    system: {
      // A fifth is kept for root.
      filesystem: { mount_point: path, total: 125, available: 100 - used, used: { bytes: used } },
    },
  });
  const inventory = inventoryOf({
    containers: documents(
      container('a', { limits: { memory: { bytes: 300 } } }),
      container('b', { health: 'unhealthy' }),
      container('c', { state: 'exited', limits: { memory: { bytes: 900 } } }),
    ),
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
    info: documents(worked(3)),
    filesystems: documents(mount('/', 20), mount('/data', 80), mount('/empty', 0)),
  });
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
  const { hosts, problems } = inventoryOf({});
  expect(hosts).toEqual([]);
  expect(problems).toMatchObject([{ code: 'no_agent', host: null }]);
});

test.each([
  ['missing', 'docker_missing'],
  ['forbidden', 'docker_forbidden'],
  ['timeout', 'docker_failing'],
  ['failed', 'docker_failing'],
])('a fetch that ends with %s is the problem %s, with what the system said', (type, code) => {
  const info = documents(failed(type, 3), worked(13));
  expect(inventoryOf({ system: live, info }).problems).toEqual([
    { code, host: 'alpha', detail: `cannot: ${type}` },
  ]);
});

test('a problem is gone with the first fetch that works again', () => {
  const info = documents(failed('missing', 13), worked(3));
  expect(inventoryOf({ system: live, info }).problems).toEqual([]);
});

test('a host that was heard of today and is silent for a minute is a problem, and still shown', () => {
  const silentHosts = silentHostAnswer({ '@timestamp': ago(3600), host: alpha });
  const { hosts, problems } = inventoryOf({ silentHosts });
  expect(hosts).toMatchObject([{ name: 'alpha', os: 'Debian 12', lastSeen: ago(3600), cpu: null }]);
  expect(problems).toMatchObject([{ code: 'agent_silent', host: 'alpha' }]);
});

test('of a silent host only its silence is told, not what failed before', () => {
  const info = documents(failed('missing', 70));
  const system = systemOf({ '@timestamp': ago(65) });
  expect(inventoryOf({ system, info }).problems.map(({ code }) => code)).toEqual(['agent_silent']);
});

test('log files that may not be read are a problem until a line comes or the agent is started anew', () => {
  const error = { type: 'forbidden', message: 'EACCES: /var/lib/docker/containers' };
  const run = (id: string) => ({ agent: { ephemeral_id: id } });
  const system = systemOf({ '@timestamp': ago(3), ...run('r1') });
  const logErrors = documents({ '@timestamp': ago(9000), host: alpha, error, ...run('r1') });
  const expected = [
    { code: 'logs_forbidden', host: 'alpha', detail: 'EACCES: /var/lib/docker/containers' },
  ];
  expect(inventoryOf({ system, logErrors }).problems).toEqual(expected);
  const restarted = systemOf({ '@timestamp': ago(3), ...run('r2') });
  expect(inventoryOf({ system: restarted, logErrors }).problems).toEqual([]);
  const newest = { value: NOW - 5000 };
  const logLines = aggregated({ hosts: { buckets: [bucket('alpha', { newest })] } });
  expect(inventoryOf({ system, logErrors, logLines }).problems).toEqual([]);
});

/** A store that answers each search by its index, and what it was asked. */
function standIn(answer: (search: IndexedSearch) => SearchAnswer) {
  const requests: (readonly IndexedSearch[])[] = [];
  return {
    requests,
    async msearch(searches: readonly IndexedSearch[]) {
      requests.push(searches);
      return searches.map(answer);
    },
  };
}
const sinceOf = ({ body }: IndexedSearch | { body: JsonObject }): number =>
  Number(/"gte":(\d+)/.exec(JSON.stringify(body))?.[1]);

test('each snapshot is one request; sparklines are asked for every ten seconds and kept between', async () => {
  const store = standIn(({ body }) =>
    JSON.stringify(body).includes('date_histogram')
      ? aggregated({ entities: { buckets: [bucket('alpha')] } })
      : documents({ '@timestamp': ago(1), host: alpha, event: { dataset: 'system.load' } }),
  );
  const taker = openSnapshotTaker(store);
  const first = await taker.take(NOW);
  const second = await taker.take(NOW + 2_000);
  await taker.take(NOW + 10_000);
  expect(store.requests.map((searches) => searches.length)).toEqual([14, 7, 15]);
  expect(first.hosts[0]?.cpuSparkline).toHaveLength(30);
  expect(second.hosts).toEqual(first.hosts);
});

test('after the first look only what came since is asked for, with an overlap for what comes late', async () => {
  const store = standIn(() => documents());
  const taker = openSnapshotTaker(store);
  await taker.take(NOW);
  await taker.take(NOW + 2_000);
  await taker.take(NOW + 600_000);
  const since = store.requests.map(([search]) => (search ? sinceOf(search) : 0));
  expect(since).toEqual([NOW - 300_000, NOW - 15_000, NOW + 300_000]);
});

test('what a failed search would have told is asked for again', async () => {
  let isDown = false;
  const store = standIn(() => documents());
  const taker = openSnapshotTaker({
    msearch: (searches) => (isDown ? Promise.reject(new Error('down')) : store.msearch(searches)),
  });
  await taker.take(NOW);
  isDown = true;
  await expect(taker.take(NOW + 60_000)).rejects.toThrow('down');
  isDown = false;
  await taker.take(NOW + 120_000);
  const [search] = store.requests.at(-1) ?? [];
  expect(search && sinceOf(search)).toBe(NOW - 75_000);
});

test('what an index has that cannot be read yet is asked for again, and silence is no problem meanwhile', async () => {
  const reason = { type: 'no_shard_available_action_exception', reason: 'is being recovered' };
  let isWhole = true;
  const store = standIn(({ index }) => ({
    ...(index === 'metrics-docker.info-*' ? documents(failed('missing', 3)) : documents()),
    // Of these only the sparklines have something to do with what is missing.
    ...(isWhole || index !== 'metrics-system.cpu-*' ? {} : { _shards: { failures: [{ reason }] } }),
  }));
  const taker = openSnapshotTaker(store);
  const codesOf = async (ms: number) =>
    (await taker.take(NOW + ms)).problems.map(({ code }) => code);
  expect(await codesOf(0)).toEqual(['docker_missing']);
  isWhole = false;
  expect(await codesOf(60_000)).toEqual(['store_incomplete', 'docker_missing']);
  expect(await codesOf(62_000)).toEqual(['store_incomplete', 'docker_missing']);
  isWhole = true;
  expect(await codesOf(70_000)).toEqual(['docker_missing']);
  const [search] = store.requests.at(-1) ?? [];
  expect(search && sinceOf(search)).toBe(NOW + 62_000 - 75_000);
});

test('what was known stays until it is too old to be shown', async () => {
  const cpu = (seconds: number) => ({
    '@timestamp': ago(seconds),
    container: { id: 'c1' },
    docker: { cpu: { total: { pct: 0.5 } } },
  });
  const container = {
    '@timestamp': ago(3),
    host: alpha,
    event: { dataset: 'docker.container' },
    container: { id: 'c1', name: 'web' },
    docker: { container: { state: 'running' } },
  };
  let isNew = true;
  const store = standIn(({ index }) => {
    const answer = index.includes('.cpu-') ? documents(cpu(3)) : documents(container);
    return isNew && /docker\.(?:cpu|container)/.test(index) ? answer : documents();
  });
  const taker = openSnapshotTaker(store);
  await taker.take(NOW);
  isNew = false;
  expect((await taker.take(NOW + 2_000)).containers).toMatchObject([
    { name: 'web', cpuCores: 0.5 },
  ]);
  expect((await taker.take(NOW + 200_000)).containers).toMatchObject([{ cpuCores: null }]);
  expect((await taker.take(NOW + 400_000)).containers).toEqual([]);
});

test('a container that is new gets its sparkline with the next snapshot', async () => {
  let hasContainer = false;
  const store = standIn(({ index, body }) => {
    if (!hasContainer || index !== 'metrics-docker.cpu-*') {
      return documents();
    }
    return JSON.stringify(body).includes('date_histogram')
      ? aggregated({ entities: { buckets: [bucket('c1')] } })
      : documents({ '@timestamp': ago(0), container: { id: 'c1' } });
  });
  const taker = openSnapshotTaker(store);
  await taker.take(NOW);
  await taker.take(NOW + 2_000);
  hasContainer = true;
  await taker.take(NOW + 4_000);
  await taker.take(NOW + 6_000);
  await taker.take(NOW + 8_000);
  expect(store.requests.map((searches) => searches.length)).toEqual([14, 7, 7, 14, 7]);
});
