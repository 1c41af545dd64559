import { expect, test } from 'vitest';
import type { Container } from '../../../docker/inspect.ts';
import type { StatsRound } from '../../../docker/stats.ts';
import { expectFixture, undeclaredFields } from '../../../testing.ts';
import { dockerDiskio } from './metricset.ts';

// Times as recorded in November 2026; the lists are written in the shape that the engine documents, since the
// kernel of that machine counts no block I/O of containers.
const testdata = new URL('./testdata/', import.meta.url);
const metricset = dockerDiskio(
  { sample: () => Promise.reject(new Error('not used')) },
  { read: () => ({}) },
);

/** A round with one container, of which the kernel counted so many bytes; nothing when not given. */
function roundOf(readBytes?: number): StatsRound {
  const container = { id: 'c1', name: 'one', image: 'busybox', labels: {} };
  const bytes = readBytes === undefined ? [] : [{ major: 8, op: 'Read', value: readBytes }];
  const current = {
    read: '',
    blkio_stats: { io_serviced_recursive: null, io_service_bytes_recursive: bytes },
  };
  return { samples: [{ container, current }], failures: [] } as unknown as StatsRound;
}

test('maps samples in the shape of cgroup v1, with totals', () => {
  expectFixture(metricset, testdata, 'stats-cgroup-v1');
});

test('maps samples in the shape of cgroup v2, and counts the device mapper only once', () => {
  expectFixture(metricset, testdata, 'stats-cgroup-v2');
});

test('a container of which the kernel counts nothing gives no event, not zeros', () => {
  expect(metricset.map(roundOf(), new Date(0))).toEqual([]);
});

test('where the kernel counts nothing, the processes are asked, but never again once it counted', async () => {
  let round = roundOf();
  const asked: (readonly Container[])[] = [];
  const both = dockerDiskio(
    { sample: () => Promise.resolve(round) },
    {
      read: (containers) => {
        asked.push(containers);
        return { c1: { readBytes: 10, writeBytes: 20, readBytesPerS: 1, writeBytesPerS: 2 } };
      },
    },
  );
  const context = { signal: AbortSignal.timeout(5_000), now: () => new Date(0) };
  const events = both.map(await both.fetch(context), new Date(0));
  expect(events).toMatchObject([
    {
      'container.id': 'c1',
      'docker.diskio.source': 'process',
      'docker.diskio.read.bytes': 10,
      'docker.diskio.write.bytes_rate': 2,
      'container.disk.write.bytes': 20,
    },
  ]);
  expect(undeclaredFields(events, both.fields)).toEqual([]);
  round = roundOf(5);
  expect(both.map(await both.fetch(context), new Date(0))).toMatchObject([
    { 'docker.diskio.source': 'cgroup', 'docker.diskio.read.bytes': 5 },
  ]);
  round = roundOf();
  expect(both.map(await both.fetch(context), new Date(0))).toEqual([]);
  expect(asked).toHaveLength(1);
});
