import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { IndexCatalog } from '../../index/catalog.ts';
import { openTestStore, type TestStore } from '../../rest/testing.ts';
import { startLifecycles } from '../scheduler.ts';
import { runIsm } from './run-ism.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;
let opened: TestStore;

beforeAll(async () => {
  opened = await openTestStore();
});
afterAll(() => opened.close());

const runIn = (ms: number) => {
  const { store } = opened;
  return runIsm({ ...store, errors: store.lifecycleErrors }, new Date(Date.now() + ms));
};
const call = async (method: string, url: string, body?: unknown) => {
  const answer = await opened.call(method, url, body);
  expect([answer.status, answer.text]).toEqual([expect.toSatisfy((one) => one < 300), answer.text]);
  return answer.body;
};
const putPolicy = (id: string, states: readonly object[], more: object = {}) =>
  call('PUT', `/_plugins/_ism/policies/${id}`, {
    policy: { description: id, default_state: 'first', states, ...more },
  });
const explain = async (index: string) =>
  (await call('GET', `/_plugins/_ism/explain/${index}`))[index];
const settingsOf = async (index: string) =>
  (await call('GET', `/${index}/_settings`))[index].settings.index;
const add = (index: string, policyId: string) =>
  call('POST', `/_plugins/_ism/add/${index}`, { policy_id: policyId });

test('an index goes from state to state, and does the actions of each once', async () => {
  await putPolicy('tiers', [
    {
      name: 'first',
      actions: [{ index_priority: { priority: 50 } }],
      transitions: [{ state_name: 'warm', conditions: { min_index_age: '1d' } }],
    },
    {
      name: 'warm',
      actions: [
        { replica_count: { number_of_replicas: 0 } },
        { force_merge: { max_num_segments: 1 } },
        { alias: { actions: [{ add: { alias: 'warm-ones' } }] } },
        { read_write: {} },
        { read_only: {} },
        { close: {} },
      ],
      transitions: [{ state_name: 'back', conditions: { min_index_age: '2d' } }],
    },
    {
      name: 'back',
      actions: [{ open: {} }],
      transitions: [{ state_name: 'last', conditions: { min_index_age: '3d' } }],
    },
    { name: 'last', actions: [{ delete: {} }] },
  ]);
  await call('PUT', '/aging/_doc/1?refresh=true', { n: 1 });
  await add('aging', 'tiers');
  await runIn(0);
  expect(await settingsOf('aging')).toMatchObject({ priority: '50', number_of_replicas: '1' });
  expect(await explain('aging')).toMatchObject({
    state: { name: 'first' },
    action: { name: 'transition', index: 1 },
    info: { message: 'Evaluating transition conditions [index=aging]' },
  });
  // What was done is not done again.
  await call('PUT', '/aging/_settings', { priority: 3 });
  await runIn(DAY_MS);
  expect(await settingsOf('aging')).toMatchObject({
    blocks: { write: 'true' },
    number_of_replicas: '0',
    priority: '3',
  });
  expect(opened.store.catalog.index('aging')?.isClosed).toBe(true);
  expect(await call('GET', '/aging/_alias')).toEqual({ aging: { aliases: { 'warm-ones': {} } } });
  await runIn(2 * DAY_MS);
  expect(opened.store.catalog.index('aging')?.isClosed).toBe(false);
  await runIn(3 * DAY_MS);
  expect((await opened.call('GET', '/aging')).status).toBe(404);
});

test('an alias is rolled over when a condition holds; the next index is taken by the template', async () => {
  const transition = { state_name: 'end', conditions: { min_rollover_age: '7d' } };
  await putPolicy(
    'rolling',
    [
      {
        name: 'first',
        actions: [{ rollover: { min_doc_count: 2, min_index_age: '30d', copy_alias: true } }],
        transitions: [transition],
      },
      { name: 'end', actions: [{ delete: {} }] },
    ],
    { ism_template: { index_patterns: ['roll-*'] } },
  );
  await call('PUT', '/roll-1', {
    settings: { 'plugins.index_state_management.rollover_alias': 'roll' },
    aliases: { roll: { is_write_index: true }, all: {} },
  });
  await call('POST', '/roll/_doc?refresh=true', { n: 1 });
  await runIn(8 * DAY_MS);
  expect(await explain('roll-1')).toMatchObject({ step: { step_status: 'condition_not_met' } });
  await call('POST', '/roll/_doc?refresh=true', { n: 2 });
  await runIn(8 * DAY_MS);
  expect(await explain('roll-1')).toMatchObject({ rolled_over: true, state: { name: 'first' } });
  const { body } = await opened.call('GET', '/roll-000002/_alias');
  expect(body['roll-000002'].aliases).toEqual({ roll: { is_write_index: true }, all: {} });
  expect(await explain('roll-000002')).toMatchObject({ policy_id: 'rolling' });
  await runIn(14 * DAY_MS);
  expect((await opened.call('GET', '/roll-1')).status).toBe(200);
  await runIn(15 * DAY_MS);
  expect((await opened.call('GET', '/roll-1')).status).toBe(404);
});

