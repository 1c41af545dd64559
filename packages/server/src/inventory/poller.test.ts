import type { Inventory } from '@longshore/common/api/inventory';
import { LongshoreError } from '@longshore/common/errors';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openInventoryPoller } from './poller.ts';

const log = pino({ level: 'silent' });
const inventory = (at: string, problems: Inventory['problems'] = []): Inventory => ({
  at,
  hosts: [],
  containers: [],
  problems,
});
const changed: Inventory['problems'] = [{ code: 'no_agent', host: null, detail: '' }];

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Takes what is next in the list; the last one again and again. */
function takerOf(...results: readonly (Inventory | Error)[]) {
  let taken = 0;
  return {
    get taken() {
      return taken;
    },
    async take() {
      const result = results[Math.min(taken, results.length - 1)];
      taken += 1;
      if (result === undefined || result instanceof Error) {
        throw result;
      }
      return result;
    },
  };
}

test('nobody watches, nothing is polled; many watch, one poll serves all', async () => {
  const taker = takerOf(inventory('1'), inventory('2', changed));
  const poller = openInventoryPoller(taker, log);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(taker.taken).toBe(0);
  const seen: string[] = [];
  const stops = [1, 2, 3].map((n) =>
    poller.watch((json) => seen.push(`${n} ${JSON.parse(json).at}`)),
  );
  await vi.advanceTimersByTimeAsync(0);
  expect(seen).toEqual(['1 1', '2 1', '3 1']);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(taker.taken).toBe(2);
  expect(seen.slice(3)).toEqual(['1 2', '2 2', '3 2']);
  for (const stop of stops) {
    stop();
  }
  const before = taker.taken;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(taker.taken).toBe(before);
});

test('a snapshot that differs by its time alone is not sent', async () => {
  const poller = openInventoryPoller(
    takerOf(inventory('1'), inventory('2'), inventory('3'), inventory('4', changed)),
    log,
  );
  const seen: string[] = [];
  poller.watch((json) => seen.push(JSON.parse(json).at));
  await vi.advanceTimersByTimeAsync(20_000);
  expect(seen.filter((at) => at === '3')).toEqual([]);
  expect(seen.at(-1)).toBe('4');
  poller.close();
});

test('a change that somebody else asked for first still reaches those who watch', async () => {
  const taker = takerOf(inventory('1'), inventory('2'), inventory('3', changed));
  const poller = openInventoryPoller(taker, log);
  const seen: string[] = [];
  poller.watch((json) => seen.push(JSON.parse(json).problems.length));
  await vi.advanceTimersByTimeAsync(3_500);
  expect(await poller.current()).toMatchObject({ at: '3' });
  await vi.advanceTimersByTimeAsync(2_000);
  expect(seen.at(-1)).toBe(1);
  poller.close();
});

test('when the store is away, what was known last stays, and the problem says why', async () => {
  const taker = takerOf(
    { ...inventory('1'), containers: [] },
    new Error('the store at http://127.0.0.1:9200 cannot be reached'),
    new LongshoreError('circuit_breaking_exception', 429, 'Data too large'),
    inventory('3'),
  );
  const poller = openInventoryPoller(taker, log);
  expect(await poller.current()).toMatchObject({ at: '1', problems: [] });
  await vi.advanceTimersByTimeAsync(1_500);
  expect(await poller.current()).toMatchObject({
    at: '1',
    problems: [{ code: 'store_unreachable', detail: expect.stringContaining(':9200') }],
  });
  await vi.advanceTimersByTimeAsync(1_500);
  expect(await poller.current()).toMatchObject({
    at: '1',
    problems: [{ code: 'store_failing', detail: 'Data too large' }],
  });
  await vi.advanceTimersByTimeAsync(1_500);
  expect(await poller.current()).toMatchObject({ at: '3', problems: [] });
});
