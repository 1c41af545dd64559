import type { Json, JsonObject } from '@longshore/common/json';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SearchIndex } from '../index/target.ts';
import { openTestEngine, type TestEngine } from '../testing.ts';
import { parseSearch } from './parse-search.ts';
import { type Answer, openTestIndex, openTestSearch } from './test-index.ts';

let opened: TestEngine;
let docs: SearchIndex;
let other: SearchIndex;
let search: (indices: readonly SearchIndex[], body: Json) => Promise<Answer>;

/** Scores a document by its number of stars: 1 for each. */
const STARS: JsonObject = {
  bool: {
    should: [1, 2, 3].map((stars) => ({
      constant_score: { filter: { range: { stars: { gte: stars } } } },
    })),
  },
};

beforeAll(async () => {
  opened = await openTestEngine();
  const properties = {
    stars: { type: 'long' },
    name: { type: 'keyword' },
    v: { type: 'keyword' },
  };
  docs = await openTestIndex(opened, 'docs', {
    properties,
    documents: [
      { stars: 1, name: 'a', v: '1.10' },
      { stars: 3, name: 'b', v: '1.9' },
      { stars: 2, name: 'c', v: '1.2' },
      { stars: 2, name: 'd' },
    ],
  });
  other = await openTestIndex(opened, 'other', {
    properties,
    documents: [{ stars: 2, name: 'e' }],
  });
  ({ search } = openTestSearch(opened));
});
afterAll(() => opened.close());

const show = ({ hits }: Answer) =>
  hits.hits.map(({ _source, _score }) => [String(_source?.name), _score]);

describe('min_score', () => {
  test('leaves out of hits, total and aggregations what scores less', async () => {
    const found = await search([docs], {
      query: STARS,
      min_score: 2,
      aggs: { sum: { sum: { field: 'stars' } } },
    });
    expect(show(found)).toEqual([
      ['b', 3],
      ['c', 2],
      ['d', 2],
    ]);
    expect(found.hits.total?.value).toBe(3);
    expect(found.aggregations).toEqual({ sum: { value: 7 } });
  });

  test('leaves nothing of matches that all score less, whatever the sort', async () => {
    const found = await search([docs], { min_score: 1.5, sort: ['stars'] });
    expect(found.hits.total?.value).toBe(0);
  });
});

describe('terminate_after', () => {
  test('counts the first documents of each index only', async () => {
    const found = await search([docs, other], {
      query: { range: { stars: { gte: 2 } } },
      terminate_after: 2,
      sort: [{ name: 'desc' }],
      aggs: { sum: { sum: { field: 'stars' } } },
    });
    expect(found).toMatchObject({
      terminated_early: true,
      hits: { total: { value: 3, relation: 'eq' } },
      aggregations: { sum: { value: 7 } },
    });
    expect(show(found).map(([name]) => name)).toEqual(['e', 'c', 'b']);
  });

  test('is early only if there are more', async () => {
    const body = { size: 0, terminate_after: 4 };
    expect(await search([docs], body)).toMatchObject({
      terminated_early: false,
      hits: { total: { value: 4 } },
    });
    expect(await search([docs], { ...body, terminate_after: 3 })).toMatchObject({
      terminated_early: true,
      hits: { total: { value: 3 } },
    });
  });
});

test('indices_boost multiplies the scores of an index', async () => {
  const found = await search([docs, other], {
    query: STARS,
    indices_boost: [{ other: 2.5 }, { other: 9 }],
    size: 2,
  });
  expect(show(found)).toEqual([
    ['e', 5],
    ['b', 3],
  ]);
});

describe('max_score', () => {
  test.each<readonly [JsonObject, number | null]>([
    [{ from: 2 }, 3],
    [{ sort: [{ stars: 'asc' }], size: 1, track_scores: true }, 3],
    [{ sort: [{ stars: 'asc' }], size: 1 }, null],
    [{ sort: [{ _score: 'asc' }], size: 1 }, 3],
    [{ size: 0 }, null],
  ])('%j', async (body, expected) => {
    const found = await search([docs], { query: STARS, ...body });
    expect(found.hits.max_score).toBe(expected);
  });
});

