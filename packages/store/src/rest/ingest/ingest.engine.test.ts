import { cp } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { IndexCatalog } from '../../index/catalog.ts';
import { openTestStore, type TestStore } from '../testing.ts';

let store: TestStore;

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

const put = (id: string, ...processors: object[]) =>
  store.call('PUT', `/_ingest/pipeline/${id}`, { processors });
const mark = (field: string, value: unknown = true) => ({ set: { field, value } });
const sourceOf = async (index: string, id: string) =>
  (await store.call('GET', `/${index}/_doc/${id}`)).body._source;

test('a pipeline is kept as it was put, and found by patterns', async () => {
  const text = '{"description":"d","processors":[{"set":{"field":"a","value":1.0}}],"version":3}';
  expect((await store.call('PUT', '/_ingest/pipeline/kept-1', text)).body).toEqual({
    acknowledged: true,
  });
  expect((await store.call('GET', '/_ingest/pipeline/kept-*')).text).toBe(`{"kept-1":${text}}`);
  expect((await store.call('GET', '/_ingest/pipeline/kept-1?summary=true')).text).toBe(
    '{"kept-1":{}}',
  );
  expect(await store.call('GET', '/_ingest/pipeline/none')).toMatchObject({
    status: 404,
    body: {},
  });
  expect((await store.call('DELETE', '/_ingest/pipeline/kept-1')).status).toBe(200);
  expect((await store.call('DELETE', '/_ingest/pipeline/kept-1')).body.error).toMatchObject({
    type: 'resource_not_found_exception',
    reason: 'pipeline [kept-1] is missing',
  });
});

test('a pipeline is replaced only when it has the version that the caller knows', async () => {
  const putIf = (version: number, body = {}) =>
    store.call('PUT', `/_ingest/pipeline/versioned?if_version=${version}`, {
      processors: [],
      ...body,
    });
  expect((await putIf(1)).body.error.reason).toContain('but no pipeline was found');
  await store.call('PUT', '/_ingest/pipeline/versioned', { processors: [], version: 1 });
  expect((await putIf(2)).body.error.reason).toContain('but current version is [1]');
  expect((await putIf(1, { version: 1 })).body.error.reason).toContain('with the same version [1]');
  expect((await putIf(1)).status).toBe(200);
  const { body } = await store.call('GET', '/_ingest/pipeline/versioned');
  expect(body.versioned.version).toBe(2);
});

test('a mistake names processor, tag and property', async () => {
  const { status, body } = await put('wrong', { set: { value: 1, tag: 't' } });
  expect(status).toBe(400);
  expect(body.error).toMatchObject({
    type: 'parse_exception',
    reason: '[field] required property is missing',
    processor_type: 'set',
    processor_tag: 't',
    property_name: 'field',
  });
  expect((await put('wrong', { script: { source: 'ctx.(' } })).body.error.type).toBe(
    'script_exception',
  );
});

test('the pipeline of the request or of the index runs, then the final one', async () => {
  await put('first', mark('by', 'first'));
  await put('named', mark('by', 'named'));
  await put('last', { set: { field: 'was', copy_from: 'by', ignore_empty_value: true } });
  const settings = { default_pipeline: 'first', final_pipeline: 'last' };
  await store.call('PUT', '/ordered', { settings });
  await store.call('PUT', '/ordered/_doc/1', { n: 1 });
  await store.call('PUT', '/ordered/_doc/2?pipeline=named', { n: 2 });
  await store.call('PUT', '/ordered/_doc/3?pipeline=_none', { n: 3 });
  expect(await sourceOf('ordered', '1')).toEqual({ n: 1, by: 'first', was: 'first' });
  expect(await sourceOf('ordered', '2')).toEqual({ n: 2, by: 'named', was: 'named' });
  expect(await sourceOf('ordered', '3')).toEqual({ n: 3 });
});

test('a bulk request says for each item what its pipelines did', async () => {
  await put('drops', { drop: { if: 'ctx.level == "debug"' } });
  await put('fails', { fail: { message: 'no {{n}}' } });
  const { body } = await store.bulk(
    [
      { create: { _index: 'items', _id: '1', pipeline: 'drops' } },
      { level: 'debug' },
      { index: { _index: 'items', _id: '2', pipeline: 'fails' } },
      { n: 7 },
      { index: { _index: 'items', _id: '3', pipeline: 'gone' } },
      { n: 8 },
      { index: { _index: 'items', _id: '4', pipeline: 'drops' } },
      { n: 1 },
      { index: { _index: 'items', _id: '5' } },
      { n: 2 },
    ],
    '?list_executed_pipelines=true',
  );
  expect(body.errors).toBe(true);
  expect(body.ingest_took).toBeGreaterThanOrEqual(0);
  expect(body.items.map((item: object) => Object.values(item)[0])).toMatchObject([
    { _id: '1', result: 'noop', status: 200, _version: -3, executed_pipelines: ['drops'] },
    { _id: '2', status: 500, error: { type: 'fail_processor_exception', reason: 'no 7' } },
    { status: 400, error: { reason: 'pipeline with id [gone] does not exist' } },
    { result: 'created', status: 201, executed_pipelines: ['drops'] },
    { result: 'created', status: 201, executed_pipelines: [] },
  ]);
  expect((await store.call('GET', '/items/_doc/1')).status).toBe(404);
});

