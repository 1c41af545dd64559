import type { Json, JsonObject } from '@longshore/common/json';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SearchIndex } from '../../index/target.ts';
import { openTestEngine, type TestEngine } from '../../testing.ts';
import { openTestIndex, openTestSearch } from '../test-index.ts';

let engine: TestEngine;
let posts: SearchIndex;
let find: ReturnType<typeof openTestSearch>;

beforeAll(async () => {
  engine = await openTestEngine();
  find = openTestSearch(engine);
  posts = await openTestIndex(engine, 'posts', {
    properties: {
      group: { type: 'keyword' },
      n: { type: 'integer' },
      comments: {
        type: 'nested',
        properties: {
          author: { type: 'keyword' },
          text: { type: 'text' },
          at: { type: 'date' },
          stars: { type: 'integer' },
          votes: { type: 'nested', properties: { by: { type: 'keyword' } } },
        },
      },
    },
    documents: [
      {
        group: 'a',
        n: 1,
        comments: [
          { author: 'kim', text: 'a quick fox', at: '2026-01-02', stars: 2, votes: [{ by: 'x' }] },
          { author: 'lee', text: 'a slow fox', at: '2026-01-01', stars: 5 },
          { author: 'kim', text: 'no', stars: 4, votes: [{ by: 'y' }, { by: 'x' }] },
        ],
      },
      { group: 'a', n: 2, comments: { author: 'lee', text: 'fox', stars: 1 } },
      { group: 'b', n: 3, comments: [{ author: 'kim', stars: 3 }] },
      { n: 4 },
    ],
  });
}, 60_000);
afterAll(() => engine.close());

async function hitsOf(body: JsonObject): Promise<readonly Record<string, never>[]> {
  const { hits } = await find.search([posts], { sort: '_doc', _source: false, ...body });
  return hits.hits as unknown as readonly Record<string, never>[];
}

const byKim = (inner: JsonObject, query: Json = { term: { 'comments.author': 'kim' } }) => ({
  query: { nested: { path: 'comments', query, inner_hits: inner } },
});

test('a hit shows the objects that match, each with where it is', async () => {
  expect(await hitsOf(byKim({ _source: ['comments.stars'] }))).toEqual([
    {
      _index: 'posts',
      _id: '1',
      _score: null,
      sort: [0],
      inner_hits: {
        comments: {
          hits: {
            total: { value: 2, relation: 'eq' },
            max_score: 1,
            hits: [
              {
                _index: 'posts',
                _id: '1',
                _nested: { field: 'comments', offset: 0 },
                _score: 1,
                _source: { stars: 2 },
              },
              {
                _index: 'posts',
                _id: '1',
                _nested: { field: 'comments', offset: 2 },
                _score: 1,
                _source: { stars: 4 },
              },
            ],
          },
        },
      },
    },
    {
      _index: 'posts',
      _id: '3',
      _score: null,
      sort: [2],
      inner_hits: {
        comments: {
          hits: {
            total: { value: 1, relation: 'eq' },
            max_score: 1,
            hits: [
              {
                _index: 'posts',
                _id: '3',
                _nested: { field: 'comments', offset: 0 },
                _score: 1,
                _source: { stars: 3 },
              },
            ],
          },
        },
      },
    },
  ]);
});

test('they are sorted, paged and shown as the request says', async () => {
  const inner = {
    name: 'best',
    sort: [{ 'comments.stars': 'desc' }],
    from: 1,
    size: 1,
    fields: [{ field: 'comments.at', format: 'yyyy' }, 'comments.author'],
    highlight: { fields: { 'comments.text': {} } },
    seq_no_primary_term: true,
  };
  const query = { match: { 'comments.text': 'fox' } };
  const [first] = await hitsOf(byKim(inner, query));
  expect(first?.inner_hits).toEqual({
    best: {
      hits: {
        total: { value: 2, relation: 'eq' },
        max_score: null,
        hits: [
          {
            _index: 'posts',
            _id: '1',
            _nested: { field: 'comments', offset: 0 },
            _seq_no: 0,
            _primary_term: 1,
            _score: null,
            _source: {
              author: 'kim',
              text: 'a quick fox',
              at: '2026-01-02',
              stars: 2,
              votes: [{ by: 'x' }],
            },
            fields: { 'comments.at': ['2026'], 'comments.author': ['kim'] },
            highlight: { 'comments.text': ['a quick <em>fox</em>'] },
            sort: [2],
          },
        ],
      },
    },
  });
});

test('objects in objects are inner hits of those, or of the document', async () => {
  const votes = {
    nested: {
      path: 'comments.votes',
      query: { term: { 'comments.votes.by': 'x' } },
      inner_hits: {},
    },
  };
  const atOffset = (comment: number, vote: number) => ({
    _id: '1',
    _nested: { field: 'comments', offset: comment, _nested: { field: 'votes', offset: vote } },
    _source: { by: 'x' },
  });
  expect(await hitsOf({ query: votes })).toMatchObject([
    { inner_hits: { 'comments.votes': { hits: { hits: [atOffset(0, 0), atOffset(2, 1)] } } } },
  ]);
  expect(await hitsOf(byKim({}, votes))).toMatchObject([
    {
      inner_hits: {
        comments: {
          hits: {
            total: { value: 2 },
            hits: [
              {
                inner_hits: {
                  'comments.votes': { hits: { total: { value: 1 }, hits: [atOffset(0, 0)] } },
                },
              },
              {
                inner_hits: {
                  'comments.votes': { hits: { total: { value: 1 }, hits: [atOffset(2, 1)] } },
                },
              },
            ],
          },
        },
      },
    },
  ]);
});

test('a hit that was found by something else has none', async () => {
  const should = [byKim({ size: 0 }).query, { term: { n: 4 } }];
  expect(await hitsOf({ query: { bool: { should } } })).toMatchObject([
    { _id: '1', inner_hits: { comments: { hits: { total: { value: 2 }, hits: [] } } } },
    { _id: '3', inner_hits: { comments: { hits: { total: { value: 1 }, hits: [] } } } },
    {
      _id: '4',
      inner_hits: { comments: { hits: { total: { value: 0 }, max_score: null, hits: [] } } },
    },
  ]);
});

test('the hits of an aggregation show theirs', async () => {
  const { aggregations } = await find.search([posts], {
    ...byKim({ _source: false, size: 1 }),
    size: 0,
    aggs: { first: { top_hits: { size: 1, sort: '_doc', _source: false } } },
  });
  expect(aggregations).toMatchObject({
    first: {
      hits: {
        hits: [
          {
            _id: '1',
            inner_hits: {
              comments: { hits: { total: { value: 2 }, hits: [{ _nested: { offset: 0 } }] } },
            },
          },
        ],
      },
    },
  });
});

const twice = { bool: { must: [byKim({}).query, byKim({}).query] } };

test.each([
  [
    byKim({ size: 101 }),
    "the inner hit definition's [comments]'s from + size must be less than or equal to: [100] but was [101]",
  ],
  [byKim({ size: -1 }), 'illegal size value'],
  [byKim({ order: 1 }), 'order'],
  [{ query: twice }, '[inner_hits] already contains an entry for key [comments]'],
])('refuses %j', async (body, reason) => {
  await expect(hitsOf(body)).rejects.toSatisfy((error) => {
    const { message, cause } = error as Error;
    expect(cause instanceof Error ? cause.message : message).toContain(reason);
    return true;
  });
});