test('a data stream is rolled over without an alias, and its write index is never deleted', async () => {
  await putPolicy('stream', [{ name: 'first', actions: [{ rollover: {} }, { delete: {} }] }], {
    ism_template: { index_patterns: ['events-*'] },
  });
  await call('PUT', '/_index_template/events', { index_patterns: ['events-*'], data_stream: {} });
  await call('PUT', '/_data_stream/events-a');
  const backing = async (): Promise<readonly string[]> => {
    const { data_streams } = await call('GET', '/_data_stream/events-a');
    return data_streams[0].indices.map((one: { index_name: string }) => one.index_name.slice(-6));
  };
  await runIn(0);
  expect(await backing()).toEqual(['000002']);
  await putPolicy('drop', [{ name: 'first', actions: [{ delete: {}, retry: { count: 0 } }] }]);
  const name = opened.store.catalog.dataStream('events-a')?.indices[0] ?? '';
  await call('POST', `/_plugins/_ism/change_policy/${name}`, { policy_id: 'drop' });
  await runIn(0);
  expect(await explain(name)).toMatchObject({
    action: { name: 'delete', failed: true },
    info: { message: expect.stringContaining('roll the data stream over first') },
  });
});

test('what fails is tried again, later each time, until it failed too often; then only when told to', async () => {
  const retry = { count: 2, backoff: 'exponential', delay: '10m' };
  await putPolicy('hopeless', [{ name: 'first', actions: [{ rollover: {}, retry }] }]);
  await call('PUT', '/lonely');
  await add('lonely', 'hopeless');
  const at = async (minutes: number) => {
    await runIn(minutes * MINUTE_MS);
    const { retry_info, info } = await explain('lonely');
    expect(info.message).toContain('rollover_alias] for index [lonely] is empty or not defined');
    return [retry_info.consumed_retries, retry_info.failed];
  };
  expect(await at(0)).toEqual([1, false]);
  expect(await at(9)).toEqual([1, false]);
  expect(await at(11)).toEqual([2, false]);
  expect(await at(29)).toEqual([2, false]);
  expect(await at(32)).toEqual([2, true]);
  await call('PUT', '/lonely/_settings', {
    'index.plugins.index_state_management.rollover_skip': true,
  });
  await runIn(99 * MINUTE_MS);
  expect((await explain('lonely')).retry_info.failed).toBe(true);
  await call('POST', '/_plugins/_ism/retry/lonely');
  await runIn(99 * MINUTE_MS);
  expect(await explain('lonely')).toMatchObject({ policy_completed: true });
});

test('an index keeps the version of its policy; a new one counts when the actions of the state are done', async () => {
  const waiting = { rollover: { min_doc_count: 1 } };
  const first = await putPolicy('versions', [{ name: 'first', actions: [waiting] }]);
  await call('PUT', '/kept-1', {
    aliases: { kept: {} },
    settings: {
      'index.opendistro.index_state_management.policy_id': 'versions',
      'index.opendistro.index_state_management.rollover_alias': 'kept',
    },
  });
  await runIn(0);
  const query = `if_seq_no=${first._seq_no}&if_primary_term=1`;
  const policy = {
    description: 'second',
    default_state: 'first',
    states: [{ name: 'first', actions: [{ read_only: {} }] }, { name: 'next' }],
  };
  await call('PUT', `/_plugins/_ism/policies/versions?${query}`, { policy });
  const change = { policy_id: 'versions', state: 'next' };
  await call('POST', '/_plugins/_ism/change_policy/kept-1', change);
  await runIn(0);
  expect(await explain('kept-1')).toMatchObject({
    state: { name: 'first' },
    policy_seq_no: first._seq_no,
  });
  await call('POST', '/kept/_doc?refresh=true', { n: 1 });
  await runIn(0);
  expect(await explain('kept-1')).toMatchObject({
    state: { name: 'next' },
    policy_completed: true,
  });
  expect(await settingsOf('kept-1')).not.toHaveProperty('blocks');
});

test('a policy that goes in circles does not hold up a run, and one that is not there says so', async () => {
  await putPolicy('circle', [
    { name: 'first', transitions: [{ state_name: 'second' }] },
    { name: 'second', transitions: [{ state_name: 'first' }] },
  ]);
  await call('PUT', '/round');
  await add('round', 'circle');
  await runIn(0);
  expect(await explain('round')).toMatchObject({ state: { name: 'first' } });
  await call('PUT', '/orphan', {
    settings: { 'plugins.index_state_management.policy_id': 'later' },
  });
  await runIn(0);
  expect(await explain('orphan')).toMatchObject({
    info: { message: 'Fail to load policy: later' },
  });
  await putPolicy('later', [{ name: 'first' }]);
  await runIn(0);
  expect(await explain('orphan')).toMatchObject({ state: { name: 'first' } });
});