test('a request without pipelines says nothing of them', async () => {
  const { body } = await store.bulk([{ index: { _index: 'plain', _id: '1' } }, { n: 1 }]);
  expect(body).not.toHaveProperty('ingest_took');
});

test('a document that is sent elsewhere makes no index on the way', async () => {
  await put('elsewhere', mark('_index', 'target-{{n}}'));
  await store.call('POST', '/origin/_doc/1?pipeline=elsewhere', { n: 1 });
  expect(await sourceOf('target-1', '1')).toEqual({ n: 1 });
  expect((await store.call('HEAD', '/origin')).status).toBe(404);
});

test('a rerouted document goes through the pipelines of its new target, once', async () => {
  await put('router', mark('a'), { reroute: { destination: 'routed' } }, mark('b'));
  await put('routed', mark('c'));
  await store.call('PUT', '/routed', { settings: { default_pipeline: 'routed' } });
  const { body } = await store.bulk(
    [{ index: { _index: 'unrouted', _id: '1', pipeline: 'router' } }, {}],
    '?list_executed_pipelines',
  );
  expect(body.items[0].index).toMatchObject({
    _index: 'routed',
    executed_pipelines: ['router', 'routed'],
  });
  expect(await sourceOf('routed', '1')).toEqual({ a: true, c: true });
});

test('documents that are sent in circles fail', async () => {
  await put('to-b', { reroute: { destination: 'circle-b' } });
  await put('to-a', { reroute: { destination: 'circle-a' } });
  await store.call('PUT', '/circle-a', { settings: { default_pipeline: 'to-b' } });
  await store.call('PUT', '/circle-b', { settings: { default_pipeline: 'to-a' } });
  const { body } = await store.call('PUT', '/circle-a/_doc/1', {});
  expect(body.error.reason).toBe(
    'index cycle detected while processing pipeline [to-a] for document [1]: [circle-a, circle-b, circle-a]',
  );
});

test('a final pipeline cannot send a document elsewhere', async () => {
  await store.call('PUT', '/finally', { settings: { final_pipeline: 'elsewhere' } });
  const { body } = await store.call('PUT', '/finally/_doc/1', { n: 2 });
  expect(body.error.reason).toContain("final pipeline [elsewhere] can't change the target index");
});

test('what an update writes goes through the pipelines of its index', async () => {
  await put('counted', { script: { source: 'ctx.runs = (ctx.runs ?: 0) + 1' } });
  await store.call('PUT', '/updates', { settings: { final_pipeline: 'counted' } });
  await store.call('POST', '/updates/_update/1', { doc: { a: 1 }, doc_as_upsert: true });
  await store.call('POST', '/updates/_update/1', { doc: { a: 2 } });
  expect(await sourceOf('updates', '1')).toEqual({ a: 2, runs: 2 });
  await store.bulk([{ update: { _index: 'updates', _id: '2' } }, { doc: {}, upsert: { b: 1 } }]);
  expect(await sourceOf('updates', '2')).toEqual({ b: 1, runs: 1 });
});

test('numbers keep their spelling on the way into the index', async () => {
  await put('touch', mark('t'));
  await store.call('PUT', '/exact/_doc/1?pipeline=touch', '{"a":1.0,"b":9007199254740993}');
  const { text } = await store.call('GET', '/exact/_doc/1');
  expect(text).toContain('{"a":1.0,"b":9007199254740993,"t":true}');
  const { body } = await store.call('GET', '/exact/_mapping');
  expect(body.exact.mappings.properties.a.type).toBe('float');
});

test('a pipeline can ask for the version that a document must have', async () => {
  await put('expects', mark('_version', 2), mark('_version_type', 'internal'));
  await store.call('PUT', '/versions/_doc/1', { n: 1 });
  expect((await store.call('PUT', '/versions/_doc/1?pipeline=expects', { n: 2 })).status).toBe(409);
  await store.call('PUT', '/versions/_doc/1', { n: 3 });
  const { body } = await store.call('PUT', '/versions/_doc/1?pipeline=expects', { n: 4 });
  expect(body).toMatchObject({ result: 'updated', _version: 3 });
});

