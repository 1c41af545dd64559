import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestStore, type TestStore } from '../testing.ts';

let store: TestStore;
beforeAll(async () => {
  store = await openTestStore();
  const lines = [
    ...[{ user: 'ann' }, { user: 'ben' }, { user: 'eve', port: 80 }].flatMap((document, i) => [
      { index: { _index: 'logs', _id: String(i) } },
      document,
    ]),
    ...[
      { index: { _index: 'groups', _id: 'ops' } },
      { members: [{ name: 'ben' }, { name: 'eve' }, { name: null }], ports: [80, 443] },
    ],
  ];
  await store.call('PUT', '/logs', {
    mappings: { properties: { user: { type: 'keyword' }, port: { type: 'long' } } },
  });
  const { body } = await store.bulk(lines, '?refresh=true');
  expect(body.errors).toBe(false);
});
afterAll(() => store.close());

const MEMBERS = { index: 'groups', id: 'ops', path: 'members.name' };

async function idsOf(query: unknown, more: object = {}) {
  const { body } = await store.call('POST', '/logs/_search', { query, ...more });
  expect(body.error).toBeUndefined();
  return body.hits.hits.map(({ _id }: { _id: string }) => _id);
}

it('finds the values that another document has, in lists of objects too', async () => {
  expect(await idsOf({ terms: { user: MEMBERS } })).toEqual(['1', '2']);
  expect(await idsOf({ terms: { port: { ...MEMBERS, path: 'ports' } } })).toEqual(['2']);
  expect(await idsOf({ bool: { must_not: [{ terms: { user: MEMBERS } }] } })).toEqual(['0']);
});

it('finds nothing by a document or a path that is not there', async () => {
  expect(await idsOf({ terms: { user: { ...MEMBERS, id: 'none' } } })).toEqual([]);
  expect(await idsOf({ terms: { user: { ...MEMBERS, path: 'members.age' } } })).toEqual([]);
});

it('looks up for counts, aggregations and highlights too', async () => {
  const query = { terms: { user: MEMBERS } };
  expect((await store.call('POST', '/logs/_count', { query })).body.count).toBe(2);
  const { body } = await store.call('POST', '/logs/_search', {
    query,
    aggs: { in: { filter: { bool: { filter: query } } } },
    highlight: { fields: { user: {} } },
  });
  expect(body.aggregations.in.doc_count).toBe(2);
  expect(body.hits.hits[0].highlight).toEqual({ user: ['<em>ben</em>'] });
});

it('reads documents that are not searchable yet', async () => {
  await store.call('PUT', '/groups/_doc/new', { members: [{ name: 'ann' }] });
  expect(await idsOf({ terms: { user: { ...MEMBERS, id: 'new' } } })).toEqual(['0']);
});

it('says what is missing', async () => {
  const search = (lookup: object) =>
    store.call('POST', '/logs/_search', { query: { terms: { user: lookup } } });
  const absent = await search({ ...MEMBERS, index: 'absent' });
  expect(absent.status).toBe(404);
  expect(absent.body.error.reason).toBe('no such index [absent]');
  const half = await search({ index: 'groups', id: 'ops' });
  expect(half.status).toBe(400);
  expect(half.body.error.reason).toBe('[terms] query lookup element requires specifying the path.');
});

it('keeps to the limits of the index', async () => {
  await store.call('PUT', '/logs/_settings', {
    index: { max_terms_count: 1, max_regex_length: 3 },
  });
  const reasonOf = async (query: unknown) => {
    const { status, body } = await store.call('POST', '/logs/_search', { query });
    return [status, body.error?.root_cause[0].reason];
  };
  expect(await reasonOf({ terms: { user: MEMBERS } })).toEqual([
    400,
    expect.stringContaining('The number of terms [2] used in the Terms Query request has exceeded'),
  ]);
  expect(await reasonOf({ terms: { user: ['a'] } })).toEqual([200, undefined]);
  expect(await reasonOf({ regexp: { user: 'ab.*' } })).toEqual([
    400,
    expect.stringContaining('The length of regex [4] used in the Regexp Query request'),
  ]);
});
