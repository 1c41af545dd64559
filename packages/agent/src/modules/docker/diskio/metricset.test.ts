import { expect, test } from 'vitest';
import type { StatsRound } from '../../../docker/stats.ts';
import { expectFixture } from '../../../testing.ts';
import { dockerDiskio } from './metricset.ts';

// Times as recorded in November 2026; the lists are written in the shape that the engine documents, since the
// kernel of that machine counts no block I/O of containers.
const testdata = new URL('./testdata/', import.meta.url);
const metricset = dockerDiskio({ sample: () => Promise.reject(new Error('not used')) });

test('maps samples in the shape of cgroup v1, with totals', () => {
  expectFixture(metricset, testdata, 'stats-cgroup-v1');
});

test('maps samples in the shape of cgroup v2, and counts the device mapper only once', () => {
  expectFixture(metricset, testdata, 'stats-cgroup-v2');
});

test('a container of which the kernel counts nothing gives no event, not zeros', () => {
  const current = {
    read: '',
    blkio_stats: { io_serviced_recursive: null, io_service_bytes_recursive: [] },
  };
  const container = { id: 'c1', name: 'one', image: 'busybox', labels: {} };
  const round = { samples: [{ container, current }], failures: [] };
  expect(metricset.map(round as unknown as StatsRound, new Date(0))).toEqual([]);
});
