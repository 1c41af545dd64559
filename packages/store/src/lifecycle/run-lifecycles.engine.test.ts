import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestStore, type TestStore } from '../rest/testing.ts';
import { runLifecycles } from './run-lifecycles.ts';

const DAY_MS = 86_400_000;
let opened: TestStore;

beforeAll(async () => {
  opened = await openTestStore();
});
afterAll(() => opened.close());

const runIn = (days: number) => {
  const { store } = opened;
  const date = new Date(Date.now() + days * DAY_MS);
  return runLifecycles({ ...store, errors: store.lifecycleErrors }, date);
};
const put = async (url: string, body?: unknown) => {
  const { status, body: answer } = await opened.call('PUT', url, body);
  expect(answer).toMatchObject({ acknowledged: true });
  expect(status).toBe(200);
};
const write = async (name: string) => {
  const document = { '@timestamp': '2024-05-01T10:00:00Z', message: 'x' };
  const { status } = await opened.call('POST', `/${name}/_doc?refresh=true`, document);
  expect(status).toBe(201);
};
const indicesOf = async (stream: string): Promise<readonly string[]> => {
  const { body } = await opened.call('GET', `/_data_stream/${stream}`);
  return body.data_streams[0].indices.map((one: { index_name: string }) => one.index_name);
};
const generations = async (stream: string) =>
  (await indicesOf(stream)).map((name) => Number(name.slice(-6)));

test('a policy rolls a data stream over when it is due, and deletes what is old enough', async () => {
  await put('/_ilm/policy/short', {
    policy: {
      phases: {
        hot: { actions: { rollover: { max_docs: 1 } } },
        delete: { min_age: '7d', actions: { delete: {} } },
      },
    },
  });
  await put('/_index_template/managed', {
    index_patterns: ['managed-*'],
    data_stream: {},
    template: { settings: { 'index.lifecycle.name': 'short' } },
  });
  await put('/_data_stream/managed-a');
  await runIn(0);
  expect(await generations('managed-a')).toEqual([1]);
  await write('managed-a');
  await runIn(0);
  expect(await generations('managed-a')).toEqual([1, 2]);
  await runIn(6);
  expect(await generations('managed-a')).toEqual([1, 2]);
  await runIn(8);
  expect(await generations('managed-a')).toEqual([2]);
});

test('an index without what its policy needs says so, and holds up no other', async () => {
  await put('/lonely', { settings: { 'index.lifecycle.name': 'short' } });
  await runIn(0);
  const { body } = await opened.call('GET', '/lonely/_ilm/explain');
  expect(body.indices.lonely).toMatchObject({
    managed: true,
    phase: 'hot',
    step: 'ERROR',
    failed_step: 'check-rollover-ready',
    step_info: {
      reason: 'setting [index.lifecycle.rollover_alias] for index [lonely] is empty or not defined',
    },
  });
});

