import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listAlertGroups, listAlerts } from '@longshore/common/api/alerts';
import { getContainer, getInventory } from '@longshore/common/api/inventory';
import {
  getLogFieldValues,
  getLogHistogram,
  listLogFields,
  searchLogs,
} from '@longshore/common/api/logs';
import { getRecovery } from '@longshore/common/api/recovery';
import { getStatus } from '@longshore/common/api/status';
import type { Endpoint } from '@longshore/common/endpoint';
import type { RunningProcess } from '@longshore/common/process';
import { loadSettings } from '@longshore/common/settings/load';
import { Value } from 'typebox/value';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { run } from './main.ts';
import {
  hitsAnswer,
  openStandInStore,
  type SeenRequest,
  type StandInStore,
} from './testing/stand-in-store.ts';

let store: StandInStore;
let server: RunningProcess | undefined;

beforeEach(async () => {
  store = await openStandInStore();
  store.answerWith(answerLikeAStore);
});
afterEach(async () => {
  await server?.stop();
  server = undefined;
  await store.close();
});

/** Every search finds one log line or container; everything else is acknowledged. */
function answerLikeAStore({ path, body }: SeenRequest) {
  if (path === '/_msearch') {
    const searches = body.trim().split('\n').length / 2;
    return { body: { responses: Array.from({ length: searches }, () => found) } };
  }
  if (path.includes('/_field_caps')) {
    const stream = { keyword: { type: 'keyword', searchable: true, aggregatable: true } };
    return { body: { fields: { stream } } };
  }
  return { body: path === '/' ? { version: { number: '8.18.0' } } : found };
}

const found = hitsAnswer(
  [
    {
      '@timestamp': '2026-11-22T12:00:00.000Z',
      message: 'ahoy',
      container: { id: 'c1', name: 'web' },
    },
  ],
  {
    times: { buckets: [{ key: 0, doc_count: 1 }] },
    values: { buckets: [{ key: 'x', doc_count: 1 }] },
  },
);

const start = (...overrides: readonly string[]) =>
  run(
    loadSettings({
      files: [],
      overrides: [
        'server.port=0',
        `elasticsearch.hosts=${store.url}`,
        'logging.level=silent',
        ...overrides,
      ],
      env: {},
    }),
  );

const addressOf = ({ addresses }: RunningProcess): string => addresses[0] ?? '';

test.each<[Endpoint, string]>([
  [getInventory, '/api/inventory'],
  [getContainer, '/api/containers/c1?from=now-1h&to=now'],
  [searchLogs, '/api/logs?from=now-1h&to=now'],
  [getLogHistogram, '/api/logs/histogram?from=now-1h&to=now'],
  [listLogFields, '/api/logs/fields'],
  [getLogFieldValues, '/api/logs/field-values?from=now-1h&to=now&field=stream'],
  [listAlerts, '/api/alerts?from=now-1h&to=now'],
  [listAlertGroups, '/api/alerts/groups?from=now-1h&to=now'],
  [getStatus, '/api/status'],
  [getRecovery, '/api/recovery'],
])('the reply of $path has the shape that the contract says', async (endpoint, url) => {
  server = await start();
  const response = await fetch(`${addressOf(server)}${url}`);
  const reply = await response.json();
  expect([response.status, [...Value.Errors(endpoint.reply, reply)]]).toEqual([200, []]);
});

test('a container that nobody knows is 404', async () => {
  store.answerWith((request) =>
    request.path === '/_msearch'
      ? { body: { responses: new Array(11).fill(hitsAnswer([])) } }
      : answerLikeAStore(request),
  );
  server = await start();
  const response = await fetch(`${addressOf(server)}/api/containers/nobody?from=now-1h&to=now`);
  expect(response.status).toBe(404);
  expect(await response.json()).toMatchObject({
    error: { type: 'resource_not_found_exception', reason: 'no container [nobody] is known' },
  });
});

test('without a store the server works, and says what is missing', async () => {
  await store.close();
  server = await start();
  const status = await fetch(`${addressOf(server)}/api/status`);
  expect(await status.json()).toMatchObject({
    storeReachable: false,
    storeVersion: null,
    problems: [{ code: 'store_unreachable', detail: expect.stringContaining('ECONNREFUSED') }],
  });
  const inventory = await fetch(`${addressOf(server)}/api/inventory`);
  expect(await inventory.json()).toMatchObject({ problems: [{ code: 'store_unreachable' }] });
  const logs = await fetch(`${addressOf(server)}/api/logs?from=now-1h&to=now`);
  expect(logs.status).toBe(503);
});