test('where an index is is on disk with what was done to it', async () => {
  await putPolicy('durable', [
    { name: 'first', actions: [{ read_only: {} }], transitions: [{ state_name: 'second' }] },
    { name: 'second' },
  ]);
  await call('PUT', '/solid');
  await add('solid', 'durable');
  await runIn(0);
  // What another process would read, this one being gone without a farewell.
  const read = await IndexCatalog.open(opened.stateFolder);
  expect(read.index('solid')).toMatchObject({
    ism: { policyId: 'durable', state: 'second' },
    settings: { 'index.blocks.write': 'true' },
  });
  expect(read.ismPolicies.get('durable')).toEqual(opened.store.catalog.ismPolicies.get('durable'));
  await read.close();
});

test('what was changed while an action was done stays changed', async () => {
  await putPolicy('slow', [{ name: 'first', actions: [{ force_merge: { max_num_segments: 1 } }] }]);
  await call('PUT', '/merged');
  await add('merged', 'slow');
  const { store } = opened;
  const merge = async () => {
    await call('POST', '/_plugins/_ism/remove/merged');
  };
  const writer = {
    ...store.writer,
    counts: store.writer.counts,
    refresh: store.writer.refresh,
    merge,
  };
  await runIsm({ ...store, errors: store.lifecycleErrors, writer }, new Date());
  expect(await explain('merged')).toMatchObject({ enabled: null });
  expect(store.catalog.index('merged')?.ism).toBeUndefined();
});

test('a template leaves alone what is hidden, has another lifecycle or does not want one', async () => {
  await putPolicy('all', [{ name: 'first' }], {
    ism_template: { index_patterns: ['left-*', '.left-*'] },
  });
  await call('PUT', '/.left-system');
  await call('PUT', '/left-hidden', { settings: { hidden: true } });
  await call('PUT', '/left-ilm', { settings: { 'index.lifecycle.name': 'other' } });
  await call('PUT', '/left-out', {
    settings: { 'plugins.index_state_management.auto_manage': false },
  });
  await call('PUT', '/left-in');
  const names = ['.left-system', 'left-hidden', 'left-ilm', 'left-out', 'left-in'];
  const managed = await Promise.all(names.map(async (name) => (await explain(name)).enabled));
  expect(managed).toEqual([null, null, null, null, true]);
  const added = await call('POST', '/_plugins/_ism/add/left-ilm', { policy_id: 'all' });
  expect(added.failed_indices[0].reason).toContain('has the lifecycle policy [other]');
  await call('PUT', '/left-in/_settings', { 'index.lifecycle.name': 'other' });
  expect((await explain('left-in')).info.message).toContain('take one of them from it');
  await call('DELETE', '/_plugins/_ism/policies/all');
});

test('nothing is done while it is switched off', async () => {
  await putPolicy('idle', [{ name: 'first', actions: [{ read_only: {} }] }]);
  await call('PUT', '/quiet');
  await add('quiet', 'idle');
  const name = 'plugins.index_state_management.enabled';
  await call('PUT', '/_cluster/settings', { transient: { [name]: false } });
  await runIn(0);
  expect(await settingsOf('quiet')).not.toHaveProperty('blocks');
  await call('PUT', '/_cluster/settings', { transient: { [name]: null } });
  await runIn(0);
  expect(await settingsOf('quiet')).toMatchObject({ blocks: { write: 'true' } });
});

test('it is run every job_interval, which is in minutes', async () => {
  await putPolicy('timed', [{ name: 'first', actions: [{ read_only: {} }] }]);
  await call('PUT', '/timed');
  await add('timed', 'timed');
  const name = 'plugins.index_state_management.job_interval';
  await call('PUT', '/_cluster/settings', { transient: { [name]: 3 } });
  const { store } = opened;
  const startMs = Date.now();
  let nowMs = startMs;
  const parts = { ...store, errors: store.lifecycleErrors };
  const asked = vi.fn(() => new Date(nowMs));
  const scheduler = startLifecycles(parts, asked);
  const tick = async () => {
    const before = asked.mock.calls.length;
    await vi.waitFor(() => expect(asked.mock.calls.length).toBeGreaterThan(before + 1), 10_000);
  };
  nowMs = startMs + 3 * MINUTE_MS - 1;
  await tick();
  expect(await settingsOf('timed')).not.toHaveProperty('blocks');
  nowMs = startMs + 3 * MINUTE_MS;
  await tick();
  await scheduler.stop();
  expect(await settingsOf('timed')).toMatchObject({ blocks: { write: 'true' } });
});
