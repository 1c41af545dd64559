import { test } from 'vitest';
import { expectFixture } from '../../../testing.ts';
import { hostFiles } from '../host-files.ts';
import { systemCpu } from './metricset.ts';

// Recorded in November 2026 from Debian 12 on a machine with two cores.
const testdata = new URL('./testdata/', import.meta.url);

test('maps two readings to the share of each state, and of all that is used', () => {
  expectFixture(systemCpu(hostFiles('/')), testdata, 'stat');
});
