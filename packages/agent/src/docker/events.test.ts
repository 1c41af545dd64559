import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createDockerClient } from './client.ts';
import { createEngineEvents, type EngineEvents } from './events.ts';
import { startTestEngine, type TestEngine } from './test-engine.ts';

let engine: TestEngine;
let events: EngineEvents;
let streams: ServerResponse[];

const line = (Action: string, timeNano: string) =>
  `{"Type":"container","Action":"${Action}","Actor":{"ID":"c1"},"timeNano":${timeNano}}\n`;

beforeEach(async () => {
  engine = await startTestEngine();
  streams = [];
  engine.answers.set('/events', (_: IncomingMessage, response: ServerResponse) => {
    response.flushHeaders();
    streams.push(response);
  });
  events = createEngineEvents(createDockerClient(engine.host));
});
afterEach(async () => {
  await events.stop();
  await engine.stop();
});

test('after a break it goes on from the last event, and passes none twice', async () => {
  const actions: (string | undefined)[] = [];
  let connects = 0;
  events.subscribe({
    onConnect: () => {
      connects += 1;
    },
    onEvent: (event) => actions.push(event.Action),
  });
  await events.start();
  await vi.waitFor(() => expect(connects).toBe(1));
  const [create, start] = [
    line('create', '1795346850069113510'),
    line('start', '1795346850069113511'),
  ];
  // A line may come in pieces, and events of one moment in any order.
  streams[0]?.write(start + create.slice(0, 20));
  streams[0]?.write(create.slice(20));
  await vi.waitFor(() => expect(actions).toEqual(['start', 'create']));

  streams[0]?.destroy();
  await vi.waitFor(() => expect(connects).toBe(2), { timeout: 5_000 });
  expect(engine.paths.at(-1)).toBe('/v1.41/events?since=1795346850.069113511');
  streams[1]?.write(start + line('die', '1795346850069113511'));
  await vi.waitFor(() => expect(actions).toEqual(['start', 'create', 'die']));
});

test('a line that is no event is passed over, and the stream goes on', async () => {
  const actions: (string | undefined)[] = [];
  events.subscribe({ onEvent: (event) => actions.push(event.Action) });
  await events.start();
  await vi.waitFor(() => expect(streams.length).toBe(1));
  for (const garbage of [
    '<html>',
    'null',
    '7',
    '{"time":1.5}',
    '{"time":9e99}',
    '{"timeNano":"x"}',
  ]) {
    streams[0]?.write(`${garbage}\n`);
  }
  streams[0]?.write(line('start', '1795346850069113510'));
  await vi.waitFor(() => expect(actions).toEqual(['start']));
  expect(streams.length).toBe(1);
});

test('begins where it is told to, and later goes on from the last event', async () => {
  const late = createEngineEvents(createDockerClient(engine.host), () => 1_795_346_800_005);
  await late.start();
  await vi.waitFor(() => expect(streams.length).toBe(1));
  expect(engine.paths.at(-1)).toBe('/v1.41/events?since=1795346800.005000000');
  streams[0]?.end(line('die', '1795346850069113511'));
  await vi.waitFor(() => expect(streams.length).toBe(2), { timeout: 5_000 });
  expect(engine.paths.at(-1)).toBe('/v1.41/events?since=1795346850.069113511');
  await late.stop();
});

test('a break is told with its reason', async () => {
  const errors: unknown[] = [];
  events.subscribe({ onDisconnect: (error) => errors.push(error) });
  await events.start();
  await vi.waitFor(() => expect(streams.length).toBe(1));
  streams[0]?.end();
  await vi.waitFor(() => expect(errors).toMatchObject([{ type: 'missing' }]));
});

test('stop ends an open stream, before start and twice', async () => {
  await events.start();
  await vi.waitFor(() => expect(streams.length).toBe(1));
  await events.stop();
  await events.stop();
  const unused = createEngineEvents(createDockerClient(engine.host));
  await unused.stop();
  await unused.start();
  await unused.stop();
});
