import type { Event } from '@longshore/common/fields';
import { afterEach, expect, test } from 'vitest';
import type { Output } from '../outputs/output.ts';
import type { Batch } from './batch.ts';
import { createCounters } from './counters.ts';
import { Publisher } from './publisher.ts';

const time = '2026-11-22T00:00:00.000Z';
const metrics = { type: 'metrics', dataset: 'x.y' } as const;
const logs = { type: 'logs', dataset: 'x.z' } as const;

/** Holds every batch until it is told to let it go. */
class Gate implements Output {
  readonly seen: string[] = [];
  readonly held: (() => void)[] = [];
  isOpen = false;

  send(batch: Batch, signal: AbortSignal): Promise<boolean> {
    this.seen.push(batch.body().toString());
    return new Promise((resolve) => {
      signal.addEventListener('abort', () => resolve(false));
      this.held.push(() => resolve(true));
      if (this.isOpen) {
        resolve(true);
      }
    });
  }

  close(): void {
    this.isOpen = true;
  }
}

const open: Publisher[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((publisher) => publisher.stop()));
});

function start(output: Output, processors: ((event: Event) => Event | undefined)[] = []) {
  const counters = createCounters();
  const publisher = new Publisher({
    output,
    counters,
    processors,
    agentFields: { 'agent.id': 'a1' },
    queueEventsMax: 4,
    batchEventsMax: 2,
    flushTimeoutMs: 5,
  });
  open.push(publisher);
  return { publisher, counters };
}

const event = (n: number): Event => ({ '@timestamp': time, 'a.n': n });

test('events carry the fields of the agent and go into their data stream, as nested objects', async () => {
  const gate = new Gate();
  const { publisher } = start(gate);
  await publisher.start();
  publisher.publish(metrics, [event(1)]);
  await expect.poll(() => gate.seen).toHaveLength(1);
  const [action, source] = (gate.seen[0] ?? '').split('\n');
  expect(action).toBe('{"create":{"_index":"metrics-x.y-default"}}');
  expect(JSON.parse(source ?? '')).toEqual({
    '@timestamp': time,
    a: { n: 1 },
    agent: { id: 'a1', type: 'metricbeat' },
  });
  gate.held[0]?.();
});

test('an event that shall be stored once has an id, and its source hears when it was delivered', async () => {
  const gate = new Gate();
  const { publisher } = start(gate);
  await publisher.start();
  const heard: number[] = [];
  const source = { acknowledge: (position: number) => heard.push(position) };
  publisher.publishOnce(logs, event(1), { id: '"é', source, position: 7 });
  await expect.poll(() => gate.seen).toHaveLength(1);
  const [action] = (gate.seen[0] ?? '').split('\n');
  expect(JSON.parse(action ?? '')).toEqual({ create: { _index: 'logs-x.z-default', _id: '"é' } });
  expect(heard).toEqual([]);
  gate.held[0]?.();
  await expect.poll(() => heard).toEqual([7]);
});

test('metrics that find the queue full are dropped and counted; logs have room of their own', async () => {
  const gate = new Gate();
  const { publisher, counters } = start(gate);
  await publisher.start();
  publisher.publish(metrics, [1, 2, 3, 4, 5, 6].map(event));
  expect(publisher.isFull).toBe(true);
  expect(counters).toMatchObject({ published: 6, droppedFull: 2 });
  publisher.publish(logs, [event(7)]);
  expect(counters.droppedFull).toBe(2);
  expect(publisher.depth.events).toBe(5);
});

test('a processor can change and drop events', async () => {
  const gate = new Gate();
  const { publisher, counters } = start(gate, [
    (given) => (given['a.n'] === 1 ? undefined : { ...given, seen: true }),
  ]);
  await publisher.start();
  publisher.publish(metrics, [event(1), event(2)]);
  await expect.poll(() => gate.seen).toHaveLength(1);
  expect(gate.seen[0]).toContain('"seen":true');
  expect(counters.filtered).toBe(1);
});

test('stop delivers what waits', async () => {
  const gate = new Gate();
  gate.isOpen = true;
  const { publisher } = start(gate);
  await publisher.start();
  publisher.publish(metrics, [event(1), event(2), event(3)]);
  await publisher.stop();
  expect(gate.seen.join('')).toMatch(/"n":1.*"n":2.*"n":3/s);
  expect(publisher.depth.events).toBe(0);
});

test('stop gives up after a moment when nothing can be delivered, and may be called twice or early', async () => {
  const { publisher } = start(new Gate());
  await publisher.start();
  publisher.publish(metrics, [event(1)]);
  await Promise.all([publisher.stop(), publisher.stop()]);
  expect(publisher.depth.events).toBe(1);
  const early = start(new Gate()).publisher;
  await early.stop();
  await early.start();
});
