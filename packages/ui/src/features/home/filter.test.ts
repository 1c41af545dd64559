import { expect, test } from 'vitest';
import { containerOf } from '../../testing/fixtures.ts';
import { parseFilter } from './filter.ts';

const MIB = 1_048_576;
const containers = [
  containerOf({ name: 'shop-db', image: 'postgres:16', host: 'alpha', project: 'shop' }),
  containerOf({ name: 'cache', image: 'redis:7', host: 'beta', cpuCores: 1.2, cpuLimitCores: 2 }),
  containerOf({ name: 'api', image: 'acme/api:1', host: 'beta', memoryUsedBytes: 300 * MIB }),
  containerOf({ name: 'batch', image: 'acme/batch:1', state: 'exited', restarts: 7 }),
  containerOf({ name: 'web', image: 'nginx:1', health: 'unhealthy' }),
];
const shown = (text: string) =>
  containers.filter(parseFilter(text).matches).map(({ name }) => name);

test.each([
  ['', ['shop-db', 'cache', 'api', 'batch', 'web']],
  ['acme', ['api', 'batch']],
  ['POSTGRES shop', ['shop-db']],
  ['acme -api', ['batch']],
  ['acme/api:1', ['api']],
  ['state:exited', ['batch']],
  ['state:unhealthy', ['web']],
  ['host:beta', ['cache', 'api']],
  ['cpu>50%', ['cache']],
  ['cpu>=1.2', ['cache']],
  ['mem>100MiB host:beta', ['api']],
  ['restarts>3', ['batch']],
  ['"shop-db"', ['shop-db']],
])('%j shows %j', (text, names) => {
  expect(shown(text)).toEqual(names);
});

test('a condition that nobody can read is named and hides nothing', () => {
  const filter = parseFilter('cpu> mem>5parsecs');
  expect(filter.unknown).toEqual(['cpu>', 'mem>5parsecs']);
  expect(containers.every(filter.matches)).toBe(true);
});

test('asking for a state is told, so that stopped containers can appear', () => {
  expect(parseFilter('state:exited').asksForState).toBe(true);
  expect(parseFilter('exited').asksForState).toBe(false);
});
