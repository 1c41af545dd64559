import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestStore, type TestStore } from '../testing.ts';

const DAYS = 12;

let store: TestStore;
beforeAll(async () => {
  store = await openTestStore();
  const create = (index: string, properties: object) =>
    store.call('PUT', `/${index}`, { mappings: { properties } });
  await create('kinds-a', { v: { type: 'keyword' }, n: { type: 'long' } });
  await create('kinds-b', { v: { type: 'text' }, n: { type: 'double' } });
  await create('kinds-c', { other: { type: 'keyword' } });
  const template = {
    index_patterns: ['days-*'],
    template: {
      settings: { number_of_replicas: 0 },
      mappings: {
        properties: { '@timestamp': { type: 'date' }, n: { type: 'long' }, msg: { type: 'text' } },
      },
    },
  };
  await store.call('PUT', '/_index_template/days', template);
  const days = Array.from({ length: DAYS }, (_, day) => [
    { index: { _index: `days-${day}`, _id: String(day) } },
    { '@timestamp': Date.UTC(2026, 0, 1 + day), n: day, msg: `day ${day}` },
  ]);
  await store.bulk(
    [
      ...[{ index: { _index: 'kinds-a', _id: 'a' } }, { v: 'x', n: 2 }],
      ...[{ index: { _index: 'kinds-b', _id: 'b' } }, { v: 'x', n: 1.5 }],
      ...[{ index: { _index: 'kinds-c', _id: 'c' } }, { other: 'x' }],
      ...days.flat(),
    ],
    '?refresh=true',
  );
});
afterAll(() => store.close());

const search = async (index: string, body: object, query = '') =>
  (await store.call('POST', `/${index}/_search${query}`, body)).body;
const idsOf = ({ hits }: { hits: { hits: { _id: string }[] } }) => hits.hits.map(({ _id }) => _id);

const NOT_SORTED = 'No mapping found for [n] in order to sort on';
const TEXT = /^Text fields are not optimised for operations/;

test.each([
  ['a sort on a field that it does not map', { sort: 'n' }, 'c', NOT_SORTED, ['b', 'a']],
  [
    'top_hits sorted by such a field',
    { sort: '_doc', aggs: { t: { top_hits: { sort: 'n' } } } },
    ...(['c', NOT_SORTED, ['a', 'b']] as const),
  ],
  [
    'an aggregation of words',
    { sort: '_doc', aggs: { t: { terms: { field: 'v' } } } },
    ...(['b', TEXT, ['a', 'c']] as const),
  ],
  [
    'a collapse by a field that it does not map',
    { collapse: { field: 'n' }, sort: '_doc' },
    ...(['c', /^no mapping found for `n`/, ['a', 'b']] as const),
  ],
])('%s fails one index and not the others', async (_, body, failed, reason, ids) => {
  const answer = await search('kinds-*', body);
  expect(answer._shards).toMatchObject({ total: 3, successful: 2, skipped: 0, failed: 1 });
  expect(answer._shards.failures).toEqual([
    {
      shard: 0,
      index: `kinds-${failed}`,
      node: 'longshore',
      reason: expect.objectContaining({
        reason: typeof reason === 'string' ? reason : expect.stringMatching(reason),
      }),
    },
  ]);
  expect(idsOf(answer)).toEqual(ids);
});

test('what fails in one index fails a search that has to be whole', async () => {
  const query = '?allow_partial_search_results=false';
  const answer = await store.call('POST', `/kinds-*/_search${query}`, { sort: 'n' });
  expect(answer).toMatchObject({
    status: 400,
    body: { error: { reason: 'Partial shards failure', failed_shards: [{ index: 'kinds-c' }] } },
  });
});

test('what fails in all indices fails the search', async () => {
  const answer = await store.call('POST', '/kinds-*/_search', { sort: 'nowhere' });
  expect(answer).toMatchObject({
    status: 400,
    body: { error: { type: 'search_phase_execution_exception', reason: 'all shards failed' } },
  });
});

test('whole and broken numbers are compared as numbers, and what has none comes last', async () => {
  const body = { sort: [{ n: { order: 'desc', unmapped_type: 'long' } }] };
  expect(idsOf(await search('kinds-*', body))).toEqual(['a', 'b', 'c']);
  const aggs = { s: { sum: { field: 'n' } }, t: { terms: { field: 'n' } } };
  expect((await search('kinds-*', { size: 0, aggs })).aggregations).toMatchObject({
    s: { value: 3.5 },
    t: { buckets: [{ key: 1.5 }, { key: 2 }] },
  });
});

test('words and values of the same name are both found', async () => {
  const query = { term: { v: 'x' } };
  const { _shards, ...answer } = await search('kinds-*', { query, sort: '_doc' });
  expect(_shards).toMatchObject({ total: 3, successful: 3, failed: 0 });
  expect(idsOf(answer)).toEqual(['a', 'b']);
});

test('indices whose time is not asked for are skipped', async () => {
  const range = { '@timestamp': { gte: '2026-01-05', lte: '2026-01-06' } };
  const answer = await search('days-*', { query: { range }, sort: 'n' });
  expect(answer._shards).toEqual({ total: DAYS, successful: DAYS, skipped: DAYS - 2, failed: 0 });
  expect(idsOf(answer)).toEqual(['4', '5']);
});

test('a search of many indices takes few statements', async () => {
  const { engine } = store.store;
  const query = engine.query.bind(engine);
  let statements = 0;
  Object.assign(engine, {
    query: (...given: Parameters<typeof query>) => {
      statements += 1;
      return query(...given);
    },
  });
  try {
    const answer = await search('days-*', { sort: [{ n: 'desc' }], size: DAYS });
    expect(idsOf(answer)).toEqual(Array.from({ length: DAYS }, (_, i) => String(DAYS - 1 - i)));
    // What the tables look like, the hits, their total, and their documents.
    expect(statements).toBeLessThanOrEqual(4);
  } finally {
    Object.assign(engine, { query });
  }
});

test('a search by words orders the hits of all indices by their scores', async () => {
  const answer = await search('days-*', { query: { match: { msg: 'day 7' } }, size: 2 });
  expect(answer.hits.total.value).toBe(DAYS);
  expect(idsOf(answer)[0]).toBe('7');
});
