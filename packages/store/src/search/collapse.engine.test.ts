import type { Json } from '@longshore/common/json';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SearchIndex } from '../index/target.ts';
import { openTestEngine, type TestEngine } from '../testing.ts';
import { openTestIndex, openTestSearch } from './test-index.ts';

let opened: TestEngine;
let logs: SearchIndex;
let more: SearchIndex;
let stream: SearchIndex;
let search: ReturnType<typeof openTestSearch>['search'];

const properties = {
  host: { type: 'keyword' },
  code: { type: 'long' },
  unused: { type: 'long' },
  at: { type: 'date' },
  message: { type: 'text' },
};

beforeAll(async () => {
  opened = await openTestEngine();
  logs = await openTestIndex(opened, 'logs', {
    properties,
    documents: [
      { host: 'a', code: 1, n: 10 },
      { host: 'b', code: 1, n: 60, at: 1_700_000_000_000 },
      { host: 'a', code: 2, n: 30 },
      { n: 50 },
      { host: 'c', code: 2, n: 20 },
      { n: 40 },
    ],
  });
  more = await openTestIndex(opened, 'more', {
    properties: { ...properties, code: { type: 'double' } },
    documents: [
      { host: 'c', code: 1.5, n: 70 },
      { host: ['d'], n: 5 },
      { host: 'e', n: 1, two: ['x', 'y'] },
    ],
  });
  stream = await openTestIndex(opened, 'stream', {
    isDataStream: true,
    properties: { '@timestamp': { type: 'date' }, host: { type: 'keyword' } },
    documents: [1, 2, 3, 4].map((s) => ({
      '@timestamp': 1_700_000_000_000 + s,
      host: s < 3 ? 'a' : 'b',
    })),
  });
  ({ search } = openTestSearch(opened));
});
afterAll(() => opened.close());

const hitsOf = async (indices: readonly SearchIndex[], body: object) => {
  const { hits } = await search(indices, { sort: { n: 'desc' }, ...body });
  return {
    total: hits.total?.value,
    ids: hits.hits.map(({ _index, _id }) => `${_index}/${_id}`),
    fields: hits.hits.map((hit) => (hit as { readonly fields?: Json }).fields),
  };
};

test('of hits with the same value the first is shown, with the value; those without one are a group', async () => {
  expect(await hitsOf([logs], { collapse: { field: 'host' } })).toEqual({
    total: 6,
    ids: ['logs/2', 'logs/4', 'logs/3', 'logs/5'],
    fields: [{ host: ['b'] }, undefined, { host: ['a'] }, { host: ['c'] }],
  });
});

test('pages are of groups', async () => {
  const page = await hitsOf([logs], { collapse: { field: 'host' }, from: 1, size: 2 });
  expect(page.ids).toEqual(['logs/4', 'logs/3']);
});

test('groups reach over indices, also where one has lists of one value', async () => {
  const found = await hitsOf([logs, more], { collapse: { field: 'host' } });
  expect(found.ids).toEqual(['more/1', 'logs/2', 'logs/4', 'logs/3', 'more/2', 'more/3']);
  const numbers = await hitsOf([logs, more], { collapse: { field: 'code' } });
  expect(numbers.ids).toEqual(['more/1', 'logs/2', 'logs/4', 'logs/3']);
});

test('a query, and no sort', async () => {
  const body = { collapse: { field: 'code' }, query: { exists: { field: 'code' } }, sort: [] };
  expect((await hitsOf([logs], body)).ids).toEqual(['logs/1', 'logs/3']);
});

test('a field without values makes one group of all', async () => {
  expect((await hitsOf([logs], { collapse: { field: 'unused' } })).ids).toEqual(['logs/2']);
});

test('the order of a table', async () => {
  const body = { collapse: { field: 'host' }, sort: { '@timestamp': 'desc' } };
  expect((await hitsOf([stream], body)).ids).toEqual(['stream/4', 'stream/2']);
});

test('a hit shows the hits of its group, over all indices', async () => {
  const best = { name: 'best', size: 1, sort: { n: 'asc' }, fields: ['code'], _source: false };
  const others = { name: 'others', from: 1, sort: { n: 'desc' }, _source: ['n'] };
  const collapse = { field: 'host', inner_hits: [best, others] };
  const body = {
    query: { range: { n: { gte: 20 } } },
    sort: { n: 'desc' },
    collapse,
    _source: false,
  };
  const { hits } = await search([logs, more], body);
  const shown = hits.hits.map(({ _index, _id, inner_hits: inner }: Inner) => ({
    hit: `${_index}/${_id}`,
    best: inner?.best?.hits,
    others: inner?.others?.hits.hits.map((one) => [`${one._index}/${one._id}`, one._source]),
  }));
  expect(shown).toMatchObject([
    // The host c is in both indices, and the group without a host has two documents.
    {
      hit: 'more/1',
      best: { total: { value: 2 }, hits: [{ _id: '5', fields: { code: [2] }, sort: [20] }] },
      others: [['logs/5', { n: 20 }]],
    },
    { hit: 'logs/2', best: { total: { value: 1 }, hits: [{ _id: '2' }] }, others: [] },
    {
      hit: 'logs/4',
      best: { total: { value: 2 }, hits: [{ _id: '6' }] },
      others: [['logs/6', { n: 40 }]],
    },
    { hit: 'logs/3', best: { total: { value: 1 }, hits: [{ _id: '3' }] }, others: [] },
  ]);
});

interface Inner {
  readonly _index: string;
  readonly _id: string;
  readonly inner_hits?: Readonly<
    Record<
      string,
      {
        readonly hits: {
          readonly hits: readonly { _index: string; _id: string; _source?: Json }[];
        };
      }
    >
  >;
}

test('search_after goes on behind a group, sorted by the same field', async () => {
  const body = { collapse: { field: 'host' }, sort: { host: 'asc' }, search_after: ['a'] };
  expect((await hitsOf([logs], body)).ids).toEqual(['logs/2', 'logs/5', 'logs/4']);
});

test.each<readonly [string, object]>([
  ['no mapping found for `nothing`', { collapse: { field: 'nothing' } }],
  ['only keywords and numbers are accepted', { collapse: { field: 'at' } }],
  ['Text fields are not optimised', { collapse: { field: 'message' } }],
  ['must be single valued', { collapse: { field: 'two.keyword' } }],
  ['Required [name] is missing', { collapse: { field: 'host', inner_hits: {} } }],
  ['already contains', { collapse: { field: 'host', inner_hits: [{ name: 'a' }, { name: 'a' }] } }],
  ['Inner result window', { collapse: { field: 'host', inner_hits: { name: 'a', size: 101 } } }],
  ['unknown field [size]', { collapse: { field: 'host', size: 1 } }],
  ['must be the same', { collapse: { field: 'host' }, search_after: [1] }],
])('%s', async (reason, body) => {
  const indices = reason === 'must be single valued' ? [more] : [logs];
  await expect(hitsOf(indices, { query: { exists: { field: 'n' } }, ...body })).rejects.toSatisfy(
    (error) => {
      const { message, cause } = error as Error;
      return `${message} ${cause instanceof Error ? cause.message : ''}`.includes(reason);
    },
  );
});
