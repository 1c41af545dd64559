import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { endpoint } from '@longshore/common/endpoint';
import { errors } from '@longshore/common/errors';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { Type } from 'typebox';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buildApp } from './app.ts';
import { openEventStreams } from './event-stream.ts';
import { serve } from './serve.ts';

const echo = endpoint({
  method: 'GET',
  path: '/api/echo/:id',
  query: Type.Object({
    id: Type.String({ maxLength: 8 }),
    size: Type.Integer({ minimum: 1, maximum: 5, default: 3 }),
    name: Type.Optional(Type.String()),
  }),
  reply: Type.Object({ got: Type.Unknown() }),
});

const streams = openEventStreams();
let parent: string;
let folder: string;
let app: FastifyInstance;

beforeEach(async () => {
  parent = mkdtempSync(join(tmpdir(), 'longshore-ui-'));
  folder = join(parent, 'dist');
  mkdirSync(join(folder, 'assets'), { recursive: true });
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Longshore</title>');
  writeFileSync(join(folder, 'assets', 'app-abc123.js'), 'export {};');
  app = await buildApp({ log: pino({ level: 'silent' }), uiFolder: folder });
  serve(app, echo, async (query) => ({ got: query }));
  app.get('/api/fails', async () => {
    throw errors.queryShard('Failed to parse query [a:(]');
  });
  app.get('/api/breaks', async () => {
    throw new Error('BUG: secret detail');
  });
  app.get('/api/live', (incoming, reply) => {
    streams.open(incoming, reply, (stream) => {
      stream.send('message', '{"n":1}');
      return () => undefined;
    });
  });
});
afterEach(async () => {
  await app.close();
  rmSync(parent, { recursive: true, force: true });
});

const host = 'localhost:5601';
const get = (url: string, headers: Record<string, string> = {}) =>
  app.inject({ method: 'GET', url, headers: { host, ...headers } });

test('a call gets its path and query parameters with their types and defaults', async () => {
  expect((await get('/api/echo/abc?size=2')).json()).toEqual({ got: { id: 'abc', size: 2 } });
  expect((await get('/api/echo/abc')).json()).toEqual({ got: { id: 'abc', size: 3 } });
});

test.each([
  ['/api/echo/abc?colour=red', 'must NOT have additional properties'],
  ['/api/echo/abc?size=9', 'size must be <= 5'],
  ['/api/echo/abc?size=two', 'size must be integer'],
  ['/api/echo/abc?name=a&name=b', '[name] is given more than once'],
  ['/api/echo/muchtoolong', 'id must NOT have more than 8 characters'],
])('%s is refused with the reason', async (url, reason) => {
  const reply = await get(url);
  expect(reply.statusCode).toBe(400);
  expect(reply.json().error).toMatchObject({
    type: 'illegal_argument_exception',
    reason: expect.stringContaining(reason),
  });
});

test('an id in the query cannot replace the one in the path', async () => {
  expect((await get('/api/echo/abc?id=other')).json().got.id).toBe('abc');
});

test('an error of ours keeps its type, status and reason', async () => {
  const reply = await get('/api/fails');
  const cause = { type: 'query_shard_exception', reason: 'Failed to parse query [a:(]' };
  expect(reply.json()).toEqual({ error: { root_cause: [cause], ...cause }, status: 400 });
});

test('an error of the program does not tell its details', async () => {
  const reply = await get('/api/breaks');
  expect(reply.statusCode).toBe(500);
  expect(reply.body).not.toContain('secret');
});

