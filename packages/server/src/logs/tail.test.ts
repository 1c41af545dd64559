import { LongshoreError } from '@longshore/common/errors';
import type { JsonObject } from '@longshore/common/json';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { EventStream } from '../event-stream.ts';
import type { Hit } from '../search-types.ts';
import { openLogTails } from './tail.ts';

const START = Date.parse('2026-11-22T12:00:00.000Z');
const everything = { q: '', filters: [] };

beforeEach(() => {
  vi.useFakeTimers();
  vi.setSystemTime(START);
});
afterEach(() => {
  vi.useRealTimers();
});

/** Lines that a search sees from now on, by their time stamp; answers as a store sorts and cuts. */
function memoryLog() {
  const lines: Hit[] = [];
  const state = { searches: 0, failure: undefined as Error | undefined, isWhole: true };
  const inRange = (body: JsonObject) => {
    const [range] = (
      body.bool as { filter: { range: { '@timestamp': { gte: number; lte?: number } } }[] }
    ).filter;
    const { gte, lte = Number.POSITIVE_INFINITY } = range?.range['@timestamp'] ?? { gte: 0 };
    return lines.filter(({ sort }) => Number(sort?.[0]) >= gte && Number(sort?.[0]) <= lte);
  };
  return {
    state,
    add(id: string, ms = Date.now()) {
      const at = new Date(ms).toISOString();
      lines.push({ _index: 'i', _id: id, _source: { '@timestamp': at, message: id }, sort: [ms] });
    },
    async search(_index: string, body: JsonObject) {
      state.searches += 1;
      if (state.failure) {
        throw state.failure;
      }
      const found = inRange(body.query as JsonObject);
      found.sort((a, b) => Number(b.sort?.[0]) - Number(a.sort?.[0]));
      const type = 'no_shard_available_action_exception';
      const failures = state.isWhole ? [] : [{ reason: { type, reason: 'is being recovered' } }];
      return { _shards: { failures }, hits: { hits: found.slice(0, Number(body.size)) } };
    },
    async count(_index: string, query: JsonObject) {
      return inRange(query).length;
    },
  };
}

function openViewer() {
  const got: { event: string; data: unknown }[] = [];
  const state = { isSlow: false };
  const stream: EventStream = {
    send(event, data) {
      if (state.isSlow) {
        return false;
      }
      got.push({ event, data: JSON.parse(data) });
      return true;
    },
  };
  const messages = () =>
    got.flatMap(({ event, data }) =>
      event === 'lines' ? (data as { message: string }[]).map(({ message }) => message) : [],
    );
  const of = (name: string) => got.flatMap(({ event, data }) => (event === name ? [data] : []));
  return { stream, state, messages, of };
}

const second = () => vi.advanceTimersByTimeAsync(1_000);

test('lines come once each and in order, also those that become searchable late', async () => {
  const log = memoryLog();
  const tails = openLogTails(log);
  const viewer = openViewer();
  log.add('before', START - 2_000);
  tails.watch(everything, viewer.stream);
  await vi.advanceTimersByTimeAsync(0);
  expect(viewer.messages()).toEqual(['before']);
  log.add('b', START + 900);
  await second();
  log.add('late', START + 100);
  log.add('c', START + 1_500);
  await second();
  await second();
  expect(viewer.messages()).toEqual(['before', 'b', 'late', 'c']);
  tails.close();
});

test('a line of a host whose clock is behind or ahead is not lost', async () => {
  const log = memoryLog();
  const tails = openLogTails(log);
  const viewer = openViewer();
  tails.watch(everything, viewer.stream);
  await vi.advanceTimersByTimeAsync(0);
  log.add('ahead', START + 60_000);
  await second();
  log.add('behind', START - 20_000);
  log.add('right', START + 1_500);
  await second();
  expect(viewer.messages()).toEqual(['ahead', 'behind', 'right']);
  tails.close();
});

test('viewers of one query share one search a second; other queries have their own', async () => {
  const log = memoryLog();
  const tails = openLogTails(log);
  const viewers = [openViewer(), openViewer(), openViewer()];
  const stops = viewers.map(({ stream }) => tails.watch({ q: 'error', filters: [] }, stream));
  await vi.advanceTimersByTimeAsync(5_000);
  const shared = log.state.searches;
  expect(shared).toBeLessThanOrEqual(6);
  log.add('x');
  await second();
  expect(viewers.map(({ messages }) => messages())).toEqual([['x'], ['x'], ['x']]);
  stops.push(tails.watch({ q: 'warn', filters: [] }, openViewer().stream));
  const before = log.state.searches;
  await second();
  expect(log.state.searches - before).toBeGreaterThan(1);
  for (const stop of stops) {
    stop();
  }
  const after = log.state.searches;
  await vi.advanceTimersByTimeAsync(10_000);
  expect(log.state.searches).toBe(after);
});

