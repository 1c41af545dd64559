import { test } from 'vitest';
import { expectFixture } from '../../../testing.ts';
import { dockerHealthcheck } from './metricset.ts';

// Recorded in November 2026 from Docker 20.10 on Debian 12.
const testdata = new URL('./testdata/', import.meta.url);

test('maps the last check of a healthy and of an unhealthy container', () => {
  const done = () => Promise.resolve();
  const metricset = dockerHealthcheck({ ready: done, refresh: done, list: () => [] });
  expectFixture(metricset, testdata, 'containers');
});
