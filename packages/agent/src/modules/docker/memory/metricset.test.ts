import { expect, test } from 'vitest';
import type { StatsRound } from '../../../docker/stats.ts';
import { expectFixture } from '../../../testing.ts';
import { dockerMemory } from './metricset.ts';

// Recorded in November 2026 from Docker 20.10 on Debian 12.
const testdata = new URL('./testdata/', import.meta.url);
const metricset = dockerMemory({ sample: () => Promise.reject(new Error('not used')) });

function mapOne(memory: object) {
  const cpu = { cpu_usage: { total_usage: 200 } };
  const current = { read: '', cpu_stats: cpu, precpu_stats: cpu, memory_stats: memory };
  const container = { id: 'c1', name: 'one', image: 'busybox', labels: {} };
  const round = { samples: [{ container, current }], failures: [] };
  return metricset.map(round as unknown as StatsRound, new Date(0));
}

test('maps recorded samples, with the limit of the kernel that a double cannot hold', () => {
  expectFixture(metricset, testdata, 'stats');
});

test('maps samples in the shape that cgroup v2 gives: neither rss nor maximum', () => {
  expectFixture(metricset, testdata, 'stats-cgroup-v2');
});

test('file cache that can be dropped is not used memory; the total of cgroup v1 goes before', () => {
  const stats = { total_inactive_file: 1000, inactive_file: 900 };
  expect(mapOne({ limit: 5, usage: 5000, stats })[0]?.['docker.memory.usage.pct']).toBe(800);
});

test('a container without memory yet gives no event', () => {
  expect(mapOne({})).toEqual([]);
});
