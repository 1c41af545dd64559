import { expect, test } from 'vitest';
import type { ProcessSample } from './process-table.ts';
import { selectTop } from './top.ts';

const process = (pid: number, cpuPct: number, rssPages: number, containerId?: string) =>
  ({
    pid,
    cpuPct,
    rssPages,
    sizeBytes: 1,
    ...(containerId ? { containerId } : {}),
  }) as ProcessSample;
const pids = (processes: readonly ProcessSample[], n: number) =>
  selectTop(processes, n)
    .map(({ pid }) => pid)
    .toSorted((a, b) => a - b);

test('takes those with most CPU and those with most memory', () => {
  expect(pids([process(1, 0.9, 1), process(2, 0.1, 900), process(3, 0.2, 2)], 1)).toEqual([1, 2]);
});

test('takes those of each container, too, however little they use', () => {
  const busy = [process(1, 0.9, 900), process(2, 0.8, 800)];
  const quiet = [process(3, 0, 1, 'a'), process(4, 0, 2, 'a'), process(5, 0, 1, 'b')];
  expect(pids([...busy, ...quiet], 1)).toEqual([1, 3, 4, 5]);
});

test('leaves out threads of the kernel, and everything when none is wanted', () => {
  const kernel = { ...process(1, 1, 0), sizeBytes: 0 };
  expect(pids([kernel, process(2, 0, 1)], 5)).toEqual([2]);
  expect(pids([process(2, 0, 1)], 0)).toEqual([]);
});