test('who joins later first gets the newest lines that the others have', async () => {
  const log = memoryLog();
  const tails = openLogTails(log);
  tails.watch(everything, openViewer().stream);
  await vi.advanceTimersByTimeAsync(0);
  log.add('a');
  await second();
  const late = openViewer();
  tails.watch(everything, late.stream);
  expect(late.messages()).toEqual(['a']);
  tails.close();
});

test('of more lines than can be read an even choice is sent, and the rest is counted', async () => {
  const log = memoryLog();
  const tails = openLogTails(log);
  const viewer = openViewer();
  tails.watch(everything, viewer.stream);
  await vi.advanceTimersByTimeAsync(0);
  for (let n = 0; n < 300; n += 1) {
    log.add(`s${n}`, START + 500 + n);
  }
  await second();
  expect(viewer.messages()).toHaveLength(200);
  expect(viewer.of('dropped')).toEqual([{ count: 100 }]);
  for (let n = 0; n < 5_000; n += 1) {
    log.add(`m${n}`, START + 1_000 + (n % 900));
  }
  await second();
  expect(viewer.messages()).toHaveLength(400);
  expect(viewer.of('dropped')).toEqual([{ count: 100 }, { count: 4_800 }]);
  tails.close();
});

test('a viewer that cannot keep up misses lines, is told how many, and holds up nobody', async () => {
  const log = memoryLog();
  const tails = openLogTails(log);
  const [slow, quick] = [openViewer(), openViewer()];
  tails.watch(everything, slow.stream);
  tails.watch(everything, quick.stream);
  await vi.advanceTimersByTimeAsync(0);
  slow.state.isSlow = true;
  log.add('a');
  await second();
  slow.state.isSlow = false;
  log.add('b');
  await second();
  expect(quick.messages()).toEqual(['a', 'b']);
  expect(slow.messages()).toEqual(['b']);
  expect(slow.of('dropped')).toEqual([{ count: 1 }]);
  tails.close();
});

test('a store that is away for a while is told and tried again', async () => {
  const log = memoryLog();
  const tails = openLogTails(log);
  const viewer = openViewer();
  tails.watch(everything, viewer.stream);
  await vi.advanceTimersByTimeAsync(0);
  log.state.failure = new LongshoreError('unavailable', 503, 'cannot be reached');
  await second();
  expect(viewer.of('failed')).toEqual([{ reason: 'cannot be reached' }]);
  log.state.failure = undefined;
  log.add('back');
  await vi.advanceTimersByTimeAsync(6_000);
  expect(viewer.messages()).toEqual(['back']);
  tails.close();
});

test('lines of a time in which the store was away, or could search a part only, come when it is back', async () => {
  const log = memoryLog();
  const tails = openLogTails(log);
  const viewer = openViewer();
  tails.watch(everything, viewer.stream);
  await vi.advanceTimersByTimeAsync(0);
  log.state.failure = new LongshoreError('unavailable', 503, 'cannot be reached');
  await vi.advanceTimersByTimeAsync(1_000);
  const awayAtMs = Date.now();
  await vi.advanceTimersByTimeAsync(120_000);
  log.state.failure = undefined;
  log.state.isWhole = false;
  await vi.advanceTimersByTimeAsync(120_000);
  log.add('of an index that was recovered late', awayAtMs);
  log.state.isWhole = true;
  await vi.advanceTimersByTimeAsync(2_000);
  expect(viewer.messages()).toEqual(['of an index that was recovered late']);
  tails.close();
});

test('a query that the store refuses is told once and not tried again', async () => {
  const log = memoryLog();
  log.state.failure = new LongshoreError('query_shard_exception', 400, 'Failed to parse query [(]');
  const tails = openLogTails(log);
  const viewer = openViewer();
  tails.watch({ q: '(', filters: [] }, viewer.stream);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(viewer.of('failed')).toEqual([{ reason: 'Failed to parse query [(]' }]);
  expect(log.state.searches).toBe(1);
});

test('too many different queries are refused with a reason, and the others go on', async () => {
  const log = memoryLog();
  const tails = openLogTails(log);
  for (let n = 0; n < 50; n += 1) {
    tails.watch({ q: `q${n}`, filters: [] }, openViewer().stream);
  }
  const viewer = openViewer();
  tails.watch({ q: 'one more', filters: [] }, viewer.stream);
  expect(viewer.of('failed')).toEqual([
    { reason: expect.stringContaining('50 different queries are tailed already') },
  ]);
  tails.close();
});
