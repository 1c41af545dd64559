import { test } from 'vitest';
import { expectFixture } from '../../../testing.ts';
import { hostFiles } from '../host-files.ts';
import { systemMemory } from './metricset.ts';

// Recorded in November 2026 from Debian 12 on a machine with two cores.
const testdata = new URL('./testdata/', import.meta.url);

test('maps memory, with and without what can be given back', () => {
  expectFixture(systemMemory(hostFiles('/')), testdata, 'meminfo');
});
