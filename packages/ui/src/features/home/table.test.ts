import { expect, test } from 'vitest';
import { containerOf } from '../../testing/fixtures.ts';
import { DEFAULT_SORT, sortContainers } from './columns.ts';
import { rowsOf } from './rows.ts';

const NOW = Date.parse('2026-11-22T10:20:00.000Z');
const containers = [
  containerOf({ name: 'b', cpuCores: 2, host: 'beta', project: 'shop', memoryUsedBytes: 10 }),
  containerOf({ name: 'a', cpuCores: 2, host: 'alpha' }),
  containerOf({ name: 'c', cpuCores: null, host: 'alpha', state: 'exited', exitCode: 0 }),
  containerOf({ name: 'd', cpuCores: 5, host: 'beta', project: 'shop', health: 'unhealthy' }),
];
const names = (sorted: readonly { readonly name: string }[]) => sorted.map(({ name }) => name);

test('what needs a person is on top at first', () => {
  expect(names(sortContainers(containers, DEFAULT_SORT, NOW))).toEqual(['d', 'a', 'b', 'c']);
});

test('equal values are sorted by name and unknown ones are last, whatever the direction', () => {
  expect(names(sortContainers(containers, { key: 'cpu', descending: true }, NOW))).toEqual([
    'd',
    'a',
    'b',
    'c',
  ]);
  expect(names(sortContainers(containers, { key: 'cpu', descending: false }, NOW))).toEqual([
    'a',
    'b',
    'd',
    'c',
  ]);
});

test('groups carry their sums, and containers without a project come last', () => {
  const rows = rowsOf(containers, 'project');
  expect(rows.map((row) => (row.kind === 'group' ? `[${row.name}]` : row.container.name))).toEqual([
    '[shop]',
    'b',
    'd',
    '[]',
    'a',
    'c',
  ]);
  expect(rows[0]).toMatchObject({ count: 2, cpuCores: 7, memoryUsedBytes: 10 + 50 * 1_048_576 });
});
