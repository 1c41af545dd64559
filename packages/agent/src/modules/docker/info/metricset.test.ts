import { test } from 'vitest';
import { expectFixture } from '../../../testing.ts';
import { dockerInfo } from './metricset.ts';

// Recorded in November 2026 from Docker 20.10 on Debian 12.
const testdata = new URL('./testdata/', import.meta.url);

test('maps what the engine says of itself', () => {
  const metricset = dockerInfo({ get: () => Promise.reject(new Error('not used')) });
  expectFixture(metricset, testdata, 'info');
});
