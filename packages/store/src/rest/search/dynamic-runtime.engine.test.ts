import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestStore, type TestStore } from '../testing.ts';

let store: TestStore;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(async () => {
  await store.close();
});

const put = (path: string, body: unknown) => store.call('PUT', path, body);

async function mappingOf(index: string) {
  const { body } = await store.call('GET', `/${index}/_mapping`);
  return body[index].mappings;
}

describe('dynamic: runtime', () => {
  const DOCUMENTS = [
    {
      mapped: 'a',
      word: 'red wine',
      count: 7,
      ratio: 1.5,
      isOn: true,
      at: '2026-11-28T10:00:00Z',
      day: '2026/11/27 +0900',
      shop: { city: 'Seoul', floors: [1, 2] },
      lines: [
        { sku: 'x', price: { net: 10 } },
        { sku: 'y', price: { net: 30 } },
      ],
      'dotted.name': 'd',
      empty: {},
      nothing: null,
    },
    { mapped: 'b', word: 'beer', count: 40, shop: { city: 'Busan' }, lines: { sku: 'z' } },
  ];

  beforeAll(async () => {
    await put('/wine', {
      mappings: { dynamic: 'runtime', properties: { mapped: { type: 'keyword' } } },
    });
    const lines = DOCUMENTS.flatMap((document, i) => [
      { index: { _index: 'wine', _id: String(i) } },
      document,
    ]);
    const { body } = await store.bulk(lines, '?refresh=true');
    expect(body.errors).toBe(false);
  });

  it('makes new fields runtime fields, by the kinds of their values', async () => {
    expect(await mappingOf('wine')).toEqual({
      dynamic: 'runtime',
      properties: { mapped: { type: 'keyword' } },
      runtime: {
        word: { type: 'keyword' },
        count: { type: 'long' },
        ratio: { type: 'double' },
        isOn: { type: 'boolean' },
        at: { type: 'date' },
        day: { type: 'date', format: 'yyyy/MM/dd HH:mm:ss Z||yyyy/MM/dd Z' },
        'shop.city': { type: 'keyword' },
        'shop.floors': { type: 'long' },
        'lines.sku': { type: 'keyword' },
        'lines.price.net': { type: 'long' },
        'dotted.name': { type: 'keyword' },
      },
    });
  });

  it.each([
    ['a keyword', { term: { word: 'red wine' } }, ['0']],
    ['a number', { range: { count: { gte: 8 } } }, ['1']],
    ['a fraction', { range: { ratio: { lt: 2 } } }, ['0']],
    ['a boolean', { term: { isOn: true } }, ['0']],
    ['a date', { range: { at: { gte: '2026-11-28', lt: '2026-11-29' } } }, ['0']],
    ['a date in another format', { range: { day: { lt: '2026/11/27 +0000' } } }, ['0']],
    ['a member of an object', { term: { 'shop.city': 'Busan' } }, ['1']],
    ['a list', { term: { 'shop.floors': 2 } }, ['0']],
    ['a member of objects in a list', { term: { 'lines.sku': 'y' } }, ['0']],
    ['a member of an object as of a list of them', { term: { 'lines.sku': 'z' } }, ['1']],
    ['deeper in a list', { term: { 'lines.price.net': 30 } }, ['0']],
    ['a name with a dot', { term: { 'dotted.name': 'd' } }, ['0']],
    ['anything in an object', { exists: { field: 'shop' } }, ['0', '1']],
    ['anything in an object that has nothing', { exists: { field: 'empty' } }, []],
  ])('finds documents by %s', async (_, query, ids) => {
    const { body } = await store.call('POST', '/wine/_search', { query });
    expect(body.hits.hits.map(({ _id }: { _id: string }) => _id).sort()).toEqual(ids);
  });

  it('sorts and aggregates by them', async () => {
    const { body } = await store.call('POST', '/wine/_search', {
      sort: [{ count: 'desc' }],
      aggs: {
        cities: { terms: { field: 'shop.city' } },
        net: { sum: { field: 'lines.price.net' } },
      },
    });
    expect(body.hits.hits.map(({ sort }: { sort: unknown[] }) => sort[0])).toEqual([40, 7]);
    expect(body.aggregations.net.value).toBe(40);
    expect(body.aggregations.cities.buckets).toHaveLength(2);
  });

  it('takes later values of another kind, which are no values of the field', async () => {
    const { status } = await put('/wine/_doc/2?refresh=true', { count: 'many', shop: 'none' });
    expect(status).toBe(201);
    const query = { exists: { field: 'count' } };
    const { body } = await store.call('POST', '/wine/_count', { query });
    expect(body.count).toBe(2);
  });
});