test.each<[string, Record<string, string>]>([
  ['a rebound name', { host: 'evil.example:5601' }],
  ['another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
  ['another port of this host', { origin: 'http://localhost:3000' }],
  ['a script or image tag of another site', { 'sec-fetch-site': 'cross-site' }],
  [
    'a link of another site to the API',
    { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' },
  ],
])('%s reads nothing, neither calls nor streams nor pages', async (_, headers) => {
  for (const url of ['/api/echo/abc', '/api/live']) {
    const reply = await get(url, headers);
    expect([url, reply.statusCode]).toEqual([url, 403]);
    expect(reply.json().error.type).toBe('security_exception');
  }
});

test('a rebound name gets no page either, nor what is not there', async () => {
  for (const url of ['/', '/logs', '/assets/app-abc123.js', '/api/nothing']) {
    expect((await get(url, { host: 'evil.example' })).statusCode).toBe(403);
  }
});

test('a link on another site may open a page', async () => {
  const link = {
    'sec-fetch-site': 'cross-site',
    'sec-fetch-mode': 'navigate',
    'sec-fetch-dest': 'document',
  };
  expect((await get('/logs?q=x', link)).statusCode).toBe(200);
});

test('another site cannot open a live stream over a real connection', async () => {
  const { port } = new URL(await app.listen({ host: '127.0.0.1', port: 0 }));
  const status = (headers: Record<string, string>) =>
    new Promise((resolve, reject) => {
      const outgoing = request(
        { host: '127.0.0.1', port, path: '/api/live', headers },
        (incoming) => {
          resolve(incoming.statusCode);
          incoming.destroy();
        },
      );
      outgoing.on('error', reject);
      outgoing.end();
    });
  expect(await status({ origin: 'http://evil.example' })).toBe(403);
  expect(await status({ host: `rebound.example:${port}` })).toBe(403);
  expect(await status({ 'sec-fetch-site': 'cross-site' })).toBe(403);
  expect(await status({ 'sec-fetch-site': 'same-origin' })).toBe(200);
});

test.each(['/', '/assets/app-abc123.js', '/api/echo/abc', '/api/nothing', '/api/breaks'])(
  '%s has the security headers',
  async (url) => {
    const { headers } = await get(url);
    expect(headers['content-security-policy']).toContain("script-src 'self';");
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['referrer-policy']).toBe('no-referrer');
  },
);

test('files with a hash in their name are kept for ever, the page itself never', async () => {
  expect((await get('/assets/app-abc123.js')).headers['cache-control']).toContain('immutable');
  expect((await get('/')).headers['cache-control']).toBe('no-cache');
  expect((await get('/containers/abc')).headers['cache-control']).toBe('no-cache');
});

test('files are compressed for those who can read it, and are whole for all', async () => {
  const script = `export const text = '${'ahoy '.repeat(2_000)}';`;
  writeFileSync(join(folder, 'assets', 'big-abc123.js'), script);
  const compressed = await get('/assets/big-abc123.js', { 'accept-encoding': 'gzip, br' });
  expect(compressed.headers['content-encoding']).toBe('gzip');
  expect(compressed.rawPayload.length).toBeLessThan(script.length / 10);
  expect(gunzipSync(compressed.rawPayload).toString()).toBe(script);
  const plain = await get('/assets/big-abc123.js');
  expect(plain.headers['content-encoding']).toBeUndefined();
  expect(plain.body).toBe(script);
});

test('a path of the UI gets the page; a path of the API or a missing file gets 404', async () => {
  const page = await get('/containers/abc?from=now-1h');
  expect(page.headers['content-type']).toContain('text/html');
  expect(page.body).toContain('<title>Longshore</title>');
  for (const url of ['/api/nothing', '/api', '/assets/gone.js']) {
    expect([url, (await get(url)).statusCode]).toEqual([url, 404]);
  }
});

test('a path cannot leave the folder of the UI', async () => {
  writeFileSync(join(parent, 'key.txt'), 'secret');
  for (const url of ['/../key.txt', '/..%2fkey.txt', '/%2e%2e/key.txt', '/assets/../../key.txt']) {
    expect((await get(url)).body).not.toBe('secret');
  }
});

test('a page that is not built yet says how to build it', async () => {
  rmSync(join(folder, 'index.html'));
  const reply = await get('/');
  expect(reply.statusCode).toBe(503);
  expect(reply.body).toContain('npm run build');
});
