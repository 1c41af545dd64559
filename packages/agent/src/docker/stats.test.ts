import { afterEach, beforeEach, expect, test } from 'vitest';
import { createDockerClient } from './client.ts';
import type { Container } from './inspect.ts';
import { createStatsSampler, type StatsSampler } from './stats.ts';
import { startTestEngine, type TestEngine } from './test-engine.ts';

let engine: TestEngine;
let running: Container[];
let sampler: StatsSampler;

const container = (id: string, startedAt = '2026-11-22T12:00:00Z') =>
  ({ id, name: id, state: 'running', startedAt }) as Container;
const answer = (read: string) => ({ read, cpu_stats: {}, precpu_stats: {}, memory_stats: {} });
const calls = () => engine.paths.filter((path) => path.includes('/stats')).length;

beforeEach(async () => {
  engine = await startTestEngine();
  engine.answers.set('/containers/a/stats', answer('2026-11-22T12:00:01Z'));
  engine.answers.set('/containers/b/stats', answer('2026-11-22T12:00:02Z'));
  running = [container('a')];
  sampler = createStatsSampler(createDockerClient(engine.host), {
    ready: () => Promise.resolve(),
    list: () => running,
  });
});
afterEach(() => engine.stop());

const sample = () => sampler.sample(AbortSignal.timeout(10_000));
const later = () => new Promise((resolve) => setTimeout(resolve, 550));

test('a new container is sampled twice, so that its first sample has rates', async () => {
  const { samples } = await sample();
  expect(samples.map(({ previous }) => previous?.read)).toEqual(['2026-11-22T12:00:01Z']);
  expect(calls()).toBe(2);
});

test('metricsets that ask at the same time share one call for each container', async () => {
  await sample();
  await later();
  const before = calls();
  const [first, second] = await Promise.all([sample(), sample()]);
  expect(second).toBe(first);
  expect(calls() - before).toBe(1);
});

test('one container that cannot be sampled does not lose the others', async () => {
  running = [container('a'), container('b'), container('gone')];
  engine.answers.set('/containers/b/stats', (_: unknown, response: { destroy(): void }) =>
    response.destroy(),
  );
  const { samples, failures } = await sample();
  expect(samples.map((one) => one.container.id)).toEqual(['a']);
  // What does not exist any more has nothing to say, not even that.
  expect(failures.map((one) => one.container.id)).toEqual(['b']);
});

test('one container that the engine never answers for does not hold up the others', async () => {
  running = [container('a'), container('b')];
  engine.answers.set('/containers/b/stats', () => undefined);
  const impatient = createStatsSampler(
    createDockerClient(engine.host),
    { ready: () => Promise.resolve(), list: () => running },
    100,
  );
  const { samples, failures } = await impatient.sample(AbortSignal.timeout(10_000));
  expect(samples.map((one) => one.container.id)).toEqual(['a']);
  expect(failures).toMatchObject([{ container: { id: 'b' }, error: { type: 'timeout' } }]);
});

test('a sample that is none is a failure of that container', async () => {
  running = [container('a'), container('b')];
  engine.answers.set('/containers/b/stats', { read: 7 });
  const { samples, failures } = await sample();
  expect(samples.map((one) => one.container.id)).toEqual(['a']);
  expect(failures).toMatchObject([
    { error: { message: 'the Docker Engine gave no sample of [b]' } },
  ]);
});

test('a restarted container is not compared with its life before', async () => {
  await sample();
  await later();
  running = [container('a', '2026-11-22T13:00:00Z')];
  engine.answers.set('/containers/a/stats', answer('2026-11-22T13:00:01Z'));
  const { samples } = await sample();
  expect(samples.map(({ previous }) => previous?.read)).toEqual(['2026-11-22T13:00:01Z']);
});

test('a container that stopped in between has no sample', async () => {
  engine.answers.set('/containers/a/stats', answer('0001-01-01T00:00:00Z'));
  expect(await sample()).toEqual({ samples: [], failures: [] });
});
