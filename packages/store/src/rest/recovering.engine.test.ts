import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { RecoveryGate } from '../write/recovery-gate.ts';
import { openTestStore, type TestStore } from './testing.ts';

// What requests see while an index is recovered; the gate is the writer's, and here it is told what is recovered.

const OPERATIONS = 4;

let store: TestStore;
let gate: RecoveryGate;
let uuid: string;

beforeAll(async () => {
  store = await openTestStore();
  for (const name of ['ready', 'late']) {
    await store.call('PUT', `/${name}`, { settings: { number_of_replicas: 0 } });
    await store.call('PUT', `/${name}/_doc/1?refresh=true`, { name });
  }
  uuid = store.store.catalog.index('late')?.uuid ?? '';
  Object.assign(store.store.writer, {
    recovery: (one: string) => gate.progressOf(one),
    unavailable: (index: { uuid: string; name: string }) => gate.refusesReads(index),
  });
});
beforeEach(() => {
  gate = new RecoveryGate(Date.now);
  for (let i = 0; i < OPERATIONS; i += 1) {
    gate.expect(uuid, 100);
  }
  gate.begin(uuid);
  gate.advance(uuid, 1);
});
afterAll(() => store.close());

test('health is red and counts the shards that are not there yet', async () => {
  const { status, body } = await store.call('GET', '/_cluster/health?level=shards');
  expect(status).toBe(200);
  expect(body).toMatchObject({
    status: 'red',
    active_shards: 1,
    initializing_shards: 1,
    active_shards_percent_as_number: 50,
    indices: {
      late: {
        status: 'red',
        active_shards: 0,
        initializing_shards: 1,
        shards: { 0: { primary_active: false, initializing_shards: 1 } },
      },
      ready: { status: 'green', active_shards: 1, initializing_shards: 0 },
    },
  });
  const lines = await store.call('GET', '/_cat/shards?h=index,state,docs&s=index');
  expect(lines.text.replaceAll(/ +/g, ' ')).toBe('late INITIALIZING \nready STARTED 1\n');
  const indices = await store.call('GET', '/_cat/indices?h=index,health&s=index');
  expect(indices.text.replaceAll(/ +/g, ' ')).toBe('late red\nready green\n');
  const stats = await store.call('GET', '/late/_stats?level=shards');
  expect(stats.body.indices.late.shards[0][0].routing.state).toBe('INITIALIZING');
  const report = await store.call('GET', '/_health_report/shards_availability');
  expect(report.body.indicators.shards_availability).toMatchObject({
    status: 'red',
    symptom: 'Indices that are being recovered from the translog: 1',
  });
});

test.each([
  'wait_for_status=green',
  'wait_for_no_initializing_shards=true',
  'wait_for_active_shards=2',
])('health with %s answers when the index is recovered', async (wait) => {
  const asked = store.call('GET', `/_cluster/health?${wait}&timeout=60s`);
  const first = await Promise.race([asked, store.call('GET', '/_cluster/health?local=true')]);
  expect(first.body.status).toBe('red');
  gate.open(uuid);
  expect(await asked).toMatchObject({ status: 200, body: { status: 'green', timed_out: false } });
});

test('health that waits in vain says so', async () => {
  const url = '/_cluster/health?wait_for_status=green&timeout=60ms';
  expect(await store.call('GET', url)).toMatchObject({
    status: 408,
    body: { status: 'red', timed_out: true },
  });
});

test('recoveries show how far they are, and those that are done are no longer active', async () => {
  const running = await store.call('GET', '/_recovery');
  expect(Object.keys(running.body)).toEqual(['late']);
  expect(running.body.late.shards).toMatchObject([
    {
      id: 0,
      type: 'EXISTING_STORE',
      stage: 'TRANSLOG',
      primary: true,
      translog: { recovered: 1, total: 4, percent: '25.0%', total_on_start: 4 },
    },
  ]);
  const columns = 'h=index,shard,type,stage,translog_ops,translog_ops_recovered,top';
  const line = await store.call('GET', `/_cat/recovery/late?${columns}`);
  expect(line.text).toBe('late 0 existing_store translog 4 1 25.0%\n');
  gate.open(uuid);
  const done = await store.call('GET', '/late/_recovery');
  expect(done.body.late.shards).toMatchObject([{ stage: 'DONE', translog: { percent: '100.0%' } }]);
  expect((await store.call('GET', '/_recovery?active_only=true')).body).toEqual({});
});

test('a search of several indices has the one as a failed shard, unless it must be whole', async () => {
  const { status, body } = await store.call('GET', '/_search');
  expect(status).toBe(200);
  expect(body.hits.hits.map(({ _index }: { _index: string }) => _index)).toEqual(['ready']);
  const reason = { type: 'no_shard_available_action_exception', index: 'late', shard: '0' };
  expect(body._shards).toMatchObject({
    total: 2,
    successful: 1,
    failed: 1,
    failures: [{ shard: 0, index: 'late', reason }],
  });
  const counted = await store.call('GET', '/_count');
  expect(counted.body).toMatchObject({ count: 1, _shards: { failed: 1 } });

  const whole = await store.call('GET', '/_search?allow_partial_search_results=false');
  expect(whole).toMatchObject({
    status: 503,
    body: {
      error: { type: 'search_phase_execution_exception', failed_shards: [{ index: 'late' }] },
    },
  });
  const lines = '{"allow_partial_search_results":false}\n{}\n{}\n{}\n';
  const several = await store.call('POST', '/_msearch', lines, {
    'content-type': 'application/x-ndjson',
  });
  expect(several.body.responses).toMatchObject([{ status: 503 }, { status: 200 }]);
});

test('a search of the one index alone fails, and says when to come again', async () => {
  const { status, body, headers } = await store.call('GET', '/late/_search');
  expect(status).toBe(503);
  expect(headers['retry-after']).toBe('1');
  expect(body.error).toMatchObject({
    type: 'search_phase_execution_exception',
    reason: 'all shards failed',
    root_cause: [{ type: 'no_shard_available_action_exception', index: 'late' }],
  });
  gate.open(uuid);
  expect((await store.call('GET', '/late/_search')).body.hits.total.value).toBe(1);
});

test('a rollover does not take what is recovered so far for all there is', async () => {
  await store.call('PUT', '/late/_alias/writing');
  const url = '/writing/_rollover/late-2?dry_run=true';
  const conditions = { conditions: { max_docs: 1 } };
  const early = await store.call('POST', url, conditions);
  expect(early).toMatchObject({
    status: 503,
    headers: { 'retry-after': '1' },
    body: { error: { type: 'no_shard_available_action_exception', index: 'late' } },
  });
  expect((await store.call('POST', url)).status).toBe(200);
  gate.open(uuid);
  const whole = await store.call('POST', url, conditions);
  expect(whole.body).toMatchObject({ conditions: { '[max_docs: 1]': true }, dry_run: true });
});
