import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Engine } from '../../engine/engine.ts';
import { raw, sql, string } from '../../sql/sql.ts';
import { openTestStore, type TestStore } from '../testing.ts';

/** Takes half a minute: one row per second. */
const LONG = raw('SELECT sum(sleepEachRow(1)) AS n FROM numbers(30) SETTINGS max_block_size = 1');
/** One statement. */
const SEARCH = '{"size":0,"query":{"match_all":{}}}';

let store: TestStore;
let query: Engine['query'];
beforeAll(async () => {
  store = await openTestStore();
  await store.bulk([{ index: { _index: 'ships', _id: '1' } }, { name: 'tug' }], '?refresh=true');
  const { engine } = store.store;
  query = engine.query.bind(engine);
  await store.call('POST', '/ships/_search', SEARCH);
});
afterEach(() => {
  Object.assign(store.store.engine, { query });
});
afterAll(() => store.close());

/** From now on a search takes half a minute in the engine. */
function slowDown(): void {
  Object.assign(store.store.engine, {
    query: (_: unknown, options: Parameters<Engine['query']>[1]) => query(LONG, options),
  });
}

/** How many slow statements run in the engine. */
async function running(): Promise<number> {
  const [row] = await query(
    sql`SELECT count() AS n FROM system.processes WHERE query LIKE ${string('%sleepEachRow(%')} AND query NOT LIKE ${string('%system.processes%')}`,
    { timeoutMs: 10_000 },
  );
  return Number(row?.n);
}

async function waitUntil(isTrue: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!(await isTrue())) {
    expect(Date.now()).toBeLessThan(deadline);
    await sleep(20);
  }
}

test('when the client goes, the engine stops', async () => {
  await store.app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = store.app.server.address() as AddressInfo;
  slowDown();
  const headers = { 'content-type': 'application/json' };
  const search = request({ port, path: '/ships/_search', method: 'POST', headers });
  search.on('error', () => undefined);
  search.end(SEARCH);
  await waitUntil(async () => (await running()) > 0);
  search.destroy();
  await waitUntil(async () => (await running()) === 0);
  const { body } = await store.call('GET', '/_tasks?actions=*search*&group_by=none');
  expect(body.tasks).toEqual([]);
});

test('a search is a task that can be cancelled, and the engine stops', async () => {
  slowDown();
  const search = store.call('POST', '/ships/_search', SEARCH);
  await waitUntil(async () => (await running()) > 0);
  const list = '/_tasks?actions=indices:data/read/search&detailed&group_by=none';
  const { body } = await store.call('GET', list);
  expect(body.tasks).toMatchObject([
    {
      action: 'indices:data/read/search',
      cancellable: true,
      cancelled: false,
      description: `indices[ships], search_type[QUERY_THEN_FETCH], source[${SEARCH}]`,
    },
  ]);
  const [{ node, id }] = body.tasks;
  await store.call('POST', `/_tasks/${node}:${id}/_cancel`);
  expect(await search).toMatchObject({
    status: 400,
    body: {
      error: { type: 'task_cancelled_exception', reason: 'task cancelled [by user request]' },
    },
  });
  await waitUntil(async () => (await running()) === 0);
  expect((await store.call('GET', list)).body.tasks).toEqual([]);
});

test('searches of one request are children of its task, and end with it', async () => {
  slowDown();
  const searches = store.call('POST', '/ships/_msearch', `{}\n${SEARCH}\n{}\n${SEARCH}\n`);
  await waitUntil(async () => (await running()) > 0);
  const { body } = await store.call('GET', '/_tasks?actions=*search&group_by=parents');
  const [parent] = Object.values<{ action: string; children: object[] }>(body.tasks);
  expect(parent?.action).toBe('indices:data/read/msearch');
  expect(parent?.children).toHaveLength(2);
  await store.call('POST', '/_tasks/_cancel?actions=*msearch');
  const failed = { status: 400, error: { type: 'task_cancelled_exception' } };
  expect((await searches).body.responses).toMatchObject([failed, failed]);
  await waitUntil(async () => (await running()) === 0);
});

test.each([
  ['POST', '/ships/_count', '{"query":{"match_all":{}}}', 'indices:data/read/search'],
  ['POST', '/ships/_search?scroll=1m', '{"size":1}', 'indices:data/read/search'],
  [
    'POST',
    '/ships/_async_search?wait_for_completion_timeout=30s',
    SEARCH,
    'indices:data/read/async_search/submit',
  ],
])('%s %s is a task, too', async (method, url, body, action) => {
  slowDown();
  const search = store.call(method, url, body);
  await waitUntil(async () => (await running()) > 0);
  const { body: cancelled } = await store.call(
    'POST',
    `/_tasks/_cancel?actions=${action}&group_by=none`,
  );
  expect(cancelled.tasks).toHaveLength(1);
  expect((await search).body.error.type).toBe('task_cancelled_exception');
});
