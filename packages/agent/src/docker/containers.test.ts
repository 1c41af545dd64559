import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createDockerClient } from './client.ts';
import { type Containers, createContainers } from './containers.ts';
import type { EngineEventListener, EngineEvents } from './events.ts';
import { startTestEngine, type TestEngine } from './test-engine.ts';

let engine: TestEngine;
let containers: Containers;
let listener: EngineEventListener;
let nowMs = 0;

const inspect = (Id: string, Status: string) => ({ Id, Name: `/${Id}`, State: { Status } });

/** What the engine lists and describes. */
function hold(...all: ReturnType<typeof inspect>[]): void {
  engine.answers.set(
    '/containers/json',
    all.map(({ Id, State }) => ({ Id, State: State.Status })),
  );
  for (const one of all) {
    engine.answers.set(`/containers/${one.Id}/json`, one);
  }
}

beforeEach(async () => {
  nowMs = 0;
  engine = await startTestEngine();
  const events: EngineEvents = {
    start: () => Promise.resolve(),
    stop: () => Promise.resolve(),
    subscribe: (one) => {
      listener = one;
      return () => undefined;
    },
  };
  containers = createContainers(createDockerClient(engine.host), events, () => nowMs);
  await containers.start();
});
afterEach(async () => {
  await containers.stop();
  await engine.stop();
});

async function connect(): Promise<void> {
  listener.onConnect?.();
  await containers.ready(AbortSignal.timeout(5_000));
}

const states = () => Object.fromEntries(containers.list().map(({ id, state }) => [id, state]));

test('knows all containers once connected, running or not, and tells a later listener of them', async () => {
  hold(inspect('a', 'running'), inspect('b', 'exited'));
  await connect();
  expect(states()).toEqual({ a: 'running', b: 'exited' });
  const told: string[] = [];
  containers.subscribe(({ container }) => told.push(container.id));
  expect(told.toSorted()).toEqual(['a', 'b']);
});

test('looks again at a container after its event, once for many', async () => {
  hold(inspect('a', 'running'));
  await connect();
  hold(inspect('a', 'exited'));
  const before = engine.paths.length;
  for (const Action of ['kill', 'die', 'stop']) {
    listener.onEvent?.({ Type: 'container', Action, Actor: { ID: 'a' } });
  }
  await vi.waitFor(() => expect(states()).toEqual({ a: 'exited' }));
  expect(engine.paths.slice(before)).toEqual(['/v1.41/containers/a/json']);
});

test('does not look again because of a health check', async () => {
  hold(inspect('a', 'running'));
  await connect();
  const before = engine.paths.length;
  listener.onEvent?.({ Type: 'container', Action: 'exec_start: true', Actor: { ID: 'a' } });
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(engine.paths.length).toBe(before);
});

test('a removed container is no longer listed, but found for a minute after its last use', async () => {
  hold(inspect('a', 'running'));
  await connect();
  listener.onEvent?.({ Type: 'container', Action: 'destroy', Actor: { ID: 'a' } });
  expect(containers.list()).toEqual([]);
  nowMs = 50_000;
  expect(containers.get('a')?.name).toBe('a');
  nowMs = 100_000;
  expect(containers.get('a')?.name).toBe('a');
  nowMs = 170_000;
  expect(containers.get('a')).toBeUndefined();
});

test('one container that cannot be described does not lose the others', async () => {
  hold(inspect('a', 'running'), inspect('b', 'running'));
  engine.answers.set('/containers/a/json', (_: unknown, response: { destroy(): void }) =>
    response.destroy(),
  );
  await connect();
  expect(states()).toEqual({ b: 'running' });
});

test('an answer that is none of an engine is told as such', async () => {
  engine.answers.set('/containers/json', { error: 'this is a proxy' });
  listener.onConnect?.();
  await expect(containers.ready(AbortSignal.timeout(5_000))).rejects.toThrow(/lists no containers/);
});

test('a description without an id does not lose the others', async () => {
  hold(inspect('a', 'running'), inspect('b', 'running'));
  engine.answers.set('/containers/a/json', {});
  await connect();
  expect(states()).toEqual({ b: 'running' });
});

test('an engine that goes away is told to whoever asks, and forgotten when it is back', async () => {
  hold(inspect('a', 'running'));
  await connect();
  listener.onDisconnect?.(new Error('gone'));
  await expect(containers.ready(AbortSignal.timeout(1_000))).rejects.toThrow('gone');
  hold(inspect('b', 'running'));
  listener.onConnect?.();
  await vi.waitFor(() => containers.ready(AbortSignal.timeout(1_000)));
  expect(states()).toEqual({ b: 'running' });
});

test('a list that could not be had is asked for again, though the stream of events holds', async () => {
  engine.answers.set('/containers/json', (_: unknown, response: { destroy(): void }) =>
    response.destroy(),
  );
  listener.onConnect?.();
  await expect(containers.ready(AbortSignal.timeout(5_000))).rejects.toMatchObject({
    type: 'failed',
  });
  hold(inspect('a', 'running'));
  await vi.waitFor(() => containers.ready(AbortSignal.timeout(1_000)), { timeout: 10_000 });
  expect(states()).toEqual({ a: 'running' });
}, 15_000);

test('waiting for an engine that never answers ends with the signal', async () => {
  await expect(containers.ready(AbortSignal.timeout(20))).rejects.toMatchObject({
    type: 'timeout',
  });
});
