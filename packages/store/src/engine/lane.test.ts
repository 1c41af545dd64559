import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test, vi } from 'vitest';
import { LaneQueue } from './lane.ts';

const drop = () => {};

test('each session runs one statement at a time, in order of arrival', async () => {
  const lane = new LaneQueue(['a', 'b'], (session) => session);
  const running = new Map<string, number>();
  const order: number[] = [];
  await Promise.all(
    Array.from(
      { length: 20 },
      (_, i) =>
        new Promise<void>((resolve) => {
          lane.add({
            tag: String(i),
            drop,
            run: async (session) => {
              order.push(i);
              running.set(session, (running.get(session) ?? 0) + 1);
              expect(running.get(session)).toBe(1);
              await sleep(i % 3);
              running.set(session, 0);
              resolve();
              return 'good';
            },
          });
        }),
    ),
  );
  expect(order).toEqual(Array.from({ length: 20 }, (_, i) => i));
});

test('a statement that waits can be cancelled, one that runs cannot', async () => {
  const lane = new LaneQueue(['a'], (session) => session);
  const events: string[] = [];
  const job = (tag: string) => ({
    tag,
    drop: () => events.push(`dropped ${tag}`),
    run: async () => {
      events.push(`ran ${tag}`);
      return 'good' as const;
    },
  });
  lane.add(job('1'));
  lane.add(job('2'));
  lane.add(job('3'));
  expect(lane.cancel('1')).toBe(false);
  expect(lane.cancel('2')).toBe(true);
  await sleep(1);
  expect(events).toEqual(['ran 1', 'dropped 2', 'ran 3']);
});

test('a session that is not good any more is replaced', async () => {
  const lane = new LaneQueue(['old'], (session) => `${session} replaced`);
  const used: string[] = [];
  const job = {
    tag: '',
    drop,
    run: async (session: string) => (used.push(session) > 1 ? ('good' as const) : ('bad' as const)),
  };
  lane.add(job);
  lane.add(job);
  lane.add(job);
  await sleep(1);
  expect(used).toEqual(['old', 'old replaced', 'old replaced']);
});

const LONG_MS = 20;

afterEach(() => {
  vi.useRealTimers();
});

/** A lane of three sessions of which long statements may keep one, and what happens to its statements. */
function crowdedLane(beforeEvict: (tag: string) => void = () => {}) {
  vi.useFakeTimers();
  const events: string[] = [];
  const ends = new Map<string, (outcome: 'good' | 'evicted') => void>();
  const evict = (tag: string) => {
    events.push(`evict ${tag}`);
    beforeEvict(tag);
    ends.get(tag)?.('evicted');
  };
  const lane = new LaneQueue(['a', 'b', 'c'], (session) => session, {
    ...{ longMs: LONG_MS, longMax: 1 },
    evict,
  });
  const add = (...tags: readonly string[]) => {
    for (const tag of tags) {
      lane.add({
        tag,
        drop: () => events.push(`drop ${tag}`),
        run: (_, turn) => {
          events.push(`run ${tag}`);
          return new Promise((resolve) => {
            ends.set(tag, (outcome) => resolve(turn.isEvicted ? outcome : 'good'));
          });
        },
      });
    }
  };
  const end = async (...tags: readonly string[]) => {
    for (const tag of tags) {
      ends.get(tag)?.('good');
    }
    await pass(0);
  };
  const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
  return { lane, events, add, end, pass };
}

const CROWD = ['long 1', 'long 2', 'long 3', 'short'];

test('who waits gets the session of the youngest long statement, which begins anew when there is room', async () => {
  const { events, add, end, pass } = crowdedLane();
  for (const tag of CROWD) {
    add(tag);
    await pass(1);
  }
  expect(events).toEqual(['run long 1', 'run long 2', 'run long 3']);
  await pass(2 * LONG_MS);
  expect(events.slice(3)).toEqual(['evict long 3', 'run short']);
  await end('short');
  // One long statement too many still runs, but nobody waits for its session.
  expect(events).toHaveLength(5);
  await end('long 1', 'long 2');
  expect(events.slice(5)).toEqual(['run long 3']);
});

test('a long statement that is cancelled while it waits for its second turn does not get it', async () => {
  const { lane, events, add, end, pass } = crowdedLane();
  add(...CROWD);
  await pass(2 * LONG_MS);
  expect(lane.cancel('long 3')).toBe(true);
  await end('short', 'long 2', 'long 1');
  expect(events.slice(3)).toEqual(['evict long 3', 'run short', 'drop long 3']);
});

test('a long statement that is cancelled while it makes room does not come again', async () => {
  const { lane, events, add, end, pass } = crowdedLane((tag) =>
    expect(lane.cancel(tag)).toBe(false),
  );
  add(...CROWD);
  await pass(2 * LONG_MS);
  await end('short', 'long 2', 'long 1');
  expect(events.slice(3)).toEqual(['evict long 3', 'run short']);
});

test('no statement makes room while others end', async () => {
  const { events, add, end, pass } = crowdedLane();
  add('long 1', 'long 2', 'short 0', 'short 1', 'short 2', 'short 3', 'short 4');
  for (const tag of ['short 0', 'short 1', 'short 2', 'short 3']) {
    await pass(LONG_MS - 1);
    await end(tag);
  }
  expect(events.filter((event) => event.startsWith('evict'))).toEqual([]);
  expect(events.at(-1)).toBe('run short 4');
});
