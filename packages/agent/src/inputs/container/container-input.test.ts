import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Output } from '../../outputs/output.ts';
import type { Batch } from '../../publisher/batch.ts';
import { createCounters } from '../../publisher/counters.ts';
import { Publisher } from '../../publisher/publisher.ts';
import { Registry } from '../../registry/registry.ts';
import { ContainerInput } from './container-input.ts';

const silent = pino({ level: 'silent' });
const A = 'a'.repeat(64);
const B = 'b'.repeat(64);

let folder: string;
let containersPath: string | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'longshore-container-input-'));
  containersPath = join(folder, 'containers');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Keeps what it gets, and accepts it. */
class Kept implements Output {
  readonly events: Record<string, unknown>[] = [];

  async send(batch: Batch, _signal?: AbortSignal): Promise<boolean> {
    const lines = batch.body().toString().split('\n').slice(0, -1);
    this.events.push(...lines.filter((_, i) => i % 2 === 1).map((line) => JSON.parse(line)));
    return true;
  }

  close(): void {}

  messages(container: string): unknown[] {
    return this.events
      .filter((event) => (event.container as { id: string } | undefined)?.id === container)
      .map(({ message }) => message);
  }
}

/** Takes the first batch and never answers. */
class Stuck extends Kept {
  override send(_: Batch, signal?: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      signal?.addEventListener('abort', () => resolve(false));
    });
  }
}

async function start(output = new Kept()) {
  const counters = createCounters();
  const publisher = new Publisher({
    output,
    counters,
    processors: [],
    agentFields: {},
    queueEventsMax: 64,
    batchEventsMax: 16,
    flushTimeoutMs: 50,
  });
  const registry = new Registry(join(folder, 'registry'), silent);
  await registry.open();
  const input = new ContainerInput({
    containersPath: () =>
      containersPath === undefined ? undefined : { path: containersPath, isSure: true },
    publisher,
    registry,
    counters: counters.logs,
    log: silent,
    backlogMaxBytes: 1e9,
  });
  await publisher.start();
  await input.start();
  return {
    output,
    counters,
    registry,
    input,
    stop: async () => {
      await input.stop();
      await publisher.stop();
      await registry.close();
    },
  };
}

function say(id: string, ...messages: string[]): void {
  const path = join(folder, 'containers', id);
  mkdirSync(path, { recursive: true });
  const lines = messages.map((message) =>
    JSON.stringify({ log: `${message}\n`, stream: 'stdout', time: '2026-11-22T11:00:00.1Z' }),
  );
  appendFileSync(join(path, `${id}-json.log`), `${lines.join('\n')}\n`);
}

const soon = { timeout: 10_000 };

test('finds the folder when it appears, containers when they come, and lines when they are written', async () => {
  containersPath = undefined;
  const agent = await start();
  say(A, 'first');
  containersPath = join(folder, 'containers');
  await expect.poll(() => agent.output.messages(A), soon).toEqual(['first']);
  say(A, 'second');
  say(B, 'of another');
  await expect.poll(() => agent.output.messages(A), soon).toEqual(['first', 'second']);
  await expect.poll(() => agent.output.messages(B), soon).toEqual(['of another']);
  await agent.stop();
}, 40_000);

test('names, images and labels come from the folder when no engine tells them', async () => {
  mkdirSync(join(folder, 'containers', A), { recursive: true });
  writeFileSync(
    join(folder, 'containers', A, 'config.v2.json'),
    JSON.stringify({ Name: '/web', Config: { Image: 'nginx:1', Labels: { 'a.b': 'c' } } }),
  );
  say(A, 'hello');
  const agent = await start();
  await expect
    .poll(() => agent.output.events[0], soon)
    .toMatchObject({
      container: { id: A, name: 'web', image: { name: 'nginx:1' } },
      docker: { container: { labels: { a_b: 'c' } } },
      log: { file: { path: expect.stringContaining(A) } },
    });
  await agent.stop();
}, 40_000);

test('a noisy container does not hold up a quiet one, and nothing is lost through a small queue', async () => {
  const many = Array.from({ length: 20_000 }, (_, i) => `noise ${i}`);
  say(A, ...many);
  say(B, 'quiet');
  const agent = await start();
  await expect.poll(() => agent.output.messages(B), soon).toEqual(['quiet']);
  const before = agent.output.messages(A).length;
  await expect.poll(() => agent.output.messages(A).length, soon).toBe(20_000);
  expect(before).toBeLessThan(10_000);
  expect(agent.output.messages(A)).toEqual(many);
  await agent.stop();
}, 40_000);

