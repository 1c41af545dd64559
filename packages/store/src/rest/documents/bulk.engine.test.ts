import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestStore, type TestStore } from '../testing.ts';

let store: TestStore;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

const statuses = (body: { items: Record<string, { status: number }>[] }) =>
  body.items.map((item) => Object.entries(item).map(([action, { status }]) => [action, status])[0]);

test('the answer begins with took, errors and items, without blanks', async () => {
  const { text } = await store.bulk([{ index: { _index: 'keys' } }, { a: 1 }]);
  expect(text).toMatch(
    /^\{"took":\d+,"errors":false,"items":\[\{"index":\{"_index":"keys","_id":"/,
  );
});

test('each action has one item, in order, and a bad one harms no other', async () => {
  const { status, body } = await store.bulk([
    { index: { _index: 'b', _id: '1' } },
    { n: 1 },
    { index: { _index: 'b', _id: '2' } },
    { n: 'abc' },
    { create: { _index: 'b', _id: '1' } },
    { n: 2 },
    { index: { _index: 'b', _id: '3' } },
    '{"n": ',
    { index: { _index: 'Upper', _id: '4' } },
    { n: 4 },
    { delete: { _index: 'b', _id: 'missing' } },
    { delete: { _index: 'nowhere', _id: '1' } },
    { update: { _index: 'b', _id: '1' } },
    { doc: { m: { k: 2 } } },
    { update: { _index: 'b', _id: 'missing' } },
    { doc: { m: 1 } },
    { index: { _index: 'b', op_type: 'create', _id: '5' } },
    { n: 5 },
    { index: { _index: 'b', pipeline: 'p' } },
    { n: 6 },
  ]);
  expect(status).toBe(200);
  expect(body.errors).toBe(true);
  expect(statuses(body)).toEqual([
    ['index', 201],
    ['index', 400],
    ['create', 409],
    ['index', 400],
    ['index', 400],
    ['delete', 404],
    ['delete', 404],
    ['update', 200],
    ['update', 404],
    ['create', 201],
    ['index', 400],
  ]);
  expect(body.items[1].index.error.type).toBe('document_parsing_exception');
  expect(body.items[2].create.error).toMatchObject({
    type: 'version_conflict_engine_exception',
    reason: '[1]: version conflict, document already exists (current version [1])',
    shard: '0',
    index: 'b',
  });
  expect(body.items[5].delete.error).toBeUndefined();
  expect(body.items[6].delete.error.type).toBe('index_not_found_exception');
  const { body: stored } = await store.call('GET', '/b/_doc/1');
  expect(stored._source).toEqual({ n: 1, m: { k: 2 } });
});

test('a delete that found nothing is no error', async () => {
  await store.call('PUT', '/gone');
  const { body } = await store.bulk([{ delete: { _index: 'gone', _id: 'x' } }]);
  expect(body.errors).toBe(false);
});

test('the source comes back byte by byte: spelling, order, blanks, big integers', async () => {
  const source = '{ "z":1.0, "a":[ 1,1 ], "n":9007199254740993, "e":{}, "x":null }';
  await store.bulk([{ index: { _index: 'bytes', _id: '1' } }, source]);
  expect((await store.call('GET', '/bytes/_source/1')).text).toBe(source);
});

test.each([
  ['an action that is no JSON', ['{"index":', '{}'], 'Malformed action/metadata line [1]'],
  ['a text for an action', ['"index"', '{}'], 'expected START_OBJECT but found [VALUE_STRING]'],
  ['an unknown action', ['{"upsert":{}}', '{}'], 'but found [upsert]'],
  ['an unknown member', ['{"index":{"_idx":"a"}}', '{}'], 'unknown parameter [_idx]'],
  ['a source that is missing', ['{"index":{"_index":"a"}}'], 'has no source line'],
])('a request with %s is refused, and nothing of it is done', async (_name, lines, reason) => {
  const { status, body } = await store.bulk([
    ...(lines.length > 1 ? lines : []),
    { index: { _index: 'untouched' } },
    { a: 1 },
    ...(lines.length > 1 ? [] : lines),
  ]);
  expect(status).toBe(400);
  expect(body.error.reason).toContain(reason);
  expect((await store.call('HEAD', '/untouched')).status).toBe(404);
});

test('a body without a last newline, an empty one and one of blank lines are refused', async () => {
  expect(
    (await store.call('POST', '/_bulk', '{"index":{"_index":"a"}}\n{}')).body.error.reason,
  ).toBe('The bulk request must be terminated by a newline [\\n]');
  expect((await store.call('POST', '/_bulk')).body.error.reason).toBe('request body is required');
  expect((await store.call('POST', '/_bulk', '\n\r\n')).body.error.reason).toBe(
    'Validation Failed: 1: no requests added;',
  );
});

test('line ends of Windows, numbers as ids, and types are taken; the index of the path is the fallback', async () => {
  const { body } = await store.call(
    'PUT',
    '/fallback/_bulk',
    '{"index":{"_id":7,"_type":"_doc"}}\r\n{"a":1}\r\n',
  );
  expect(body.items[0].index).toMatchObject({ _index: 'fallback', _id: '7', status: 201 });
  expect((await store.call('GET', '/fallback/_source/7')).text).toBe('{"a":1}');
});

test('documents that bring new fields one after the other all fit the mapping that they made', async () => {
  const lines = Array.from({ length: 50 }, (_, i) => [
    { index: { _index: 'grow', _id: `${i}` } },
    { [`f${i}`]: i, list: i % 2 === 0 ? i : [i, i] },
  ]).flat();
  const { body } = await store.bulk(lines, '?refresh=true');
  expect(body.errors).toBe(false);
  const { body: mapping } = await store.call('GET', '/grow/_mapping');
  expect(Object.keys(mapping.grow.mappings.properties)).toHaveLength(51);
  expect((await store.call('GET', '/_cat/indices/grow?h=docs.count')).text).toBe('50\n');
});

test('one of many creates of one id at once is 201', async () => {
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, i) =>
      store.bulk([{ create: { _index: 'race', _id: 'one' } }, { i }]),
    ),
  );
  const all = answers.map(({ body }) => body.items[0].create.status);
  expect(all.filter((status) => status === 201)).toHaveLength(1);
  expect(all.filter((status) => status === 409)).toHaveLength(19);
});

test('a data stream is made by the first write that its template matches, and takes only creates', async () => {
  await store.call('PUT', '/_index_template/logs', {
    index_patterns: ['logs-*-*'],
    priority: 200,
    data_stream: {},
    template: { mappings: { properties: { message: { type: 'match_only_text' } } } },
  });
  const { body } = await store.bulk([
    { create: { _index: 'logs-app-default', _id: 'a' } },
    { '@timestamp': '2024-05-01T10:00:00Z', message: 'hello' },
    { index: { _index: 'logs-app-default' } },
    { '@timestamp': '2024-05-01T10:00:00Z' },
    { create: { _index: 'logs-app-default' } },
    { message: 'without a time' },
  ]);
  expect(statuses(body)).toEqual([
    ['create', 201],
    ['index', 400],
    ['create', 400],
  ]);
  const backing = body.items[0].create._index;
  expect(backing).toMatch(/^\.ds-logs-app-default-\d{4}\.\d\d\.\d\d-000001$/);
  expect(body.items[1].index.error.reason).toBe(
    'only write ops with an op_type of create are allowed in data streams',
  );
  const { body: streams } = await store.call('GET', '/_data_stream/logs-*');
  expect(streams.data_streams).toMatchObject([
    { name: 'logs-app-default', template: 'logs', indices: [{ index_name: backing }] },
  ]);
  expect((await store.call('GET', '/logs-app-default/_mapping')).body[backing].mappings).toEqual({
    properties: { '@timestamp': { type: 'date' }, message: { type: 'match_only_text' } },
  });
  expect((await store.call('GET', '/_cat/indices/log*')).text).toContain(backing);
  expect((await store.call('DELETE', `/${backing}`)).status).toBe(400);
  expect((await store.call('DELETE', '/_index_template/logs')).status).toBe(400);
  expect((await store.call('DELETE', '/_data_stream/logs-app-default')).status).toBe(200);
  expect((await store.call('GET', '/_data_stream/logs-app-default')).status).toBe(404);
  expect((await store.call('HEAD', `/${backing}`)).status).toBe(404);
});

/** More than are answered in one piece. */
const MANY = 20_500;
const BAD = 12_345;
const many = Array.from(
  { length: MANY },
  (_, i) => `{"index":{}}\n{"n":${i === BAD ? '"x"' : i}}\n`,
);

test('tens of thousands of actions have one item each, in order, sent by parts', async () => {
  const { status, body } = await store.call('POST', '/many/_bulk?refresh=true', many.join(''));
  expect(status).toBe(200);
  expect(body).toMatchObject({ errors: true, took: expect.any(Number) });
  const items: { status: number; _seq_no?: number }[] = body.items.map(
    (item: { index: object }) => item.index,
  );
  expect(items.length).toBe(MANY);
  expect(items.flatMap((item, i) => (item.status === 201 ? [] : [i]))).toEqual([BAD]);
  const numbers = items.flatMap(({ _seq_no }) => _seq_no ?? []);
  expect(numbers).toEqual(Array.from({ length: MANY - 1 }, (_, i) => i));
  const { body: count } = await store.call('GET', '/many/_count');
  expect(count.count).toBe(MANY - 1);
});

test('an answer by parts is filtered, and compressed when the client takes that', async () => {
  const path = 'errors,items.*.error.type';
  const { body } = await store.call('POST', `/many/_bulk?filter_path=${path}`, many.join(''));
  expect(body).toEqual({
    errors: true,
    items: [{ index: { error: { type: 'document_parsing_exception' } } }],
  });
  const { body: none } = await store.call('POST', '/many/_bulk?filter_path=errors', many.join(''));
  expect(none).toEqual({ errors: true });
  const zipped = await store.call('POST', '/many/_bulk', many.join(''), {
    'accept-encoding': 'gzip',
  });
  expect(JSON.parse(gunzipSync(zipped.raw).toString()).items.length).toBe(MANY);
});

test('items of updates show the document as the request, the action or the body wants it', async () => {
  await store.call('PUT', '/shown/_doc/1', { a: 1, big: 1 });
  const lines = [
    { update: { _index: 'shown', _id: '1' } },
    '{"doc":{"big":9007199254740993}}',
    { update: { _index: 'shown', _id: '1', _source: ['a'] } },
    { doc: { b: 2 } },
    { update: { _index: 'shown', _id: '1' } },
    { doc: { b: 2 }, _source: false },
    { index: { _index: 'shown', _id: '2' } },
    { a: 3 },
  ];
  const { body, text } = await store.bulk(lines, '?_source=true');
  expect(text).toContain('"_source":{"a":1,"big":9007199254740993}');
  expect(body.items[1].update.get).toMatchObject({ found: true, _source: { a: 1 } });
  expect(body.items[2].update).toMatchObject({ result: 'noop', get: { found: true } });
  expect(body.items[2].update.get).not.toHaveProperty('_source');
  expect(body.items[3].index).not.toHaveProperty('get');
  const { body: plain } = await store.bulk(lines.slice(0, 2));
  expect(plain.items[0].update).not.toHaveProperty('get');
});

test('writes that want more copies than one node has are refused, and nothing is written', async () => {
  const wait = '?wait_for_active_shards=2&timeout=1s';
  const { status, body } = await store.bulk([{ index: { _index: 'c', _id: '1' } }, { a: 1 }], wait);
  expect(status).toBe(200);
  expect(body.items[0].index).toMatchObject({
    status: 503,
    error: { type: 'unavailable_shards_exception' },
  });
  for (const [method, url, document] of [
    ['PUT', '/c/_doc/1', { a: 1 }],
    ['POST', '/c/_update/1', { doc: { a: 1 }, doc_as_upsert: true }],
    ['DELETE', '/c/_doc/1', undefined],
  ] as const) {
    expect((await store.call(method, `${url}${wait}`, document)).status).toBe(503);
  }
  expect((await store.call('GET', '/c/_doc/1')).body.found).toBe(false);
  const { status: junk } = await store.bulk(
    [{ index: { _index: 'c' } }, {}],
    '?wait_for_active_shards=x',
  );
  expect(junk).toBe(400);
});

test('an item names dynamic templates for its new fields, which others do not follow', async () => {
  await store.call('PUT', '/named', {
    mappings: {
      dynamic_templates: [
        { counter: { mapping: { type: 'long', meta: { metric: 'counter' } } } },
        { gauge: { match: 'never', mapping: { type: 'double' } } },
        { place: { mapping: { type: 'geo_point' } } },
        { words: { match_mapping_type: 'string', mapping: { type: 'keyword' } } },
      ],
    },
  });
  const templates = {
    'metrics.requests': 'counter',
    load: 'gauge',
    'a.name': 'counter',
    at: 'place',
  };
  const { body } = await store.bulk([
    { create: { _index: 'named', dynamic_templates: templates } },
    { metrics: { requests: '12', other: 1 }, load: 3, 'a.name': 4, at: { lat: 1, lon: 2 } },
    { index: { _index: 'named', dynamic_templates: { bad: 'missing' } } },
    { bad: 1 },
    { index: { _index: 'named', dynamic_templates: { load: 'missing' } } },
    { load: 1.5, plain: 'x' },
  ]);
  const { items } = body;
  expect(statuses(body)).toEqual([
    ['create', 201],
    ['index', 400],
    ['index', 201],
  ]);
  expect(items[1].index.error).toMatchObject({
    type: 'document_parsing_exception',
    reason: "Can't find dynamic template for dynamic template name [missing] of field [bad]",
  });
  const mapping = await store.call('GET', '/named/_mapping');
  expect(mapping.body.named.mappings.properties).toEqual({
    metrics: {
      properties: {
        requests: { type: 'long', meta: { metric: 'counter' } },
        other: { type: 'long' },
      },
    },
    load: { type: 'double' },
    a: { properties: { name: { type: 'long', meta: { metric: 'counter' } } } },
    at: { type: 'geo_point' },
    plain: { type: 'keyword' },
  });
});

test('pipelines see and change the dynamic templates of an item', async () => {
  await store.call('PUT', '/_ingest/pipeline/templates', {
    processors: [{ set: { field: '_dynamic_templates.b', copy_from: '_dynamic_templates.a' } }],
  });
  await store.call('PUT', '/piped-templates', {
    mappings: { dynamic_templates: [{ short: { mapping: { type: 'short' } } }] },
  });
  const { body } = await store.bulk(
    [{ index: { _index: 'piped-templates', dynamic_templates: { a: 'short' } } }, { a: 1, b: 2 }],
    '?pipeline=templates',
  );
  expect(body.errors).toBe(false);
  const mapping = await store.call('GET', '/piped-templates/_mapping');
  expect(mapping.body['piped-templates'].mappings.properties).toEqual({
    a: { type: 'short' },
    b: { type: 'short' },
  });
});

test.each([
  ['update', { doc: { a: 1 } }, 'Update request in line [1] does not accept dynamic_templates'],
  ['delete', undefined, 'Delete request in line [1] does not accept dynamic_templates'],
])('a request with dynamic templates in a(n) %s is refused', async (action, source, reason) => {
  const head = { [action]: { _index: 'named', _id: '1', dynamic_templates: { a: 'b' } } };
  const answer = await store.bulk(source === undefined ? [head] : [head, source]);
  expect(answer.status).toBe(400);
  expect(answer.body.error.reason).toBe(reason);
});

test('an item lists the pipelines that it went through, when the item or the request asks', async () => {
  await store.call('PUT', '/_ingest/pipeline/listed', { processors: [] });
  const lines = (list?: boolean) => [
    { index: { _index: 'listed', list_executed_pipelines: list } },
    { a: 1 },
  ];
  const asked = await store.bulk([...lines(), ...lines(true)], '?pipeline=listed');
  expect(asked.body.items[0].index).not.toHaveProperty('executed_pipelines');
  expect(asked.body.items[1].index.executed_pipelines).toEqual(['listed']);
  const all = await store.bulk([...lines(), ...lines(false)], '?list_executed_pipelines=true');
  expect(all.body.items[0].index.executed_pipelines).toEqual([]);
  expect(all.body.items[1].index).not.toHaveProperty('executed_pipelines');
});