test('a store that is being recovered is said to be, and not to be away', async () => {
  const reason =
    '[metrics][0] is being recovered: 1 of 4 operations of the translog are in the engine';
  const error = { type: 'no_shard_available_action_exception', reason };
  const shards = [
    { type: 'EXISTING_STORE', stage: 'TRANSLOG', translog: { recovered: 1, total_on_start: 4 } },
  ];
  store.answerWith((request) => {
    if (request.path === '/_cluster/health') {
      return { body: { status: 'red', initializing_shards: 1 } };
    }
    if (request.path.startsWith('/_recovery?')) {
      return { body: { metrics: { shards } } };
    }
    if (request.path === '/_msearch') {
      const searches = request.body.trim().split('\n').length / 2;
      const failed = { status: 503, error: { root_cause: [error], reason: 'all shards failed' } };
      return { body: { responses: new Array(searches).fill(failed) } };
    }
    return answerLikeAStore(request);
  });
  server = await start();
  const get = async (path: string) =>
    (await fetch(`${addressOf(server as RunningProcess)}${path}`)).json();
  expect(await get('/api/recovery')).toEqual({
    recovery: { indices: 1, indicesLeft: 1, operations: 4, operationsDone: 1 },
  });
  expect(await get('/api/status')).toMatchObject({
    storeReachable: true,
    problems: [{ code: 'store_incomplete', detail: reason }],
  });
  const container = await fetch(`${addressOf(server)}/api/containers/c1?from=now-1h&to=now`);
  expect(container.status).toBe(503);
  expect(await container.json()).toMatchObject({ error: { reason } });
});

test('the inventory stream begins with a snapshot, and ends when the server stops', async () => {
  server = await start();
  const response = await fetch(`${addressOf(server)}/api/inventory/stream`);
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  expect(response.headers.get('x-accel-buffering')).toBe('no');
  expect(response.headers.get('content-security-policy')).toContain("default-src 'self'");
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  while (!text.includes('\n\ndata:') || !text.endsWith('\n\n')) {
    text += (await reader?.read())?.value ?? '';
  }
  expect(JSON.parse(/\n\ndata: (.*)\n\n/.exec(text)?.[1] ?? '')).toMatchObject({ containers: [] });
  await server.stop();
  expect((await reader?.read())?.done).toBe(true);
});

test('live tail sends lines once, and refuses parameters that it does not know', async () => {
  server = await start();
  const response = await fetch(`${addressOf(server)}/api/logs/tail?q=ahoy`);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  while (!text.includes('event: lines')) {
    text += (await reader?.read())?.value ?? '';
  }
  const lines = JSON.parse(/event: lines\ndata: (.*)\n/.exec(text)?.[1] ?? '[]');
  expect(lines).toMatchObject([{ message: 'ahoy', containerName: 'web' }]);
  await reader?.cancel();
  const wrong = await fetch(`${addressOf(server)}/api/logs/tail?query=ahoy`);
  expect(wrong.status).toBe(400);
});

test('a port that is taken is an error that names the setting', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const address = other.address();
  const port = typeof address === 'object' ? address?.port : 0;
  await expect(start(`server.port=${port}`)).rejects.toThrow(/\[server\.port\] is taken/);
  other.close();
});

test('an address that others can reach is refused, with the reason', async () => {
  await expect(start('server.host=0.0.0.0')).rejects.toThrow(/\[server\.host\].*authentication/);
});

test('a rule file with a mistake stops the start and names the line', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'longshore-rules-'));
  const path = join(folder, 'rules.yml');
  writeFileSync(path, 'rules:\n  - id: a\n    nmae: A\n');
  await expect(start(`alerting.rules.path=${path}`)).rejects.toThrow(
    /line 3: unknown key \[nmae\].*\[name\]/,
  );
  await expect(start(`alerting.rules.path=${path}.gone`)).rejects.toThrow(
    /\[alerting\.rules\.path\] cannot be read/,
  );
  rmSync(folder, { recursive: true });
});

test('stopping twice is stopping once, also while viewers watch', async () => {
  server = await start();
  const streams = await Promise.all([
    fetch(`${addressOf(server)}/api/inventory/stream`),
    fetch(`${addressOf(server)}/api/logs/tail`),
  ]);
  await Promise.all([server.stop(), server.stop()]);
  await server.stop();
  await Promise.all(streams.map((response) => response.text()));
  await expect(fetch(addressOf(server))).rejects.toThrow();
});
