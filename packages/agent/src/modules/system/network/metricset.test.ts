import { expect, test } from 'vitest';
import { expectFixture } from '../../../testing.ts';
import { hostFiles } from '../host-files.ts';
import { systemNetwork } from './metricset.ts';

// Recorded in November 2026 from Debian 12 with containers; eth0 was set forward by hand: 100,000 bytes in.
const testdata = new URL('./testdata/', import.meta.url);
const metricset = systemNetwork(hostFiles('/'));

const line = (name: string, received: string, sent: string) =>
  `  ${name}: ${received} 1 0 0 0 0 0 0 ${sent} 1 0 0 0 0 0 0\n`;

function summaryOf(before: string, after: string) {
  const previous = { text: before, atMs: 0 };
  const current = { text: after, atMs: 10_000 };
  return metricset.map({ previous, current, physical: [] }, new Date(0)).at(-1);
}

test('maps interfaces but not the ends of containers, and sums what advanced', () => {
  expectFixture(metricset, testdata, 'net-dev');
});

test('the first reading gives no sums', () => {
  const current = { text: line('eth0', '10', '20'), atMs: 0 };
  expect(metricset.map({ current, physical: [] }, new Date(0)).length).toBe(1);
});

test('counters that wrap, at 32 or at 64 bits, still advance', () => {
  expect(
    summaryOf(line('eth0', '4294967285', '18446744073709546615'), line('eth0', '10', '32')),
  ).toMatchObject({ 'host.network.ingress.bytes': 21, 'host.network.egress.bytes': 5033 });
});

test('an interface that is new does not count with all that it ever carried', () => {
  expect(
    summaryOf(line('eth0', '1', '1'), line('eth0', '2', '2') + line('eth1', '900', '900')),
  ).toMatchObject({ 'host.network.ingress.bytes': 1 });
});
