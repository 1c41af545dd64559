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
      title: { type: 'keyword' },
      comments: {
        type: 'nested',
        properties: {
          author: { type: 'keyword' },
          text: { type: 'text' },
          plain: { type: 'text', analyzer: 'english' },
          stars: { type: 'integer' },
          at: { type: 'date' },
          from: { type: 'ip' },
          seen: { type: 'boolean' },
          labels: { type: 'flattened' },
          votes: {
            type: 'nested',
            properties: { voter: { type: 'keyword' }, value: { type: 'integer' } },
          },
        },
      },
      parts: {
        type: 'nested',
        include_in_root: true,
        properties: { name: { type: 'keyword' }, size: { type: 'float' } },
      },
    },
    documents: [
      {
        title: 'a',
        comments: [
          {
            author: 'kim',
            text: 'A quick brown fox',
            plain: 'foxes running',
            stars: [1, 5],
            at: '2026-01-01',
            from: '10.0.0.1',
            seen: true,
            labels: { team: 'red' },
            votes: [
              { voter: 'lee', value: 1 },
              { voter: 'max', value: -1 },
            ],
          },
          { author: 'lee', text: 'slow dog', stars: 2, votes: { voter: 'kim', value: 1 } },
        ],
        parts: [
          { name: 'bow', size: 1.5 },
          { name: 'keel', size: 9 },
        ],
      },
      {
        title: 'b',
        comments: [
          { author: 'kim', text: ['slow', 'fox'], stars: 2 },
          { text: 'nobody said quick' },
          {},
        ],
        parts: { name: 'bow', size: 9 },
      },
      { title: 'c' },
      { title: 'd', comments: { author: ['kim', 'lee'], stars: 4, other: 'x\u0000y{z' } },
    ],
  });
}, 60_000);
afterAll(() => engine.close());

const nested = (query: Json, path = 'comments') => ({ nested: { path, query } });
const both = (...must: readonly Json[]) => nested({ bool: { must } });

test.each([
  [
    'all of it is in the same object',
    both({ term: { 'comments.author': 'kim' } }, { term: { 'comments.stars': 2 } }),
    ['2'],
  ],
  [
    'any of several values',
    both({ term: { 'comments.author': 'kim' } }, { term: { 'comments.stars': 5 } }),
    ['1'],
  ],
  [
    'an object with two authors',
    both({ term: { 'comments.author': 'kim' } }, { term: { 'comments.author': 'lee' } }),
    ['4'],
  ],
  [
    'an object without something',
    nested({ bool: { must_not: { exists: { field: 'comments.author' } } } }),
    ['2'],
  ],
  [
    'documents without such an object',
    { bool: { must_not: nested({ exists: { field: 'comments.author' } }) } },
    ['3'],
  ],
  ['every object', nested({ match_all: {} }), ['1', '2', '4']],
  [
    'objects with anything in them',
    nested({ bool: { must_not: { exists: { field: 'comments' } } } }),
    ['2'],
  ],
  [
    'words of a text',
    both({ match: { 'comments.text': 'FOX' } }, { term: { 'comments.author': 'kim' } }),
    ['1', '2'],
  ],
  [
    'words of several texts are no phrase',
    nested({ match_phrase: { 'comments.text': 'slow fox' } }),
    [],
  ],
  ['a phrase', nested({ match_phrase: { 'comments.text': 'quick brown' } }), ['1']],
  ['words by an analyzer', nested({ match: { 'comments.plain': 'run fox' } }), ['1']],
  ['a phrase by an analyzer', nested({ match_phrase: { 'comments.plain': 'fox run' } }), ['1']],
  ['the beginning of a word', nested({ prefix: { 'comments.text': 'qui' } }), ['1', '2']],
  ['a word that is misspelt', nested({ fuzzy: { 'comments.text': 'brwn' } }), ['1']],
  ['a pattern', nested({ wildcard: { 'comments.author': 'l*' } }), ['1', '4']],
  [
    'a query text',
    nested({ query_string: { query: 'comments.text:slow AND comments.stars:2' } }),
    ['1', '2'],
  ],
  ['a range of numbers', nested({ range: { 'comments.stars': { gt: 2, lt: 5 } } }), ['4']],
  ['a date', nested({ range: { 'comments.at': { gte: '2026-01-01', lt: '2026-01-02' } } }), ['1']],
  ['an address', nested({ term: { 'comments.from': '10.0.0.0/8' } }), ['1']],
  ['a truth value', nested({ term: { 'comments.seen': true } }), ['1']],
  ['a flattened field', nested({ term: { 'comments.labels.team': 'red' } }), ['1']],
  [
    'a field that documents brought',
    nested({ term: { 'comments.other.keyword': 'x\u0000y{z' } }),
    ['4'],
  ],
  ['nothing of the document around', nested({ term: { title: 'a' } }), []],
  [
    'objects in objects',
    nested(
      {
        bool: {
          must: [
            { term: { 'comments.votes.voter': 'lee' } },
            { term: { 'comments.votes.value': 1 } },
          ],
        },
      },
      'comments.votes',
    ),
    ['1'],
  ],
  [
    'not across objects in objects',
    nested(
      {
        bool: {
          must: [
            { term: { 'comments.votes.voter': 'lee' } },
            { term: { 'comments.votes.value': -1 } },
          ],
        },
      },
      'comments.votes',
    ),
    [],
  ],
  [
    'objects in an object',
    both(
      { term: { 'comments.author': 'lee' } },
      nested({ term: { 'comments.votes.voter': 'kim' } }, 'comments.votes'),
    ),
    ['1'],
  ],
  [
    'objects not in the same object',
    both(
      { term: { 'comments.author': 'kim' } },
      nested({ term: { 'comments.votes.voter': 'kim' } }, 'comments.votes'),
    ),
    [],
  ],
  ['no field of an object further in', nested({ term: { 'comments.votes.voter': 'kim' } }), []],
  [
    'fields that the document has, too',
    { bool: { must: [{ term: { 'parts.name': 'bow' } }, { term: { 'parts.size': 9 } }] } },
    ['1', '2'],
  ],
  [
    'the same in one object',
    nested(
      { bool: { must: [{ term: { 'parts.name': 'bow' } }, { term: { 'parts.size': 9 } }] } },
      'parts',
    ),
    ['2'],
  ],
  ['hidden from plain queries', { term: { 'comments.author': 'kim' } }, []],
  [
    'a path that is not mapped',
    { nested: { path: 'none', query: { match_all: {} }, ignore_unmapped: true } },
    [],
  ],
] as readonly (readonly [string, Json, readonly string[]])[])(
  'finds %s',
  async (_, query, expected) => {
    expect(await find.ids(posts, query)).toEqual(expected);
  },
);

