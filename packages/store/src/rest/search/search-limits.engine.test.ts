import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { openTestStore, type TestStore } from '../testing.ts';

let store: TestStore;
beforeAll(async () => {
  store = await openTestStore();
  const properties = { word: { type: 'keyword' }, text: { type: 'text' }, n: { type: 'long' } };
  await store.call('PUT', '/ships', { mappings: { properties } });
  const documents = [1, 2, 3].flatMap((n) => [
    { index: { _index: 'ships', _id: String(n) } },
    { word: `w${n}`, text: `t${n}`, n },
  ]);
  await store.bulk(documents, '?refresh=true');
});
afterEach(() => putCluster({ 'search.*': null }));
afterAll(() => store.close());

const putCluster = (transient: object) => store.call('PUT', '/_cluster/settings', { transient });
const search = (body: object, query = '') => store.call('POST', `/ships/_search${query}`, body);
/** The first cause of an error. */
const reasonOf = ({ body }: Awaited<ReturnType<typeof search>>): string =>
  body.error.root_cause[0].reason;

test('search.max_buckets counts all buckets of an answer', async () => {
  const aggs = { w: { terms: { field: 'word' }, aggs: { n: { terms: { field: 'n' } } } } };
  // Three words with one number each.
  await putCluster({ 'search.max_buckets': 6 });
  expect((await search({ size: 0, aggs })).status).toBe(200);
  await putCluster({ 'search.max_buckets': 5 });
  const refused = await search({ size: 0, aggs });
  expect(refused).toMatchObject({
    status: 400,
    body: { error: { root_cause: [{ type: 'too_many_buckets_exception', max_buckets: 5 }] } },
  });
  expect(reasonOf(refused)).toBe(
    'Trying to create too many buckets. Must be less than or equal to: [5] but was [6]. This limit can be set by changing the [search.max_buckets] cluster level setting.',
  );
  const more = await putCluster({ 'search.max_buckets': 65_537 });
  expect([more.status, more.body.error.reason]).toEqual([
    400,
    'Failed to parse value [65537] for setting [search.max_buckets] must be <= 65536',
  ]);
});

test('search.default_search_timeout is the time of searches without one of their own', async () => {
  await putCluster({ 'search.default_search_timeout': '1nanos' });
  const all = { query: { match_all: {} } };
  expect((await search(all)).body).toMatchObject({
    timed_out: true,
    hits: { total: { value: 0, relation: 'gte' }, hits: [] },
  });
  expect((await search(all, '?timeout=20s')).body).toMatchObject({
    timed_out: false,
    hits: { total: { value: 3, relation: 'eq' } },
  });
});

test.each([
  ['prefix', { prefix: { word: 'w' } }],
  ['prefix', { match_bool_prefix: { text: 't' } }],
  ['wildcard', { wildcard: { word: 'w*1' } }],
  ['wildcard', { query_string: { query: 'word:w?' } }],
  ['regexp', { regexp: { text: 't.' } }],
  ['fuzzy', { bool: { must_not: { fuzzy: { word: 'w9' } } } }],
  ['fuzzy', { match: { text: { query: 't9', fuzziness: 1 } } }],
  ['script', { script: { script: "doc['n'].value > 1" } }],
  ['range', { range: { word: { gt: 'a' } } }],
])('without search.allow_expensive_queries, %s is refused: %j', async (name, query) => {
  expect((await search({ query })).status).toBe(200);
  await putCluster({ 'search.allow_expensive_queries': false });
  const refused = await search({ query });
  expect(refused.status).toBe(400);
  expect(reasonOf(refused)).toMatch(
    new RegExp(
      `^failed to create query: \\[${name}\\] queries .*cannot be executed when 'search.allow_expensive_queries' is set to false\\.$`,
    ),
  );
});

test('without search.allow_expensive_queries, what looks values up is answered', async () => {
  await putCluster({ 'search.allow_expensive_queries': false });
  const filter = [
    { term: { word: 'w2' } },
    { range: { n: { gte: 2 } } },
    { match: { text: 't2' } },
  ];
  const { body } = await search({ query: { bool: { filter } } });
  expect(body.hits.total).toEqual({ value: 1, relation: 'eq' });
});

const script = { script: '1' };
test.each([
  [
    'max_result_window',
    { from: 1, size: 2 },
    'Result window is too large, from + size must be less than or equal to: [2] but was [3].',
  ],
  [
    'max_docvalue_fields_search',
    { docvalue_fields: ['word', 'n', 'n'] },
    'Trying to retrieve too many docvalue_fields. Must be less than or equal to: [2] but was [3].',
  ],
  [
    'max_script_fields',
    { script_fields: { a: script, b: script, c: script } },
    'Trying to retrieve too many script_fields. Must be less than or equal to: [2] but was [3].',
  ],
])('index.%s limits a search', async (setting, body, reason) => {
  const put = (value: number | null) => store.call('PUT', '/ships/_settings', { [setting]: value });
  await put(2);
  const refused = await search(body);
  await put(3);
  expect((await search(body)).status).toBe(200);
  await put(null);
  expect(refused).toMatchObject({
    status: 400,
    body: { error: { type: 'search_phase_execution_exception' } },
  });
  expect(reasonOf(refused)).toContain(reason);
  expect(reasonOf(refused)).toMatch(new RegExp(`\\[index\\.${setting}\\] index level setting\\.$`));
});
