import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
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
              return true;
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
      return true;
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
  const job = { tag: '', drop, run: async (session: string) => used.push(session) > 1 };
  lane.add(job);
  lane.add(job);
  lane.add(job);
  await sleep(1);
  expect(used).toEqual(['old', 'old replaced', 'old replaced']);
});