test.each([
  ['avg', 3],
  ['sum', 6],
  ['max', 4],
  ['min', 2],
  ['none', 0],
])('scores by %s of the objects that match', async (mode, expected) => {
  const should = [
    { constant_score: { filter: { term: { 'comments.author': 'kim' } }, boost: 4 } },
    { constant_score: { filter: { term: { 'comments.author': 'lee' } }, boost: 2 } },
  ];
  const query = { nested: { path: 'comments', score_mode: mode, query: { bool: { should } } } };
  const { hits } = await find.search([posts], {
    query: { bool: { must: query, filter: { term: { title: 'a' } } } },
  });
  expect(hits.hits.map(({ _id, _score }) => [_id, _score])).toEqual([['1', expected]]);
});

test.each([
  [{ path: 'none', query: { match_all: {} } }, 'failed to find nested object under path [none]'],
  [
    { path: 'title', query: { match_all: {} } },
    'nested object under path [title] is not of nested type',
  ],
  [{ path: 'comments' }, "[nested] requires 'query' field"],
  [{ query: { match_all: {} } }, "[nested] requires 'path' field"],
  [
    { path: 'comments', query: { match_all: {} }, score_mode: 'best' },
    'No score mode for query [best] found',
  ],
  [{ path: 'comments', query: { match_all: {} }, size: 1 }, 'size'],
])('refuses %j', async (query, reason) => {
  await expect(find.search([posts], { query: { nested: query } })).rejects.toSatisfy((error) => {
    const { message, cause } = error as Error;
    expect(cause instanceof Error ? cause.message : message).toContain(reason);
    return true;
  });
});

const stars = (options: JsonObject = {}) => ({ nested: { path: 'comments' }, ...options });
const ofKim = { path: 'comments', filter: { term: { 'comments.author': 'kim' } } };

test.each<[string, JsonObject, readonly (readonly [string, Json])[]]>([
  [
    'the least value of all objects',
    stars(),
    [
      ['1', 1],
      ['2', 2],
      ['4', 4],
      ['3', '9223372036854775807'],
    ],
  ],
  [
    'the greatest',
    stars({ order: 'desc' }),
    [
      ['1', 5],
      ['4', 4],
      ['2', 2],
      ['3', '-9223372036854775808'],
    ],
  ],
  [
    'the sum of values',
    stars({ mode: 'sum', missing: 3 }),
    [
      ['2', 2],
      ['3', 3],
      ['4', 4],
      ['1', 8],
    ],
  ],
  [
    'the mean of objects that match',
    { nested: ofKim, mode: 'avg', missing: '_first' },
    [
      ['3', '-9223372036854775808'],
      ['2', 2],
      ['1', 3],
      ['4', 4],
    ],
  ],
])('sorts by %s', async (_, key, expected) => {
  const { hits } = await find.search([posts], { sort: { 'comments.stars': key }, _source: false });
  expect(hits.hits.map(({ _id, sort }) => [_id, Number(sort?.[0])])).toEqual(
    expected.map(([id, value]) => [id, Number(value)]),
  );
});

test('sorts by objects in objects', async () => {
  const votes = { path: 'comments.votes', filter: { term: { 'comments.votes.value': 1 } } };
  const nestedIn = (filter: JsonObject) => ({ path: 'comments', filter, nested: votes });
  const sort = async (sorted: JsonObject) => {
    const key = { 'comments.votes.voter': { nested: sorted } };
    const { hits } = await find.search([posts], { sort: key, _source: false });
    return hits.hits[0]?.sort;
  };
  expect(await sort(votes)).toEqual(['kim']);
  expect(await sort(nestedIn({ term: { 'comments.author': 'kim' } }))).toEqual(['lee']);
});

test('a page goes on behind the value of a nested object', async () => {
  const body = { sort: [{ 'comments.stars': stars() }], search_after: [2] };
  const { hits } = await find.search([posts], body);
  expect(hits.hits.map(({ _id }) => _id)).toEqual(['4', '3']);
});

test.each([
  [{ path: 'none' }, 'failed to find nested object under path [none]'],
  [{}, 'Required [path] is missing'],
  [{ path: 'comments', max_children: 1 }, '[max_children] is not supported'],
])('refuses to sort by %j', async (given, reason) => {
  const sort = { 'comments.stars': { nested: given } };
  await expect(find.search([posts], { sort })).rejects.toSatisfy((error) => {
    const { message, cause } = error as Error;
    expect(cause instanceof Error ? cause.message : message).toContain(reason);
    return true;
  });
});
