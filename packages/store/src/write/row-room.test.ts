import { expect, test } from 'vitest';
import { WorkPool } from '../pools/work-pool.ts';
import { RowRoom } from './row-room.ts';

const MIB = 1024 * 1024;

function open(...mib: readonly number[]) {
  const writers = mib.map((size, i) => ({
    index: { name: `index-${i}` },
    buffer: { bytes: size * MIB, share: 1 },
  }));
  let nowMs = 0;
  const pool = new WorkPool();
  const room = new RowRoom({
    usedBytes: () => writers.reduce((sum, { buffer }) => sum + buffer.bytes, 0),
    pool,
    now: () => nowMs,
  });
  return {
    room,
    pool,
    writers,
    pass: (ms: number) => {
      nowMs += ms;
    },
  };
}

test('a write to an index of which two inserts wait waits until the engine took some, others do not', async () => {
  const { room, writers } = open(25, 1);
  const [slow, other] = writers as [(typeof writers)[0], (typeof writers)[0]];
  let isIn = false;
  const entered = room.enter(slow).then(() => {
    isIn = true;
  });
  await room.enter(other);
  expect(isIn).toBe(false);
  slow.buffer.bytes = 10 * MIB;
  await entered;
});

test('where inserts are smaller, writes wait with less', async () => {
  const { room, writers } = open(11);
  const [slow] = writers as [(typeof writers)[0]];
  await room.enter(slow);
  slow.buffer.share = 0.25;
  let isIn = false;
  const entered = room.enter(slow).then(() => {
    isIn = true;
  });
  await Promise.resolve();
  expect(isIn).toBe(false);
  slow.buffer.bytes = 5 * MIB;
  await entered;
});

test('when all indices have much together, all writes wait', async () => {
  const { room, writers } = open(20, 20, 9);
  let isIn = false;
  const entered = room.enter(writers[2] as never).then(() => {
    isIn = true;
  });
  await Promise.resolve();
  expect(isIn).toBe(false);
  (writers[0] as { buffer: { bytes: number } }).buffer.bytes = 0;
  await entered;
});

test('an engine that takes nothing is not waited for longer than once, and then writes are refused', async () => {
  const { room, pool, pass, writers } = open(65);
  const [writer] = writers as [(typeof writers)[0]];
  const entered = expect(room.enter(writer)).rejects.toThrow('[index-0]');
  pass(5_000);
  await entered;
  await expect(room.enter(writer)).rejects.toMatchObject({ status: 429 });
  writer.buffer.bytes = 63 * MIB;
  await room.enter(writer);
  expect(pool.figures.rejected).toBe(2);
});

test('a room that is closed lets those that wait go on', async () => {
  const { room, writers } = open(25);
  const entered = room.enter(writers[0] as never);
  room.close();
  await entered;
});
