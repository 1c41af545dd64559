import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SearchIndex } from '../index/target.ts';
import { openTestEngine } from '../testing.ts';
import { parseQuery } from './parse-query.ts';
import { parseSearch } from './parse-search.ts';
import { Searcher } from './search.ts';
import { openTestIndex } from './test-index.ts';

let engine: Awaited<ReturnType<typeof openTestEngine>>;
let index: SearchIndex;
let searcher: Searcher;

beforeAll(async () => {
  engine = await openTestEngine();
  // Fields that are called like the columns of an explanation.
  const properties = { m1: { type: 'keyword' }, v1: { type: 'long' } };
  const documents = [
    { m1: 'tug', v1: 11 },
    { m1: 'ferry', v1: 24 },
  ];
  index = await openTestIndex(engine, 'ships', { properties, documents });
  searcher = new Searcher(engine.engine);
});
afterAll(() => engine.close());

const TUG = { term: { m1: { value: 'tug', boost: 3 } } };
const FAST = { range: { v1: { gte: 20 } } };

/** One of two documents has the value, whose boost is 3: 3 ln(1 + (2 - 1 + 0.5) / (1 + 0.5)) = 3 ln 2. */
const SCORE_OF_TUG = 2.0794415;
/** With the boost of 2, and 1 of `match_all`: 2 (1 + 3 ln 2). */
const SCORE_OF_BOTH = 6.158883;

const explain = (id: string, query: object) =>
  searcher.explain(
    index,
    { id, query: parseQuery(JSON.parse(JSON.stringify(query))) },
    AbortSignal.timeout(30_000),
  );

test('the score of a bool is that of its clauses that match, and filters score nothing', async () => {
  const query = {
    bool: { must: [{ match_all: {} }], should: [TUG, FAST], filter: [TUG], boost: 2 },
  };
  expect(await explain('1', query)).toEqual({
    matched: true,
    explanation: {
      value: SCORE_OF_BOTH,
      description: 'sum of, times the boost:',
      details: [
        { value: 1, description: 'constant score of {"match_all":{}}', details: [] },
        { value: 0, description: expect.stringContaining('match without a score'), details: [] },
        { value: SCORE_OF_TUG, description: expect.stringContaining('"boost":3'), details: [] },
      ],
    },
  });
});

test('of what does not match the clauses are named that are to blame', async () => {
  const query = { bool: { must: [FAST], must_not: [TUG] } };
  const explained = await explain('1', query);
  expect(explained?.matched).toBe(false);
  expect(explained?.explanation.details.map(({ description }) => description)).toEqual([
    expect.stringMatching(/^no match on required clause \(\{"range"/),
    expect.stringMatching(/^match on prohibited clause \(\{"term"/),
  ]);
});

test('a document that is not there is not explained', async () => {
  expect(await explain('9', TUG)).toBeUndefined();
});

test('hits show how their scores come about when that is asked for', async () => {
  const request = parseSearch({ explain: true, query: { bool: { should: [TUG, FAST] } } });
  const answer = await searcher.search([index], request, {
    signal: AbortSignal.timeout(30_000),
    typedKeys: false,
  });
  expect(answer.hits).toMatchObject({
    hits: [
      {
        _id: '1',
        _score: SCORE_OF_TUG,
        _explanation: { value: SCORE_OF_TUG, details: [{ value: SCORE_OF_TUG }] },
      },
      { _id: '2', _score: 1, _explanation: { value: 1, details: [{ value: 1 }] } },
    ],
  });
});
