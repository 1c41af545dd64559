import type { Json } from '@longshore/common/json';
import { beforeAll, expect, test } from 'vitest';
import type { SearchIndex } from '../index/target.ts';
import { openTestEngine } from '../testing.ts';
import { openTestIndex, openTestSearch } from './test-index.ts';

/** In the order that they sort in; their place is their number. */
const VERSIONS = [
  '0.9.9',
  '1.0',
  '1.0.0-1',
  '1.0.0-2',
  '1.0.0-11',
  '1.0.0-alpha',
  '1.0.0-alpha+build',
  '1.0.0-alpha.1',
  '1.0.0-alpha.2',
  '1.0.0-alpha.11',
  '1.0.0-alpha.beta',
  '1.0.0-rc11',
  '1.0.0-rc2',
  '1.0.0',
  '1.0.0+20130313',
  '1.0.0.0',
  '1.9.0',
  '1.10.0',
  '2.0.0',
  '10.0.0',
  '2147483647.0',
  '',
  '01.2.3',
  '1..2',
  '1.2.3 beta',
  'latest',
  'v1.2.3',
];

let index: SearchIndex;
let found: ReturnType<typeof openTestSearch>;

beforeAll(async () => {
  const engine = await openTestEngine();
  found = openTestSearch(engine);
  const properties = { version: { type: 'version' }, all: { type: 'version' } };
  const shuffled = VERSIONS.map((version, i) => ({ version, place: i })).sort(
    (a, b) => ((a.place * 11) % VERSIONS.length) - ((b.place * 11) % VERSIONS.length),
  );
  const lists = [{ all: ['2.0', '10.0'] }, { all: ['9.0', '3.0-rc1'] }, {}];
  index = await openTestIndex(engine, 'versions', {
    properties,
    documents: [...shuffled, ...lists],
  });
});

async function sorted(body: { readonly [key: string]: Json }): Promise<readonly Json[]> {
  const { hits } = await found.search([index], { size: 100, ...body });
  return JSON.parse(JSON.stringify(hits.hits.map(({ sort }) => sort?.[0] ?? null)));
}

const having = (field: string): Json => ({ exists: { field } });

test('versions sort as such, both ways', async () => {
  const query = having('version');
  expect(await sorted({ query, sort: 'version' })).toEqual(VERSIONS);
  expect(await sorted({ query, sort: [{ version: 'desc' }] })).toEqual([...VERSIONS].reverse());
});

test('a page goes on behind a version', async () => {
  const page = { query: having('version'), sort: 'version', search_after: ['1.9.0'] };
  expect(await sorted({ ...page, size: 3 })).toEqual(['1.10.0', '2.0.0', '10.0.0']);
});

test('a list sorts by its first version going up and by its last going down', async () => {
  const query = having('all');
  expect(await sorted({ query, sort: 'all' })).toEqual(['2.0', '3.0-rc1']);
  expect(await sorted({ query, sort: [{ all: 'desc' }] })).toEqual(['10.0', '9.0']);
});

test('documents without a version take the place of the given one', async () => {
  const query = { bool: { must_not: having('version') } };
  const sort = [{ all: { order: 'asc', missing: '3.0-rc2' } }];
  expect(await sorted({ query, sort })).toEqual(['2.0', '3.0-rc1', '3.0-rc2']);
});

test.each<[Json, readonly string[]]>([
  [{ gt: '1.0.0', lt: '1.10.0' }, ['1.0.0+20130313', '1.0.0.0', '1.9.0']],
  [{ gte: '1.10.0', lte: '10.0.0' }, ['1.10.0', '2.0.0', '10.0.0']],
  [{ gte: '1.0.0-rc2', lte: '1.0.0' }, ['1.0.0-rc2', '1.0.0']],
  [{ gt: 'latest' }, ['v1.2.3']],
])('the range %j is one of versions', async (bounds, versions) => {
  const query = { range: { version: bounds } };
  expect(await sorted({ query, sort: 'version' })).toEqual(versions);
});

test('a range over lists finds any of their versions', async () => {
  const query = { range: { all: { gte: '3.0-rc1', lt: '9.0' } } };
  expect(await sorted({ query, sort: 'all' })).toEqual(['3.0-rc1']);
});

test.each<[string, Json, readonly string[]]>([
  ['term', { term: { version: '1.10.0' } }, ['1.10.0']],
  ['prefix', { prefix: { version: '1.0.0-rc' } }, ['1.0.0-rc11', '1.0.0-rc2']],
  ['wildcard', { wildcard: { version: '*.10.*' } }, ['1.10.0']],
  ['regexp', { regexp: { version: '1\\.9.*' } }, ['1.9.0']],
])('a %s compares the text of a version', async (_name, query, versions) => {
  expect(await sorted({ query, sort: 'version' })).toEqual(versions);
});

test('buckets of versions are ordered as versions by their key, and among equal counts', async () => {
  const keys = async (field: string, order: Json) => {
    const aggs = { all: { terms: { field, order, size: 100 } } };
    const { aggregations } = await found.search([index], { size: 0, aggs });
    const { all } = JSON.parse(JSON.stringify(aggregations));
    return all.buckets.map(({ key }: { readonly key: string }) => key);
  };
  expect(await keys('version', { _key: 'asc' })).toEqual(VERSIONS);
  expect(await keys('version', { _key: 'desc' })).toEqual([...VERSIONS].reverse());
  expect(await keys('all', { _count: 'desc' })).toEqual(['2.0', '3.0-rc1', '9.0', '10.0']);
});
