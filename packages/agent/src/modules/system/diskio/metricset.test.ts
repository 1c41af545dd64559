import { test } from 'vitest';
import { expectFixture } from '../../../testing.ts';
import { hostFiles } from '../host-files.ts';
import { systemDiskio } from './metricset.ts';

// Recorded in November 2026 from Debian 12 on a machine with two cores.
const testdata = new URL('./testdata/', import.meta.url);

test('maps disks, leaves out unused ones, and sums what advanced over whole disks', () => {
  expectFixture(systemDiskio(hostFiles('/')), testdata, 'diskstats');
});