test('actions are done once, in their order, and an index can be moved over some of them', async () => {
  await put('/_ilm/policy/tiers', {
    policy: {
      phases: {
        warm: {
          min_age: '1d',
          actions: {
            forcemerge: { max_num_segments: 1 },
            readonly: {},
            shrink: { number_of_shards: 1 },
            set_priority: { priority: 50 },
            allocate: { number_of_replicas: 0, require: { box: 'cold' } },
          },
        },
        cold: { min_age: '30d', actions: { set_priority: { priority: 7 } } },
      },
    },
  });
  await put('/aging', { settings: { 'index.lifecycle.name': 'tiers', number_of_shards: 2 } });
  await opened.call('PUT', '/aging/_doc/1?refresh=true', { n: 1 });
  const settings = async () =>
    (await opened.call('GET', '/aging/_settings')).body.aging.settings.index;
  const step = async () => (await opened.call('GET', '/aging/_ilm/explain')).body.indices.aging;
  await runIn(0);
  expect(await settings()).toMatchObject({ number_of_shards: '2' });
  await put('/aging/_settings', { 'index.lifecycle.origination_date': Date.now() - 2 * DAY_MS });
  await runIn(0);
  expect(await settings()).toMatchObject({
    blocks: { write: 'true' },
    number_of_replicas: '0',
    number_of_shards: '1',
    priority: '50',
  });
  // What was done is not done again.
  await put('/aging/_settings', { 'index.blocks.write': null });
  await runIn(1);
  expect(await settings()).not.toHaveProperty('blocks');

  const current = { phase: 'warm', action: 'complete', name: 'complete' };
  expect(await step()).toMatchObject({ phase: 'warm', step: 'complete' });
  const move = (next: object, from: object = current) =>
    opened.call('POST', '/_ilm/move/aging', { current_step: from, next_step: next });
  const late = await move({ phase: 'cold' }, { ...current, name: 'forcemerge' });
  expect(late.body.error.reason).toContain('is not on current step');
  expect((await move({ phase: 'frozen' })).body.error.reason).toContain('does not exist');
  expect((await move({ phase: 'cold' })).body).toEqual({ acknowledged: true });
  expect(await step()).toMatchObject({ phase: 'cold', action: 'set_priority' });
  await runIn(0);
  expect(await settings()).toMatchObject({ priority: '7' });
  // Back again, behind the block.
  const back = { phase: 'warm', action: 'shrink', name: 'shrink' };
  await move(back, { phase: 'cold', action: 'complete', name: 'complete' });
  await runIn(0);
  expect(await settings()).toMatchObject({ priority: '7', number_of_shards: '1' });
  expect(await step()).toMatchObject({ phase: 'warm', action: 'complete' });
});

test('the write index of a data stream stays as it is until it is rolled over', async () => {
  await put('/_ilm/policy/frozen-early', {
    policy: { phases: { warm: { actions: { readonly: {} } } } },
  });
  await put('/_index_template/early', {
    index_patterns: ['early-*'],
    data_stream: {},
    template: { settings: { 'index.lifecycle.name': 'frozen-early' } },
  });
  await write('early-a');
  await runIn(0);
  const [first = ''] = await indicesOf('early-a');
  const { body } = await opened.call('GET', `/${first}/_ilm/explain`);
  expect(body.indices[first].step_info.reason).toContain('is the write index for data stream');
  await opened.call('POST', '/early-a/_rollover');
  await runIn(0);
  const after = await opened.call('GET', `/${first}/_settings`);
  expect(after.body[first].settings.index.blocks).toEqual({ write: 'true' });
});

test('policies that are stopped do nothing', async () => {
  await opened.call('POST', '/_ilm/stop');
  await write('managed-a');
  await runIn(0);
  expect(await generations('managed-a')).toEqual([2]);
  await opened.call('POST', '/_ilm/start');
  await runIn(0);
  expect(await generations('managed-a')).toEqual([2, 3]);
});

test('a data stream drops whole indices that are older than its retention, never the last', async () => {
  await put('/_index_template/kept', {
    index_patterns: ['kept-*'],
    data_stream: {},
    template: { lifecycle: { data_retention: '3d' } },
  });
  await put('/_data_stream/kept-a');
  await write('kept-a');
  await runIn(2);
  expect(await generations('kept-a')).toEqual([1, 2]);
  await runIn(9);
  expect(await generations('kept-a')).toEqual([2]);
  await runIn(99);
  expect(await generations('kept-a')).toEqual([2]);
});

test('a copy has the documents of its source, and takes writes of its own', async () => {
  await put('/source', { settings: { number_of_replicas: 0 } });
  await opened.call('PUT', '/source/_doc/1?refresh=true', { n: 1 });
  await opened.call('PUT', '/source/_doc/2', { n: 2 });
  const early = await opened.call('PUT', '/source/_clone/copy');
  expect(early.body.error.reason).toContain('must be read-only');
  await put('/source/_settings', { 'index.blocks.write': true });
  await put('/source/_clone/copy', { settings: { 'index.blocks.write': null } });
  const found = await opened.call('GET', '/copy/_count');
  expect(found.body.count).toBe(2);
  const { body } = await opened.call('PUT', '/copy/_doc/1', { n: 3 });
  expect(body).toMatchObject({ _version: 2, _seq_no: 2, result: 'updated' });
});
