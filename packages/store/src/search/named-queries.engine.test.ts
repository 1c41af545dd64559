import type { Json } from '@longshore/common/json';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SearchIndex } from '../index/target.ts';
import { openTestEngine, type TestEngine } from '../testing.ts';
import { openTestIndex, openTestSearch } from './test-index.ts';

let opened: TestEngine;
let indices: readonly SearchIndex[];
let search: ReturnType<typeof openTestSearch>['search'];

beforeAll(async () => {
  opened = await openTestEngine();
  const properties = { kind: { type: 'keyword' }, name: { type: 'text' } };
  indices = [
    await openTestIndex(opened, 'a', {
      properties,
      documents: [{ kind: 'tug', name: 'old one' }, { kind: 'ferry' }],
    }),
    await openTestIndex(opened, 'b', {
      properties: {},
      documents: [{ other: 1 }],
    }),
  ];
  ({ search } = openTestSearch(opened));
});
afterAll(() => opened.close());

const matched = async (query: Json, more: object = {}) => {
  const { hits } = await search(indices, { query, sort: '_id', ...more });
  return hits.hits.map((hit) => (hit as { readonly matched_queries?: Json }).matched_queries);
};

const all = { match_all: { _name: 'all' } };

test('each named query is asked by itself, whatever the queries around it say', async () => {
  const both = {
    bool: { must: [{ term: { kind: { value: 'tug', _name: 'tug' } } }, { match_none: {} }] },
  };
  const found = await matched({ bool: { must: all, should: [both] } });
  expect(found).toEqual([['all', 'tug'], ['all'], ['all']]);
});

test('queries have names wherever parameters stand', async () => {
  const should: Json = [
    { term: { kind: 'tug', _name: 'short' } },
    { terms: { kind: ['tug'], _name: 'terms' } },
    { match: { name: { query: 'old', _name: 'match' } } },
    { prefix: { kind: { value: 't', _name: 'prefix' } } },
    { ids: { values: ['1'], _name: 'ids' } },
    { exists: { field: 'name', _name: 'exists' } },
    { query_string: { query: 'old', _name: 'text' } },
    {
      constant_score: {
        filter: { term: { kind: { value: 'tug', _name: 'inner' } } },
        _name: 'constant',
      },
    },
  ];
  const [first] = await matched({ bool: { must_not: { match_none: { _name: 'none' } }, should } });
  expect(first).toEqual([
    'short',
    'terms',
    'match',
    'prefix',
    'ids',
    'exists',
    'text',
    'constant',
    'inner',
  ]);
});

test('scores come with the names where they are asked for', async () => {
  const query = {
    bool: { must: all, should: { term: { kind: { value: 'ferry', boost: 2.5, _name: 'ferry' } } } },
  };
  const found = await matched(query, { include_named_queries_score: true });
  expect(found).toEqual([{ all: 1 }, { all: 1 }, { all: 1, ferry: 2.5 }]);
});

test('hits that match no named query, and searches without one, say nothing', async () => {
  const query = {
    bool: { must: { match_all: {} }, should: { term: { kind: { value: 'x', _name: 'x' } } } },
  };
  expect(await matched(query)).toEqual([undefined, undefined, undefined]);
  expect(await matched({ match_all: {} })).toEqual([undefined, undefined, undefined]);
});

test('a clause with a member [_name] of its own is not a named query', async () => {
  await expect(matched({ bool: { must: { _name: 'x' } } })).rejects.toThrow(
    'unknown query [_name]',
  );
});