it('an object says for itself; nested objects are mapped', async () => {
  await put('/parts', {
    mappings: {
      dynamic: 'runtime',
      properties: {
        fixed: { type: 'object', dynamic: 'true' },
        loose: { type: 'object', dynamic: 'runtime' },
        each: { type: 'nested' },
      },
    },
  });
  await put('/parts/_doc/1', { fixed: { n: 1 }, loose: { n: 1 }, each: [{ n: 1 }] });
  const { properties, runtime } = await mappingOf('parts');
  expect(properties.fixed.properties).toEqual({ n: { type: 'long' } });
  expect(properties.each.properties).toEqual({ n: { type: 'long' } });
  expect(runtime).toEqual({ 'loose.n': { type: 'long' } });
});

it('a dynamic template says which fields are runtime fields, or are not', async () => {
  await put('/templates', {
    mappings: {
      dynamic_templates: [
        { ids: { match: '*_id', runtime: {} } },
        { ms: { match: '*_ms', runtime: { type: 'double' } } },
        { ip: { match: 'ip', mapping: { type: 'ip' } } },
      ],
    },
  });
  await put('/templates/_doc/1', { user_id: 'x', took_ms: 5, ip: '10.0.0.1', plain: 1 });
  expect(await mappingOf('templates')).toMatchObject({
    properties: { ip: { type: 'ip' }, plain: { type: 'long' } },
    runtime: { user_id: { type: 'keyword' }, took_ms: { type: 'double' } },
  });
  const both = { a: { match: 'a', runtime: {}, mapping: {} } };
  const { body } = await put('/both', { mappings: { dynamic_templates: [both] } });
  expect(body.error.reason).toContain('cannot be both specified in the same dynamic template [a]');
});

it('a template with a script that cannot be computed is refused, or fails the document, and no search', async () => {
  const withScript = (source: string) => ({
    mappings: {
      dynamic_templates: [{ bad: { match: 'bad', runtime: { type: 'long', script: { source } } } }],
    },
  });
  const never = await put('/scripted', withScript("emit(doc['other'].value.foo())"));
  expect(never.body.error.reason).toContain('dynamic template [bad] has invalid content');
  // What the script is depends on the name of the field.
  expect((await put('/scripted', withScript("emit(doc['{name}'].value.foo())"))).status).toBe(200);
  const refused = await put('/scripted/_doc/1', { other: 1, bad: 1 });
  expect(refused.status).toBe(400);
  expect((await store.call('GET', '/scripted/_search')).status).toBe(200);
  expect(await mappingOf('scripted')).not.toHaveProperty('runtime');
});

it('runtime fields count among the fields that an index may have', async () => {
  await put('/limited', {
    settings: { 'index.mapping.total_fields.limit': 2 },
    mappings: { dynamic: 'runtime' },
  });
  expect((await put('/limited/_doc/1', { a: 1, b: 1 })).status).toBe(201);
  const { status, body } = await put('/limited/_doc/2', { c: 1 });
  expect(status).toBe(400);
  expect(body.error.reason).toContain('Limit of total fields [2] has been exceeded');
});
