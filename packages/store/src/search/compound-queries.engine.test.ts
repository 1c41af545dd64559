import type { Json } from '@longshore/common/json';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SearchIndex } from '../index/target.ts';
import { openTestEngine, type TestEngine } from '../testing.ts';
import { openTestIndex, openTestSearch } from './test-index.ts';

let opened: TestEngine;
let index: SearchIndex;
let search: ReturnType<typeof openTestSearch>['search'];

beforeAll(async () => {
  opened = await openTestEngine();
  index = await openTestIndex(opened, 'ships', {
    properties: {
      kind: { type: 'keyword' },
      tags: { type: 'keyword' },
      needed: { type: 'long' },
      unused: { type: 'long' },
    },
    documents: [
      { kind: 'tug', tags: ['a', 'b', 'c'], needed: 2 },
      { kind: 'ferry', tags: ['a'], needed: 2 },
      { kind: 'ferry', tags: ['b'], needed: 0 },
      { tags: ['x'], needed: 0 },
      { tags: ['a', 'b', 'c'] },
    ],
  });
  ({ search } = openTestSearch(opened));
});
afterAll(() => opened.close());

/** The ids of hits with their scores, by score. */
const scores = async (query: Json) => {
  const { hits } = await search([index], { query });
  return hits.hits.map(({ _id, _score }) => [_id, _score]);
};
/** Of a score that does not depend on how rare the term is. */
const term = (field: string, value: string, boost = 1): Json => ({
  constant_score: { filter: { term: { [field]: value } }, boost },
});

test('dis_max finds what any query does and scores it by the best', async () => {
  const queries = [term('kind', 'ferry', 4), term('tags', 'a', 2), term('tags', 'b', 1)];
  expect(await scores({ dis_max: { queries } })).toEqual([
    ['2', 4],
    ['3', 4],
    ['1', 2],
    ['5', 2],
  ]);
  expect(await scores({ dis_max: { queries, tie_breaker: 0.5, boost: 10 } })).toEqual([
    ['2', 50],
    ['3', 45],
    ['1', 25],
    ['5', 25],
  ]);
});

test('dis_max of one query scores as that does', async () => {
  const found = await scores({ dis_max: { queries: [term('kind', 'tug', 3)], boost: 2 } });
  expect(found).toEqual([['1', 6]]);
});

test('boosting finds what the positive query does, the negative below', async () => {
  const query = {
    boosting: {
      positive: term('tags', 'a', 2),
      negative: term('kind', 'tug'),
      negative_boost: 0.25,
    },
  };
  expect(await scores(query)).toEqual([
    ['2', 2],
    ['5', 2],
    ['1', 0.5],
  ]);
});

test('a wrapper is the query that is in it', async () => {
  const query = Buffer.from(JSON.stringify(term('kind', 'tug', 7))).toString('base64');
  expect(await scores({ wrapper: { query } })).toEqual([['1', 7]]);
});

test('terms_set finds documents with as many of the terms as their field asks for, and one at least', async () => {
  const tags = { terms: ['a', 'b'], minimum_should_match_field: 'needed', boost: 2 };
  expect(await scores({ terms_set: { tags } })).toEqual([
    ['1', 2],
    ['3', 2],
  ]);
});

test('terms_set finds documents with as many of the terms as a script says', async () => {
  const source = 'Math.min(params.num_terms, params.most)';
  const script = { source, params: { most: 2 } };
  const tags = { terms: ['a', 'b', 'c'], minimum_should_match_script: script };
  expect(await scores({ terms_set: { tags } })).toEqual([
    ['1', 1],
    ['5', 1],
  ]);
});

test('terms_set finds nothing by a field without values, and without terms', async () => {
  const tags = { terms: ['a'], minimum_should_match_field: 'unused' };
  expect(await scores({ terms_set: { tags } })).toEqual([]);
  const none = { terms: [], minimum_should_match_field: 'needed' };
  expect(await scores({ terms_set: { tags: none } })).toEqual([]);
});

test.each<readonly [Json, string]>([
  [{ dis_max: { queries: [] } }, 'at least one clause'],
  [{ dis_max: { queries: [{ match_all: {} }], tie: 1 } }, 'unknown field [tie]'],
  [{ boosting: { positive: { match_all: {} }, negative_boost: 1 } }, "requires 'negative'"],
  [
    { boosting: { positive: { match_all: {} }, negative: { match_all: {} } } },
    'requires [negative_boost]',
  ],
  [{ wrapper: { query: 'e30' } }, 'empty clause'],
  [{ wrapper: { query: '!' } }, 'not JSON in base64'],
  [{ wrapper: {} }, 'has no [query]'],
  [{ terms_set: { tags: { terms: ['a'] } } }, 'needs either [minimum_should_match_field]'],
  [
    { terms_set: { tags: { terms: ['a'], minimum_should_match_field: 'kind' } } },
    'must be an integer field',
  ],
  [
    { terms_set: { tags: { terms: ['a'], minimum_should_match_field: 'nothing' } } },
    'failed to find minimum_should_match field [nothing]',
  ],
])('%j is refused', async (query, reason) => {
  await expect(search([index], { query })).rejects.toSatisfy((error) => {
    const { message, cause } = error as Error;
    return `${message} ${cause instanceof Error ? cause.message : ''}`.includes(reason);
  });
});
