import { test } from 'vitest';
import { expectFixture } from '../../../testing.ts';
import { dockerNetwork } from './metricset.ts';

// Recorded in November 2026 from Docker 20.10 on Debian 12, while a page was fetched ten times a second.
const testdata = new URL('./testdata/', import.meta.url);
const metricset = dockerNetwork({ sample: () => Promise.reject(new Error('not used')) });

test('maps recorded samples to one event per interface, with rates over the time between them', () => {
  expectFixture(metricset, testdata, 'stats');
});
