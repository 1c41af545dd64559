import { afterAll, beforeAll, expect, test } from 'vitest';
import { IndexCatalog } from './index/catalog.ts';
import type { ResolveOptions } from './index/target.ts';
import { openTestStore, type TestStore } from './rest/testing.ts';

let store: TestStore;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

const USUAL: ResolveOptions = {
  ignoreUnavailable: false,
  allowNoIndices: true,
  expandWildcards: new Set(['open']),
};

const forWrite = (name: string) =>
  store.store.indices.forWrite({
    name,
    isCreate: true,
    requiresAlias: false,
    requiresDataStream: false,
  });

test('writes to a new name at once, and an explicit creation beside them, make one index', async () => {
  const [first, second, explicit] = await Promise.allSettled([
    forWrite('once'),
    forWrite('once'),
    store.store.indices.create('once', {}),
  ]);
  expect(first).toMatchObject({ status: 'fulfilled' });
  expect(second).toEqual(first);
  expect(explicit).toMatchObject({
    status: 'rejected',
    reason: { type: 'resource_already_exists_exception' },
  });
});

test('an index can be searched from the moment that it can be found', async () => {
  const creating = forWrite('young');
  const statuses: number[] = [];
  while (!store.store.catalog.index('young')) {
    const { status } = await store.call('GET', '/young*/_count');
    statuses.push(status);
    await new Promise((resolve) => setImmediate(resolve));
  }
  statuses.push((await store.call('GET', '/young/_count')).status);
  await creating;
  expect(new Set(statuses)).toEqual(new Set([200]));
});

test('what the catalog says is there after a crash: indices, mappings, lists, templates, streams', async () => {
  await store.call('PUT', '/_index_template/t', {
    index_patterns: ['stream-*'],
    data_stream: {},
  });
  await store.bulk([
    { index: { _index: 'kept' } },
    { n: [1, 2], s: 'x' },
    { create: { _index: 'stream-a' } },
    { '@timestamp': 1 },
  ]);
  // The state folder is read while the first catalog is open, as after a kill.
  const again = await IndexCatalog.open(store.stateFolder);
  const before = store.store.catalog;
  expect(again.clusterUuid).toBe(before.clusterUuid);
  expect(again.index('kept')?.toJson()).toEqual(before.index('kept')?.toJson());
  expect(again.index('kept')?.columns()).toEqual(before.index('kept')?.columns());
  expect(again.dataStreams()).toEqual(before.dataStreams());
  expect(again.templates.indexTemplates('*')).toEqual(before.templates.indexTemplates('*'));
  await again.close();
});

test('what was closed, and what lifecycles need, is there after a restart', async () => {
  await store.call('PUT', '/shut');
  await store.call('POST', '/shut/_close');
  await store.call('PUT', '/_ilm/policy/p', { policy: { phases: { hot: { actions: {} } } } });
  await store.call('POST', '/_ilm/stop');
  await store.call('PUT', '/stream-a/_doc/1?op_type=create', { '@timestamp': 1 });
  await store.call('PUT', '/_data_stream/stream-a/_lifecycle', { data_retention: '7d' });
  await store.call('POST', '/stream-a/_rollover');
  const [first = ''] = store.store.catalog.dataStream('stream-a')?.indices ?? [];
  const action = { remove_backing_index: { data_stream: 'stream-a', index: first } };
  await store.call('POST', '/_data_stream/_modify', { actions: [action] });
  const again = await IndexCatalog.open(store.stateFolder);
  expect(again.index('shut')?.isClosed).toBe(true);
  expect(again.policies.get('p')?.version).toBe(1);
  expect(again.policies.isStopped).toBe(true);
  expect(again.dataStream('stream-a')?.lifecycle).toEqual({ enabled: true, data_retention: '7d' });
  // It left its stream, and its time is still where it was.
  const left = again.index(first);
  expect([left?.dataStream, left?.timeField]).toEqual([undefined, '@timestamp']);
  expect(left?.mapping.fields.get('@timestamp')?.column).toEqual(
    store.store.catalog.index(first)?.mapping.fields.get('@timestamp')?.column,
  );
  await again.close();
  await store.call('POST', '/_ilm/start');
});

test('a removed index leaves no table behind, nor a name in expressions', async () => {
  const { table } = await forWrite('short');
  expect(store.store.catalog.dropping()).toEqual([]);
  await store.call('DELETE', '/short');
  expect(store.store.catalog.resolve('sho*', USUAL)).toEqual([]);
  expect(store.store.catalog.dropping()).not.toContain(table);
});

test('an alias with several indices takes writes only if one of them is the write index', async () => {
  await store.call('PUT', '/log-1', { aliases: { log: {} } });
  expect((await forWrite('log')).name).toBe('log-1');
  await store.call('PUT', '/log-2', { aliases: { log: {} } });
  await expect(forWrite('log')).rejects.toThrow('no write index is defined for alias [log]');
  await store.call('POST', '/_aliases', {
    actions: [{ add: { index: 'log-2', alias: 'log', is_write_index: true } }],
  });
  expect((await forWrite('log')).name).toBe('log-2');
});

test('templates with the same patterns need different priorities; the highest one applies', async () => {
  const template = (priority: number, shards: number) => ({
    index_patterns: ['prio-*'],
    priority,
    template: { settings: { number_of_shards: shards } },
  });
  await store.call('PUT', '/_index_template/low', template(1, 2));
  expect(
    (await store.call('PUT', '/_index_template/same', template(1, 3))).body.error.reason,
  ).toContain('multiple index templates may not match during index creation');
  await store.call('PUT', '/_index_template/high', template(5, 4));
  expect((await forWrite('prio-x')).settings).toEqual({ 'index.number_of_shards': '4' });
});

test('a template is made of its components, in order, and below what the request says', async () => {
  const component = (properties: object) => ({ template: { mappings: { properties } } });
  await store.call('PUT', '/_component_template/c1', component({ a: { type: 'long' } }));
  await store.call(
    'PUT',
    '/_component_template/c2',
    component({ a: { type: 'keyword' }, b: { type: 'long' } }),
  );
  await store.call('PUT', '/_index_template/composed', {
    index_patterns: ['composed-*'],
    composed_of: ['c1', 'c2'],
    template: { mappings: { properties: { c: { type: 'ip' } } } },
  });
  await store.call('PUT', '/composed-1', { mappings: { properties: { c: { type: 'date' } } } });
  expect((await store.call('GET', '/composed-1/_mapping')).body['composed-1'].mappings).toEqual({
    properties: { a: { type: 'keyword' }, b: { type: 'long' }, c: { type: 'date' } },
  });
});

test('writes at once after a lazy rollover make one new backing index', async () => {
  await store.call('PUT', '/_index_template/lazy', { index_patterns: ['lazy'], data_stream: {} });
  const write = () => store.call('POST', '/lazy/_doc', { '@timestamp': '2024-05-01' });
  await write();
  await store.call('POST', '/lazy/_rollover?lazy=true');
  const written = await Promise.all(Array.from({ length: 8 }, write));
  const names = new Set(written.map(({ body }) => String(body._index).slice(-6)));
  expect([...names]).toEqual(['000002']);
  expect((await store.call('GET', '/_data_stream/lazy')).body.data_streams[0].generation).toBe(2);
});
