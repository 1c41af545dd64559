import type { Event } from '@longshore/common/fields';
import { afterEach, expect, test, vi } from 'vitest';
import type { Component } from './component.ts';
import type { StreamName } from './event-sink.ts';
import { fetchError } from './fetch-error.ts';
import { createMetricRunner } from './metric-runner.ts';
import type { Metricset } from './metricset.ts';

const PERIOD_MS = 40;
let runner: Component | undefined;
afterEach(() => runner?.stop());

interface Published extends StreamName {
  readonly events: readonly Event[];
}

/** Runs metricsets of a module, and collects what they publish and what is logged. */
async function start(metricsets: readonly Partial<Metricset<unknown>>[], isFull = () => false) {
  const published: Published[] = [];
  const warnings: unknown[] = [];
  runner = createMetricRunner({
    groups: [
      {
        module: 'docker',
        address: '/docker.sock',
        metricsets: metricsets.map((one) => ({
          name: 'docker.info',
          fields: {},
          fetch: () => Promise.resolve(1),
          map: (value: unknown, now: Date) => [
            { '@timestamp': now.toISOString(), value: Number(value) },
          ],
          ...one,
        })),
      },
    ],
    periodMs: PERIOD_MS,
    sink: {
      get isFull() {
        return isFull();
      },
      publish: (stream, events) => published.push({ ...stream, events }),
    },
    log: {
      warn: (...args: unknown[]) => warnings.push(args),
      info: () => undefined,
      debug: () => undefined,
    },
  });
  await runner.start();
  return { published, warnings };
}

test('publishes at start and once per period, with what describes the fetch', async () => {
  const { published } = await start([{}]);
  await vi.waitFor(() => expect(published.length).toBeGreaterThan(2));
  expect(published[0]).toEqual({
    type: 'metrics',
    dataset: 'docker.info',
    events: [
      {
        '@timestamp': expect.any(String),
        value: 1,
        'event.module': 'docker',
        'event.dataset': 'docker.info',
        'event.duration': expect.any(Number),
        'metricset.name': 'info',
        'metricset.period': PERIOD_MS,
        'service.type': 'docker',
        'service.address': '/docker.sock',
      },
    ],
  });
});

test('a fetch that fails becomes one event each time, but one warning for all that fail of it', async () => {
  const fetch = () => Promise.reject(fetchError('forbidden', 'not for you'));
  const { published, warnings } = await start([{ fetch }, { name: 'docker.cpu', fetch }]);
  await vi.waitFor(() => expect(published.length).toBeGreaterThan(4));
  expect(published[2]?.events).toMatchObject([
    { 'error.type': 'forbidden', 'error.message': 'not for you', 'event.dataset': 'docker.info' },
  ]);
  expect(warnings.length).toBe(1);
});

test('a fetch that never ends is a timeout, and does not hold up the others', async () => {
  let calls = 0;
  const stuck = () => {
    calls += 1;
    return new Promise<never>(() => undefined);
  };
  const { published } = await start([{ name: 'docker.cpu', fetch: stuck }, {}]);
  const of = (dataset: string) => published.filter((one) => one.dataset === dataset);
  await vi.waitFor(() => expect(of('docker.cpu').length).toBeGreaterThan(1));
  expect(of('docker.cpu')[0]?.events[0]?.['error.type']).toBe('timeout');
  expect(of('docker.info').length).toBeGreaterThan(1);
  // While it is stuck, it is not asked again.
  expect(calls).toBe(1);
});

test('skips its turn while the queue is full, and goes on after', async () => {
  let isFull = true;
  let calls = 0;
  const fetch = () => {
    calls += 1;
    return Promise.resolve(1);
  };
  const { published, warnings } = await start([{ fetch }], () => isFull);
  await vi.waitFor(() => expect(warnings.length).toBe(1));
  expect([calls, published.length]).toEqual([0, 0]);
  isFull = false;
  await vi.waitFor(() => expect(published.length).toBeGreaterThan(0));
});

test('a metricset that compares samples publishes only from the second', async () => {
  let calls = 0;
  const fetch = () => {
    calls += 1;
    return Promise.resolve(calls);
  };
  const { published } = await start([{ fetch, comparesSamples: true }]);
  await vi.waitFor(() => expect(published.length).toBeGreaterThan(0), { timeout: 5_000 });
  expect(published[0]?.events[0]?.value).toBe(2);
});

test('may be stopped before it starts, twice, and in the middle of a fetch', async () => {
  const { published } = await start([{ fetch: () => new Promise<never>(() => undefined) }]);
  await runner?.stop();
  await runner?.stop();
  const count = published.length;
  await new Promise((resolve) => setTimeout(resolve, 3 * PERIOD_MS));
  expect(published.length).toBe(count);
});
