import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createDockerClient } from './client.ts';
import { startTestEngine, type TestEngine } from './test-engine.ts';

let engine: TestEngine;
const soon = () => AbortSignal.timeout(5_000);

beforeEach(async () => {
  engine = await startTestEngine();
});
afterEach(() => engine.stop());

test('speaks the version of an older engine, and asks for it once', async () => {
  engine.answers.set('/info', { ID: 'x' });
  const client = createDockerClient(engine.host);
  await client.get('/info', soon());
  expect(await client.get('/info', soon())).toEqual({ ID: 'x' });
  expect(engine.paths).toEqual(['/_ping', '/v1.41/info', '/v1.41/info']);
  client.close();
});

test('a container that is gone is no reason to ask for the version again', async () => {
  const client = createDockerClient(engine.host);
  await client.get('/containers/gone/json', soon()).catch(() => undefined);
  await client.get('/containers/gone/json', soon()).catch(() => undefined);
  expect(engine.paths.filter((path) => path === '/_ping')).toHaveLength(1);
  client.close();
});

test('whole numbers beyond 2^53 arrive with every digit', async () => {
  engine.answers.set('/info', (_: unknown, response: ServerResponse) =>
    response.end('{"limit":9223372036854771712}'),
  );
  const client = createDockerClient(engine.host);
  expect(await client.get('/info', soon())).toEqual({ limit: 9_223_372_036_854_771_712n });
  client.close();
});

test('a refusal carries the status and the words of the engine', async () => {
  const client = createDockerClient(engine.host);
  await expect(client.get('/containers/x/json', soon())).rejects.toMatchObject({
    type: 'missing',
    status: 404,
    message: 'the Docker Engine refused [/containers/x/json]: No such thing',
  });
  client.close();
});

test('an engine that does not answer ends in a timeout', async () => {
  engine.answers.set('/info', () => undefined);
  const client = createDockerClient(engine.host);
  await expect(client.get('/info', AbortSignal.timeout(50))).rejects.toMatchObject({
    type: 'timeout',
  });
  client.close();
});

test('an answer without an end is cut off at the limit', async () => {
  engine.answers.set('/info', (_: unknown, response: ServerResponse) => {
    const chunk = Buffer.alloc(1024 * 1024, 32);
    const more = () => {
      while (!response.destroyed && response.write(chunk)) {
        // As fast as it is read.
      }
    };
    response.on('drain', more);
    more();
  });
  const client = createDockerClient(engine.host);
  await expect(client.get('/info', AbortSignal.timeout(30_000))).rejects.toMatchObject({
    type: 'failed',
    message: expect.stringContaining('larger than'),
  });
  client.close();
});

test('an answer that breaks off, or is not JSON, is an error', async () => {
  engine.answers.set('/info', (_: unknown, response: ServerResponse) => {
    response.write('{"ID":');
    setImmediate(() => response.destroy());
  });
  engine.answers.set('/version', (_: unknown, response: ServerResponse) => response.end('<html>'));
  const client = createDockerClient(engine.host);
  await expect(client.get('/info', soon())).rejects.toMatchObject({ type: 'failed' });
  await expect(client.get('/version', soon())).rejects.toMatchObject({ type: 'failed' });
  client.close();
});

test('a missing engine says what to do', async () => {
  const client = createDockerClient('unix:///nowhere/docker.sock');
  await expect(client.get('/info', soon())).rejects.toMatchObject({
    type: 'missing',
    message: 'no Docker Engine at [/nowhere/docker.sock]: start it, or set [docker.host]',
  });
});

test('an address that cannot be understood is refused with the setting', () => {
  expect(() => createDockerClient('ssh://host')).toThrow('[docker.host] is [ssh://host]; give');
});