test('a folder that cannot be read is said once in the data', async () => {
  writeFileSync(join(folder, 'containers'), 'not a folder');
  const agent = await start();
  await expect.poll(() => agent.output.events.length, soon).toBe(1);
  expect(agent.output.events[0]).toMatchObject({
    error: { message: expect.stringContaining(join(folder, 'containers')) },
  });
  await agent.stop();
}, 40_000);

test('containers that were removed while the agent was away leave the registry', async () => {
  say(A, 'one');
  const first = await start();
  await expect.poll(() => first.output.messages(A), soon).toEqual(['one']);
  await first.stop();
  rmSync(join(folder, 'containers', A), { recursive: true });
  say(B, 'two');
  const second = await start();
  await expect.poll(() => second.output.messages(B), soon).toEqual(['two']);
  await expect.poll(() => second.registry.hasContainer(A), soon).toBe(false);
  await second.stop();
}, 40_000);

test('rotated files of a removed container leave the registry, too', async () => {
  say(A, 'one');
  const agent = await start();
  await expect.poll(() => agent.output.messages(A), soon).toEqual(['one']);
  const path = join(folder, 'containers', A, `${A}-json.log`);
  renameSync(path, `${path}.1`);
  say(A, 'two');
  await expect.poll(() => agent.output.messages(A), soon).toEqual(['one', 'two']);
  rmSync(join(folder, 'containers', A), { recursive: true });
  await expect.poll(() => agent.registry.hasContainer(A), { timeout: 25_000 }).toBe(false);
  await agent.stop();
}, 40_000);

test('nine megabytes without a line end are passed over, and nothing around them', async () => {
  say(A, 'before');
  const path = join(folder, 'containers', A, `${A}-json.log`);
  appendFileSync(path, `${'z'.repeat(9e6)}\n`);
  say(A, 'after');
  const agent = await start();
  await expect.poll(() => agent.output.messages(A), soon).toEqual(['before', 'after']);
  say(A, 'later');
  await expect.poll(() => agent.output.messages(A), soon).toEqual(['before', 'after', 'later']);
  await agent.stop();
}, 40_000);

test('the folder of the engine may be a link to another disk', async () => {
  mkdirSync(join(folder, 'disk', 'containers'), { recursive: true });
  symlinkSync(join(folder, 'disk', 'containers'), join(folder, 'containers'));
  const agent = await start();
  say(A, 'behind a link');
  await expect.poll(() => agent.output.messages(A), soon).toEqual(['behind a link']);
  rmSync(join(folder, 'containers', A), { recursive: true });
  await expect.poll(() => agent.registry.hasContainer(A), { timeout: 25_000 }).toBe(false);
  await agent.stop();
}, 40_000);

/** Logs that were deleted and are still open here. */
const deletedLogs = () =>
  readdirSync('/proc/self/fd').filter((name) => {
    try {
      const target = readlinkSync(`/proc/self/fd/${name}`);
      return target.startsWith(folder) && target.endsWith('(deleted)');
    } catch {
      // Closed meanwhile, such as the one of this list.
      return false;
    }
  }).length;

test.runIf(process.platform === 'linux')(
  'while the store is away, removed containers hold no more than so many deleted logs',
  async () => {
    const agent = await start(new Stuck());
    const ids = Array.from({ length: 600 }, (_, i) => String(i).padStart(64, '0'));
    for (const id of ids) {
      say(id, 'one', 'two');
    }
    const open = () => readdirSync('/proc/self/fd').length;
    await expect.poll(open, soon).toBeGreaterThan(ids.length);
    for (const id of ids) {
      rmSync(join(folder, 'containers', id), { recursive: true });
    }
    await expect.poll(deletedLogs, soon).toBe(512);
    expect(agent.counters.logs.skippedBytes).toBeGreaterThan(0);
    await agent.stop();
    expect(deletedLogs()).toBe(0);
  },
  40_000,
);

test('stop may be called before start and twice', async () => {
  const agent = await start();
  await Promise.all([agent.input.stop(), agent.input.stop()]);
  await agent.input.start();
  say(A, 'nobody listens');
  await agent.stop();
  expect(agent.output.events).toEqual([]);
});
