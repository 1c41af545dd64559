import { expect, test } from 'vitest';
import type { CpuSample, StatsRound } from '../../../docker/stats.ts';
import { expectFixture } from '../../../testing.ts';
import { dockerCpu } from './metricset.ts';

// Recorded in November 2026 from Docker 20.10 on Debian 12 (two cores), five seconds between samples.
const testdata = new URL('./testdata/', import.meta.url);
const metricset = dockerCpu({ sample: () => Promise.reject(new Error('not used')) });

const sample = (totalUsage: number | bigint, system: number | bigint): CpuSample => ({
  cpu_usage: { total_usage: totalUsage },
  system_cpu_usage: system,
  online_cpus: 4,
});

function mapOne(before: CpuSample, after: CpuSample) {
  const stats = { read: '2026-11-22T12:00:00Z', memory_stats: {} };
  const round = {
    samples: [
      {
        container: { id: 'c1', name: 'one', image: 'busybox', labels: {} },
        current: { ...stats, cpu_stats: after, precpu_stats: before },
      },
    ],
    failures: [],
  };
  return metricset.map(round as unknown as StatsRound, new Date(0))[0];
}

test('maps recorded samples: one container at its limit of half a core, one almost idle', () => {
  expectFixture(metricset, testdata, 'stats');
});

test('maps samples in the shape that cgroup v2 gives: no numbers per core', () => {
  expectFixture(metricset, testdata, 'stats-cgroup-v2');
});

test('half of the time of four cores is two cores', () => {
  expect(mapOne(sample(50, 1_000_000_000), sample(500_000_050, 2_000_000_000))).toMatchObject({
    'docker.cpu.total.pct': 2,
    'docker.cpu.total.norm.pct': 0.5,
    'container.cpu.usage': 0.5,
  });
});

test('a counter that went backwards gives -1, one that stood still 0', () => {
  expect(mapOne(sample(100, 1_000), sample(2, 2_000))?.['docker.cpu.total.pct']).toBe(-1);
  expect(mapOne(sample(10, 1_000), sample(10, 2_000))?.['docker.cpu.total.pct']).toBe(0);
});

test('counters beyond 2^53 are compared exactly', () => {
  const before = sample(9_007_199_254_740_993n, 9_007_199_254_740_993n);
  const after = sample(9_007_199_254_740_994n, 9_007_199_254_740_997n);
  expect(mapOne(before, after)?.['docker.cpu.total.norm.pct']).toBe(0.25);
});

test('a container that the engine gave no sample of becomes an error event, beside the others', () => {
  const container = { id: 'c1', name: 'one', image: 'busybox', labels: {} };
  const round = { samples: [], failures: [{ container, error: new Error('engine is tired') }] };
  expect(metricset.map(round as unknown as StatsRound, new Date(0))).toEqual([
    {
      '@timestamp': '1970-01-01T00:00:00.000Z',
      'container.id': 'c1',
      'container.name': 'one',
      'container.image.name': 'busybox',
      'container.runtime': 'docker',
      'error.message': 'engine is tired',
      'error.type': 'failed',
    },
  ]);
});
