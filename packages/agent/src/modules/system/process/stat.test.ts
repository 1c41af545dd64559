import { expect, test } from 'vitest';
import { parseStat } from './stat.ts';

test('a name may hold blanks, brackets and line ends', () => {
  // Recorded in November 2026; the name was made awkward by hand.
  const line =
    '4249 (my ) (odd\nname)) S 1 4249 4249 0 -1 4194560 2021 7066 0 0 12 34 5 6 20 0 3 0 91837 5124096 971 18446744073709551615 1 1 0\n';
  expect(parseStat(line)).toEqual({
    pid: 4249,
    name: 'my ) (odd\nname)',
    state: 'sleeping',
    parentPid: 1,
    groupId: 4249,
    userMs: 120,
    systemMs: 340,
    threads: 3,
    startTicks: 91_837,
    sizeBytes: 5_124_096,
    rssPages: 971,
  });
});

test('what is not such a line is no process', () => {
  expect(parseStat('')).toBeUndefined();
  expect(parseStat('12 (half')).toBeUndefined();
});
