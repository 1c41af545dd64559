import { pino } from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Refreshable, RefreshScheduler } from './refresh-scheduler.ts';

const START = 1_795_000_000_000;

let scheduler: RefreshScheduler;
let writers: TestWriter[];
let generation = 1;
let flushes: { readonly name: string; readonly ms: number }[];

beforeEach(() => {
  vi.useFakeTimers({ now: START });
  writers = [];
  flushes = [];
  generation = 1;
  scheduler = new RefreshScheduler({
    writers: () => writers,
    now: Date.now,
    generation: () => generation,
    log: pino({ level: 'silent' }),
  });
  scheduler.start();
});
afterEach(() => {
  scheduler.stop();
  vi.useRealTimers();
});

const emptyBuffer = () => ({
  ...{ bytes: 0, waiting: 0, firstAt: 0, share: 1 },
  flushing: undefined,
  oldestGeneration: generation,
});

/** Its flush takes a while and empties the buffer. */
class TestWriter implements Refreshable {
  readonly index;
  buffer = emptyBuffer();
  retryAt = 0;
  urgency: Refreshable['urgency'] = 'periodic';
  failures = 0;

  constructor(name: string, refreshIntervalMs = 1_000) {
    this.index = { name, refreshIntervalMs };
    writers.push(this);
  }

  write(operations = 1, bytes = 500): this {
    const { waiting, firstAt } = this.buffer;
    this.buffer = {
      ...this.buffer,
      bytes: this.buffer.bytes + bytes,
      waiting: waiting + operations,
      firstAt: waiting === 0 ? Date.now() : firstAt,
      oldestGeneration: waiting === 0 ? generation : this.buffer.oldestGeneration,
    };
    return this;
  }

  async flush(): Promise<void> {
    flushes.push({ name: this.index.name, ms: Date.now() - START });
    await new Promise((resolve) => setTimeout(resolve, 30));
    if (this.failures > 0) {
      this.failures -= 1;
      this.retryAt = Date.now() + 500;
      throw new Error('the engine is away');
    }
    this.buffer = { ...emptyBuffer(), share: this.buffer.share };
  }
}

const names = () => flushes.map(({ name }) => name);

test('an index is refreshed so that its documents are searchable when the interval is over', async () => {
  new TestWriter('a').write();
  await vi.advanceTimersByTimeAsync(700);
  expect(flushes).toEqual([]);
  await vi.advanceTimersByTimeAsync(300);
  expect(flushes).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(flushes).toHaveLength(1);
});

test('an index without an interval is refreshed when it is full, and only then', async () => {
  const writer = new TestWriter('a', -1).write();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(flushes).toEqual([]);
  writer.write(10_000);
  await vi.advanceTimersByTimeAsync(100);
  expect(flushes).toHaveLength(1);
});

test('where inserts are smaller, an index is full with less', async () => {
  const writer = new TestWriter('a', -1).write(3_000);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(flushes).toEqual([]);
  writer.buffer.share = 0.25;
  await vi.advanceTimersByTimeAsync(100);
  expect(flushes).toHaveLength(1);
});

test('an index that nobody searches is refreshed now and then; one that a few search, at its interval', async () => {
  const idle = new TestWriter('idle');
  const searched = new TestWriter('searched');
  idle.urgency = 'idle';
  searched.urgency = 'searched';
  for (let ms = 0; ms < 20_000; ms += 100) {
    idle.write();
    searched.write();
    await vi.advanceTimersByTimeAsync(100);
  }
  const count = (wanted: string) => names().filter((name) => name === wanted).length;
  expect([count('idle'), count('searched')]).toEqual([2, expect.closeTo(20, -1)]);
});

test.each([
  { indices: 50, everyMs: 20_000 },
  { indices: 200, everyMs: 30_000 },
])('$indices idle indices share few refreshes, and none is forgotten', async (many) => {
  const all = Array.from({ length: many.indices }, (_, i) => new TestWriter(`index-${i}`));
  for (let ms = 0; ms < 90_000; ms += 500) {
    for (const writer of all) {
      writer.urgency = 'idle';
      writer.write();
    }
    await vi.advanceTimersByTimeAsync(500);
  }
  const pauses = all.flatMap(({ index }) => {
    const times = flushes.filter(({ name }) => name === index.name).map(({ ms }) => ms);
    expect(times.length).toBeGreaterThanOrEqual(2);
    return times.slice(1).map((ms, i) => ms - (times[i] ?? 0));
  });
  expect(Math.min(...pauses)).toBeGreaterThanOrEqual(many.everyMs - 1_000);
  expect(Math.max(...pauses)).toBeLessThan(45_000);
});

