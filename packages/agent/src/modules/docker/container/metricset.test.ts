import { test } from 'vitest';
import { expectFixture } from '../../../testing.ts';
import { dockerContainer } from './metricset.ts';

// Recorded in November 2026 from Docker 20.10 on Debian 12.
const testdata = new URL('./testdata/', import.meta.url);

test('maps running, killed, restarting, created and unhealthy containers', () => {
  const containers = { ready: () => Promise.resolve(), list: () => [] };
  const metricset = dockerContainer(containers, { latest: () => undefined }, () => undefined);
  expectFixture(metricset, testdata, 'containers');
});
