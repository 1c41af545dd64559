import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Watchdog, whatIsWrong } from './watchdog.ts';

const MIB = 1024 * 1024;
const well = { silenceMs: 2_000, overdueMs: -1, rssBytes: 300 * MIB, memoryBytes: 400 * MIB };

test('a process that answers, ends its statements and keeps its memory is left alone', () => {
  expect(whatIsWrong(well)).toBeUndefined();
  expect(whatIsWrong({ ...well, silenceMs: 15_000, overdueMs: 30_000 })).toBeUndefined();
});

test.each([
  ['silent', { silenceMs: 15_001 }, 'not answered for 15 s'],
  ['overdue', { overdueMs: 30_001 }, '30 s beyond its deadline'],
  ['too large', { rssBytes: 1_300 * MIB }, 'of memory'],
] as const)('a process that is %s is wrong', (_, difference, reason) => {
  expect(whatIsWrong({ ...well, ...difference })).toContain(reason);
});

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function watch(ping: () => Promise<unknown>) {
  const barks: string[] = [];
  const watchdog = new Watchdog({
    memoryBytes: 400 * MIB,
    ping,
    overdueMs: () => -1,
    bark: (reason) => barks.push(reason),
  });
  watchdog.start(process.pid);
  return { barks, watchdog };
}

test('silence is noticed once, and an answer ends it', async () => {
  const silent = watch(() => new Promise(() => {}));
  await vi.advanceTimersByTimeAsync(60_000);
  await vi.waitFor(() => expect(silent.barks).toHaveLength(1));
  const well = watch(() => Promise.resolve());
  await vi.advanceTimersByTimeAsync(60_000);
  expect(well.barks).toEqual([]);
  well.watchdog.stop();
});

test('stopped, it does nothing more', async () => {
  const { barks, watchdog } = watch(() => new Promise(() => {}));
  watchdog.stop();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(barks).toEqual([]);
});