test('many searched indices share few refreshes, since a search brings in what waits', async () => {
  const all = Array.from({ length: 40 }, (_, i) => new TestWriter(`index-${i}`));
  for (let ms = 0; ms < 20_000; ms += 100) {
    for (const writer of all) {
      writer.urgency = 'searched';
      writer.write();
    }
    await vi.advanceTimersByTimeAsync(100);
  }
  const late = flushes.filter(({ ms }) => ms >= 10_000);
  expect(late.length / 10).toBeLessThanOrEqual(6);
  expect(new Set(late.map(({ name }) => name)).size).toBe(40);
});

test('when the buffers are large together, the largest are refreshed at once', async () => {
  for (let i = 0; i < 10; i++) {
    new TestWriter(`index-${i}`, -1).write(10, i * 1_000_000);
  }
  await vi.advanceTimersByTimeAsync(1_000);
  expect(names()).toEqual(['index-9', 'index-8']);
});

test('an index that keeps an old part of the translog from being removed is refreshed', async () => {
  new TestWriter('a', -1).write();
  generation = 4;
  await vi.advanceTimersByTimeAsync(1_000);
  expect(flushes).toEqual([]);
  generation = 5;
  await vi.advanceTimersByTimeAsync(100);
  expect(names()).toEqual(['a']);
});

test('with fifteen hot indices each is searchable within its interval', async () => {
  const waits: number[] = [];
  const hot = Array.from({ length: 15 }, (_, i) => new TestWriter(`index-${i}`));
  for (let ms = 0; ms < 10_000; ms += 100) {
    for (const writer of hot) {
      writer.write();
    }
    await vi.advanceTimersByTimeAsync(100);
    waits.push(
      ...hot.map(({ buffer }) => Date.now() - buffer.firstAt).filter((wait) => wait < 1e6),
    );
  }
  expect(Math.max(...waits)).toBeLessThanOrEqual(1_200);
});

test('with many hot indices there are no more inserts per second than fit, and none waits for ever', async () => {
  const hot = Array.from({ length: 50 }, (_, i) => new TestWriter(`index-${i}`));
  for (let ms = 0; ms < 20_000; ms += 100) {
    for (const writer of hot) {
      writer.write();
    }
    await vi.advanceTimersByTimeAsync(100);
  }
  const late = flushes.filter(({ ms }) => ms >= 10_000);
  expect(late.length).toBeLessThanOrEqual(10 * 15 + 15);
  for (const { index } of hot) {
    const times = late.filter(({ name }) => name === index.name).map(({ ms }) => ms);
    const gaps = times.slice(1).map((time, i) => time - (times[i] ?? 0));
    expect(Math.max(...gaps)).toBeLessThanOrEqual(5_000);
  }
});

test('when inserts are scarce, log streams come first', async () => {
  const metrics = Array.from({ length: 60 }, (_, i) => new TestWriter(`.ds-metrics-${i}`));
  const logs = new TestWriter('.ds-logs-docker.container-default-000001');
  for (let ms = 0; ms < 20_000; ms += 100) {
    for (const writer of [...metrics, logs]) {
      writer.write();
    }
    await vi.advanceTimersByTimeAsync(100);
  }
  const perSecond = names().filter((name) => name === logs.index.name).length / 20;
  const ofMetrics = names().filter((name) => name === '.ds-metrics-7').length / 20;
  expect(perSecond).toBeGreaterThan(2 * ofMetrics);
});

test('two refreshes run at once, never the same index twice', async () => {
  let running = 0;
  let most = 0;
  for (const writer of Array.from({ length: 6 }, (_, i) => new TestWriter(`index-${i}`).write())) {
    const flush = writer.flush.bind(writer);
    writer.flush = async () => {
      running += 1;
      most = Math.max(most, running);
      await flush();
      running -= 1;
    };
  }
  await vi.advanceTimersByTimeAsync(3_000);
  expect(most).toBe(2);
  expect(names().sort()).toEqual([...new Set(names())].sort());
});

test('a refresh that failed is tried again after its pause', async () => {
  const writer = new TestWriter('a').write();
  writer.failures = 2;
  await vi.advanceTimersByTimeAsync(5_000);
  const times = flushes.map(({ ms }) => ms);
  expect(times).toHaveLength(3);
  expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(500);
});