test('data streams have the pipelines of their template', async () => {
  await put('stream', mark('seen'));
  await store.call('PUT', '/_index_template/streams', {
    index_patterns: ['streams-*'],
    data_stream: {},
    template: { settings: { 'index.default_pipeline': 'stream' } },
  });
  for (const n of [1, 2]) {
    const { body } = await store.bulk([
      { create: { _index: 'streams-a', _id: `${n}` } },
      { '@timestamp': '2026-01-01T00:00:00Z', n },
    ]);
    expect(body.errors).toBe(false);
  }
  await store.call('POST', '/streams-a/_refresh');
  const { body } = await store.call('POST', '/streams-a/_search', {
    query: { term: { seen: true } },
  });
  expect(body.hits.total.value).toBe(2);
});

test('a node says which processors it has, and how often they ran', async () => {
  const { body } = await store.call('GET', '/_nodes/ingest');
  const [node] = Object.values<{ ingest: { processors: { type: string }[] } }>(body.nodes);
  const names = node?.ingest.processors.map(({ type }) => type) ?? [];
  expect(names).toEqual([...names].sort());
  expect(names).toEqual(expect.arrayContaining(['append', 'geoip', 'grok', 'user_agent']));
  const stats = await store.call('GET', '/_nodes/stats/ingest');
  const [counted] = Object.values<{ ingest: unknown }>(stats.body.nodes);
  expect(counted?.ingest).toMatchObject({
    pipelines: { fails: { count: 1, failed: 1, current: 0 } },
  });
});

interface Counted {
  readonly total: { readonly count: number; readonly failed: number };
  readonly pipelines: Readonly<Record<string, object>>;
}

test('statistics count documents once, their pipelines and processors each time', async () => {
  await put('counts-inner', { fail: { message: 'no', tag: 'T', if: 'ctx.bad == true' } });
  await put('counts-outer', mark('a'), { pipeline: { name: 'counts-inner' } });
  const ingested = async () => {
    const { body } = await store.call('GET', '/_nodes/stats/ingest');
    const [node] = Object.values<{ ingest: Counted }>(body.nodes);
    return node?.ingest ?? { total: { count: 0, failed: 0 }, pipelines: {} };
  };
  const before = await ingested();
  for (const source of [{}, { bad: true }]) {
    await store.call('POST', '/counted/_doc?pipeline=counts-outer', source);
  }
  const { total, pipelines } = await ingested();
  expect(total.count - before.total.count).toBe(2);
  expect(total.failed - before.total.failed).toBe(1);
  expect(pipelines).toMatchObject({
    'counts-outer': {
      count: 2,
      failed: 1,
      processors: [
        { set: { type: 'set', stats: { count: 2, failed: 0 } } },
        { 'pipeline:counts-inner': { type: 'pipeline', stats: { count: 2, failed: 1 } } },
      ],
    },
    'counts-inner': {
      count: 2,
      failed: 1,
      processors: [{ 'fail:T': { type: 'fail', stats: { count: 1, failed: 1 } } }],
    },
  });
});

test('a simulation of writes runs the pipelines of the index, or others instead of them', async () => {
  await put('simulated', mark('by', 'stored'));
  await store.call('PUT', '/simulated', { settings: { default_pipeline: 'simulated' } });
  const docs = [
    { _index: 'simulated', _id: '1', _source: { a: 1 } },
    { _index: 'others', _id: '2', _source: { a: 2 } },
  ];
  const first = await store.call('POST', '/_ingest/_simulate', { docs });
  expect(first.body.docs).toMatchObject([
    { doc: { _source: { a: 1, by: 'stored' }, executed_pipelines: ['simulated'] } },
    { doc: { _source: { a: 2 }, executed_pipelines: [] } },
  ]);
  const instead = { simulated: { processors: [{ fail: { message: 'no' } }] } };
  const second = await store.call('POST', '/_ingest/_simulate', {
    docs,
    pipeline_substitutions: instead,
  });
  expect(second.body.docs[0].doc.error).toMatchObject({ reason: 'no' });
  expect((await store.call('GET', '/simulated/_doc/1')).status).toBe(404);
});

test('pipelines are there after a restart', async () => {
  const text = '{"processors":[{"set":{"field":"a","value":1.0}}]}';
  await store.call('PUT', '/_ingest/pipeline/lasting', text);
  const again = await IndexCatalog.open(await copyOf(store.stateFolder));
  expect(again.pipelines.get('lasting')).toBe(text);
  await again.close();
});

/** A state folder that another catalog may open while its own is running. */
async function copyOf(folder: string): Promise<string> {
  const copy = `${folder}-copy`;
  await cp(folder, copy, { recursive: true });
  return copy;
}
