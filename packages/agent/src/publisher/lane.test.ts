import { expect, test } from 'vitest';
import type { AckSource } from './batch.ts';
import { Lane, type LaneLimits } from './lane.ts';

const LIMITS: LaneLimits = {
  eventsMax: 6,
  bytesMax: 8_000_000,
  batchEventsMax: 3,
  flushTimeoutMs: 20,
};
const never = new AbortController().signal;

function write(lane: Lane, text: string, source?: AckSource, position = 0): void {
  const batch = lane.begin(text.length);
  batch.ascii(text);
  if (source) {
    batch.mark(source, position);
  }
  lane.end();
}

test('a batch is handed over when it has its number of events', async () => {
  const lane = new Lane(LIMITS);
  for (const text of ['a', 'b', 'c', 'd']) {
    write(lane, text);
  }
  expect((await lane.take(never))?.body().toString()).toBe('abc');
  expect((await lane.take(never))?.body().toString()).toBe('d');
  lane.close();
});

test('a batch is handed over before an event would make it too large', async () => {
  const lane = new Lane(LIMITS);
  write(lane, 'a'.repeat(1_500_000));
  write(lane, 'b'.repeat(1_500_000));
  expect((await lane.take(never))?.sizeBytes).toBe(1_500_000);
  lane.close();
});

test('an event that is larger than a batch travels alone', async () => {
  const lane = new Lane(LIMITS);
  write(lane, 'a');
  write(lane, 'b'.repeat(5_000_000));
  expect((await lane.take(never))?.sizeBytes).toBe(1);
  expect((await lane.take(never))?.sizeBytes).toBe(5_000_000);
  lane.close();
});

test('flush hands over at once; events that come before the worker is free travel along', async () => {
  const lane = new Lane({ ...LIMITS, flushTimeoutMs: 60_000 });
  write(lane, 'a');
  lane.flush();
  write(lane, 'b');
  expect((await lane.take(never))?.body().toString()).toBe('ab');
  lane.close();
});

test('is full at its number of events or bytes, those on their way included, until a batch is done', async () => {
  const lane = new Lane(LIMITS);
  for (let n = 0; n < 6; n++) {
    expect(lane.isFull).toBe(false);
    write(lane, 'x');
  }
  expect(lane.isFull).toBe(true);
  expect(lane.exceeds(1)).toBe(false);
  const batch = await lane.take(never);
  expect(lane.isFull).toBe(true);
  let hasRoom = false;
  const room = lane.room(never).then(() => {
    hasRoom = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect(hasRoom).toBe(false);
  if (batch) {
    lane.release(batch);
    lane.release(batch);
  }
  await room;
  expect(lane.depth).toEqual({ events: 3, bytes: 3 });
  write(lane, 'y'.repeat(8_000_000));
  expect(lane.isFull).toBe(true);
  lane.close();
});

test('acknowledges each source at its last position, and only when the batch is done', async () => {
  const lane = new Lane(LIMITS);
  const heard: string[] = [];
  const source = (name: string): AckSource => ({
    acknowledge: (position) => heard.push(`${name}${position}`),
  });
  const [a, b] = [source('a'), source('b')];
  write(lane, '1', a, 10);
  write(lane, '2', b, 5);
  write(lane, '3', a, 20);
  write(lane, '4', a, 30);
  const first = await lane.take(never);
  expect(heard).toEqual([]);
  first?.acknowledge();
  expect(heard).toEqual(['a20', 'b5']);
  const second = await lane.take(never);
  second?.acknowledge();
  expect(heard).toEqual(['a20', 'b5', 'a30']);
  lane.close();
});

test('what waits ends when the signal aborts', async () => {
  const lane = new Lane(LIMITS);
  const stop = new AbortController();
  const waiting = [lane.take(stop.signal), lane.drained(stop.signal)];
  stop.abort();
  expect(await Promise.all(waiting)).toEqual([undefined, undefined]);
  for (let n = 0; n < 6; n++) {
    write(lane, 'x');
  }
  await lane.room(stop.signal);
  lane.close();
});

test('the memory of a batch is used again, and its items stay what they were until then', async () => {
  const lane = new Lane({ ...LIMITS, batchEventsMax: 1 });
  write(lane, 'first');
  const first = await lane.take(never);
  write(lane, 'second');
  expect(first?.body().toString()).toBe('first');
  if (first) {
    lane.release(first);
  }
  const second = await lane.take(never);
  write(lane, 'third');
  expect(second?.body().toString()).toBe('second');
  const third = await lane.take(never);
  expect(third?.body().toString()).toBe('third');
  expect(third?.item(0).toString()).toBe('third');
  lane.close();
});