describe('rescore', () => {
  const second = (name: string): JsonObject => ({
    constant_score: { filter: { term: { name } }, boost: 10 },
  });
  const rescore = (more: JsonObject, window: number): JsonObject => ({
    window_size: window,
    query: { rescore_query: second('c'), ...more },
  });

  test.each<readonly [JsonObject, number]>([
    [{}, 12],
    [{ query_weight: 0.5, rescore_query_weight: 2 }, 21],
    [{ score_mode: 'multiply' }, 20],
    [{ score_mode: 'avg' }, 6],
    [{ score_mode: 'max' }, 10],
    [{ score_mode: 'min', query_weight: 8 }, 10],
  ])('%j gives the third hit of the first query a score of %d', async (more, expected) => {
    const found = await search([docs], { query: STARS, rescore: rescore(more, 10) });
    expect(show(found)).toContainEqual(['c', expected]);
  });

  test('looks at the window only, and what is behind it keeps the part of the first query', async () => {
    const found = await search([docs], {
      query: STARS,
      rescore: [rescore({ query_weight: 2 }, 1), rescore({}, 4)],
      size: 2,
    });
    expect(show(found)).toEqual([
      ['c', 14],
      ['b', 6],
    ]);
    const narrow = await search([docs], { query: STARS, rescore: rescore({}, 1) });
    expect(show(narrow)[0]).toEqual(['b', 3]);
  });

  test('pages through what was rescored', async () => {
    const found = await search([docs], { query: STARS, rescore: rescore({}, 4), from: 1, size: 1 });
    expect(show(found)).toEqual([['b', 3]]);
    expect(found.hits.max_score).toBe(12);
  });
});

describe('sort by a script', () => {
  test('that gives a number', async () => {
    const found = await search([docs], {
      sort: [
        {
          _script: {
            type: 'number',
            order: 'desc',
            script: { source: "doc['stars'].value * params.factor", params: { factor: -1 } },
          },
        },
        '_doc',
      ],
    });
    expect(found.hits.hits.map(({ sort }) => sort?.[0])).toEqual([-1, -2, -2, -3]);
    expect(show(found).map(([name]) => name)).toEqual(['a', 'c', 'd', 'b']);
  });

  test('that gives a version, and nothing for a document without a value, which comes last', async () => {
    const found = await search([docs], {
      sort: { _script: { type: 'version', script: "doc['v'].value" } },
    });
    expect(found.hits.hits.map(({ sort }) => sort?.[0])).toEqual(['1.2', '1.9', '1.10', null]);
  });

  test('is refused where it gives something else', async () => {
    const sort = { _script: { type: 'string', script: "doc['stars'].value" } };
    await expect(search([docs], { sort })).rejects.toMatchObject({
      cause: { message: expect.stringContaining('a script that gives a string, not [long]') },
    });
  });
});

test('top_hits show the scores of the search, and those of a sort if asked for', async () => {
  const body: JsonObject = {
    query: { term: { name: 'b' } },
    size: 0,
    aggs: {
      top: { top_hits: { _source: false } },
      sorted: { top_hits: { _source: false, sort: ['stars'], track_scores: true } },
    },
  };
  // One of four documents: ln(1 + (4 - 1 + 0.5) / (1 + 0.5)).
  const score = 1.2039728;
  expect((await search([docs], body)).aggregations).toMatchObject({
    top: { hits: { max_score: score, hits: [{ _score: score }] } },
    sorted: { hits: { max_score: score, hits: [{ _score: score, sort: [3] }] } },
  });
});

test('profile says which statements were run, in the shape of profiles', async () => {
  const found = await search([docs], {
    query: STARS,
    profile: true,
    aggs: { s: { sum: { field: 'stars' } } },
  });
  expect(found).toMatchObject({
    profile: {
      shards: [
        {
          id: '[longshore][docs][0]',
          searches: [{ query: [{ type: 'bool', children: [{ type: 'constant_score' }, {}, {}] }] }],
          aggregations: [{ type: 'sum', description: 's' }],
          statements: expect.arrayContaining([
            expect.objectContaining({ purpose: 'hits', sql: expect.stringContaining('SELECT') }),
            expect.objectContaining({ purpose: 'total', rows: 1 }),
            expect.objectContaining({ purpose: 'aggregations', rows: 1 }),
          ]),
        },
      ],
    },
  });
});

test.each<readonly [Json, RegExp]>([
  [{ sise: 1 }, /Unknown key for a VALUE_NUMBER in \[sise\]\. Did you mean \[size\]\?/],
  [{ terminate_after: -1 }, /terminateAfter must be > 0/],
  [{ rescore: { window_size: 10_001, query: {} } }, /Rescore window \[10001\] is too large/],
  [{ rescore: { window_size: 1 } }, /missing rescore type/],
  [
    { sort: ['n'], rescore: { query: { rescore_query: { match_all: {} } } } },
    /Cannot use \[sort\] option in conjunction with \[rescore\]/,
  ],
  [{ sort: [{ _script: { type: 'x', script: '1' } }] }, /Unknown ScriptSortType \[x\]/],
  [{ indices_boost: [{ a: -1 }] }, /must be a number that is not negative/],
])('%j is refused', (body, reason) => {
  expect(() => parseSearch(body)).toThrow(reason);
});
