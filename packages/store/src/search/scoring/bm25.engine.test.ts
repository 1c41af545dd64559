import type { Json } from '@longshore/common/json';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SearchIndex } from '../../index/target.ts';
import { raw, type Sql } from '../../sql/sql.ts';
import { openTestEngine, type TestEngine } from '../../testing.ts';
import { openTestIndex, openTestSearch } from '../test-index.ts';
import { StatisticsReader } from './load-statistics.ts';
import { StatisticsNeeds } from './statistics.ts';

/*
 * Worked out by hand for `text` and `split`, which have the same words in each document:
 *
 *   document  words                                                   length
 *   1         quick brown fox                                         3
 *   2         quick quick dog                                         3
 *   3         lazy dog sleeps all day                                 5
 *   4         fox                                                     1
 *   5         forty-nine times "w", after "brown" and "fox"          51
 *   6         none
 *
 * N = 5 documents have the field; average length (3 + 3 + 5 + 1 + 51) / 5 = 12.6.
 * idf of n = 3 (fox): ln(1 + (5 - 3 + 0.5) / (3 + 0.5)) = ln(12/7) = 0.538996501
 * idf of n = 2 (quick, brown, dog): ln(1 + 3.5/2.5) = ln(2.4)      = 0.875468737
 * norm of length 3: 1.2 * (0.25 + 0.75 * 3/12.6)  = 0.514285714
 * norm of length 1: 1.2 * (0.25 + 0.75 * 1/12.6)  = 0.371428571
 * Length 51 is kept in a byte, of 51 - 24 = 27 = 0b11011 only four binary digits: 0b11010 = 26, so as 24 + 26 = 50.
 * norm of length 51: 1.2 * (0.25 + 0.75 * 50/12.6) = 3.871428571
 */
const FOX = Math.log(12 / 7);
const TWO = Math.log(2.4);
const NORM_1 = 0.3 + 0.9 / 12.6;
const NORM_3 = 0.3 + 2.7 / 12.6;
const NORM_50 = 0.3 + 45 / 12.6;

let opened: TestEngine;
let index: SearchIndex;
let other: SearchIndex;
let search: ReturnType<typeof openTestSearch>['search'];

const TEXTS = [
  'Quick brown fox',
  'quick, quick dog',
  'lazy dog sleeps all day',
  'fox',
  `brown fox ${'w '.repeat(49)}`,
];

beforeAll(async () => {
  opened = await openTestEngine();
  const properties = {
    text: { type: 'text' },
    split: { type: 'text', analyzer: 'simple' },
    tag: { type: 'keyword' },
    tags: { type: 'keyword' },
    knots: { type: 'long' },
  };
  const documents = TEXTS.map((text, i) => ({
    text,
    split: text,
    tag: i < 2 ? 'common' : `rare-${i}`,
    tags: i === 0 ? ['a', 'b', 'b'] : ['a'],
    knots: i,
  }));
  index = await openTestIndex(opened, 'scored', {
    properties,
    documents: [...documents, { knots: 9 }],
  });
  other = await openTestIndex(opened, 'other', {
    properties: { tag: { type: 'keyword' } },
    documents: [{ tag: 'common' }, { tag: 'x' }, { tag: 'y' }],
  });
  ({ search } = openTestSearch(opened));
});
afterAll(() => opened.close());

const scores = async (query: Json, indices = [index], more: object = {}) => {
  const { hits } = await search(indices, { query, ...more } as Json);
  return hits.hits.map(({ _id, _score }) => [_id, Number((_score ?? -1).toFixed(5))]);
};
const rounded = (entries: readonly (readonly [string, number])[]) =>
  entries.map(([id, score]) => [id, Number(score.toFixed(5))]);
/** `weight * 2.2 * frequency / (frequency + norm)`. */
const score = (weight: number, frequency: number, norm: number) =>
  (weight * 2.2 * frequency) / (frequency + norm);

test.each(['text', 'split'])('words of %s score by rarity, frequency and length', async (field) => {
  expect(await scores({ match: { [field]: 'fox' } })).toEqual(
    // 0.538997 * 2.2 / 1.371429 = 0.86464, … / 1.514286 = 0.78307, … / 4.871429 = 0.24342
    [
      ['4', 0.86464],
      ['1', 0.78307],
      ['5', 0.24342],
    ],
  );
  expect(await scores({ match: { [field]: 'quick' } })).toEqual(
    rounded([
      ['2', score(TWO, 2, NORM_3)],
      ['1', score(TWO, 1, NORM_3)],
    ]),
  );
});

test.each(['text', 'split'])('several words of %s add up', async (field) => {
  const both = await scores({ match: { [field]: { query: 'quick fox', boost: 2 } } });
  expect(both).toEqual(
    rounded([
      ['1', 2 * (score(TWO, 1, NORM_3) + score(FOX, 1, NORM_3))],
      ['2', 2 * score(TWO, 2, NORM_3)],
      ['4', 2 * score(FOX, 1, NORM_1)],
      ['5', 2 * score(FOX, 1, NORM_50)],
    ]),
  );
});

test.each(['text', 'split'])('a phrase of %s is as rare as all of its words', async (field) => {
  expect(await scores({ match_phrase: { [field]: 'brown fox' } })).toEqual(
    rounded([
      ['1', score(TWO + FOX, 1, NORM_3)],
      ['5', score(TWO + FOX, 1, NORM_50)],
    ]),
  );
  expect(await scores({ match_phrase: { [field]: 'w w' } })).toEqual(
    // n = 1: twice ln(1 + 4.5/1.5) = ln 4; 49 words have 48 pairs.
    rounded([['5', score(2 * Math.log(4), 48, NORM_50)]]),
  );
});

test('of several fields the best counts, or all', async () => {
  const fields = ['text', 'split^2', 'tag^4'];
  const fox = score(FOX, 1, NORM_1);
  const top = async (more: object) => {
    const [hit] = await scores({ multi_match: { query: 'fox', fields, ...more } });
    return hit;
  };
  expect([await top({})]).toEqual(rounded([['4', 2 * fox]]));
  expect([await top({ tie_breaker: 0.5 })]).toEqual(rounded([['4', 2.5 * fox]]));
  expect([await top({ type: 'most_fields' })]).toEqual(rounded([['4', 3 * fox]]));
  // One of five documents: 4 ln(1 + 4.5/1.5).
  expect(await scores({ multi_match: { query: 'rare-2', fields: ['tag^4'] } })).toEqual(
    rounded([['3', 4 * Math.log(4)]]),
  );
});

test('a keyword scores by its rarity alone, in each index by that index', async () => {
  // N = 5, n = 2: ln 2.4, times 2.2 / (1 + 1.2). In the other N = 3, n = 1: ln(1 + 2.5/1.5).
  const query = { term: { tag: 'common' } };
  expect(await scores(query)).toEqual(
    rounded([
      ['1', TWO],
      ['2', TWO],
    ]),
  );
  expect(await scores(query, [index, other])).toEqual(
    rounded([
      ['1', Math.log(8 / 3)],
      ['1', TWO],
      ['2', TWO],
    ]),
  );
});

test('values of a keyword beyond one make it longer on average', async () => {
  // N = 5, n = 1: ln 4. Average (2 + 4 * 1) / 5 = 1.2: ln 4 * 2.2 / (1 + 1.2 * (0.25 + 0.75 / 1.2)).
  expect(await scores({ term: { tags: 'b' } })).toEqual(
    rounded([['1', (Math.log(4) * 2.2) / (1 + 1.2 * (0.25 + 0.75 / 1.2))]]),
  );
});

test('a bool adds up its clauses, and what only filters scores nothing', async () => {
  const must = [{ match: { text: 'dog' } }];
  const should = [
    { term: { tag: { value: 'common', boost: 3 } } },
    { range: { knots: { gte: 1 } } },
  ];
  expect(await scores({ bool: { must, should, filter: [{ match: { text: 'dog' } }] } })).toEqual(
    rounded([
      ['2', score(TWO, 1, NORM_3) + 3 * TWO + 1],
      ['3', score(TWO, 1, 0.3 + 4.5 / 12.6) + 1],
    ]),
  );
  expect(await scores({ bool: { filter: must } })).toEqual([
    ['2', 0],
    ['3', 0],
  ]);
  expect(
    await scores({ constant_score: { filter: { match: { text: 'dog' } }, boost: 4 } }),
  ).toEqual([
    ['2', 4],
    ['3', 4],
  ]);
});

test('a sort shows scores if it is by them or if they are asked for', async () => {
  const query = { match: { text: 'fox' } };
  const sort = ['knots'];
  const scored = rounded([
    ['1', score(FOX, 1, NORM_3)],
    ['4', score(FOX, 1, NORM_1)],
    ['5', score(FOX, 1, NORM_50)],
  ]);
  expect(await scores(query, [index], { sort, track_scores: true })).toEqual(scored);
  expect(await scores(query, [index], { sort })).toEqual([
    ['1', -1],
    ['4', -1],
    ['5', -1],
  ]);
  const up = await search([index], { query, sort: [{ _score: 'asc' }] });
  expect(up.hits.hits.map(({ _id }) => _id)).toEqual(['5', '1', '4']);
  expect(up.hits.max_score).toBeCloseTo(score(FOX, 1, NORM_1), 6);
});

test('a query with more terms than are counted, or more matches than are scored, scores its boost', async () => {
  const words = Array.from({ length: 129 }, (_, i) => `x${i}`).join(' ');
  expect(await scores({ match: { text: `fox ${words}` } })).toEqual([
    ['1', 1],
    ['4', 1],
    ['5', 1],
  ]);
  const run = (statement: Sql) => opened.query(statement, { timeoutMs: 30_000 });
  const matching = { index, from: raw(index.table), where: raw('f_knots < 3') };
  const read = (matchesMax: number) =>
    new StatisticsReader(matchesMax).read(matching, new StatisticsNeeds(), run);
  expect(await read(2)).toBeUndefined();
  expect(await read(3)).toBeDefined();
});

test('pages go on behind a score', async () => {
  const query = { match: { text: 'fox' } };
  const sort = ['_score', 'knots'];
  const first = await search([index], { query, sort, size: 1 });
  const after = first.hits.hits[0]?.sort ?? [];
  const rest = await search([index], { query, sort, search_after: [...after] });
  expect(rest.hits.hits.map(({ _id }) => _id)).toEqual(['1', '5']);
});

test('words of several parts, Korean and missing fields have scores above 0', async () => {
  const documents = [
    { t: 'at 10.0.0.1 nginx' },
    { t: '서버모니터링을 모니터링을 봤다' },
    { t: 'x' },
  ];
  const words = await openTestIndex(opened, 'words', {
    properties: { t: { type: 'text' } },
    documents,
  });
  for (const [text, id] of [
    ['10.0.0.1', '1'],
    ['모니터링', '2'],
  ] as const) {
    const [hit, ...more] = await scores({ match: { t: text } }, [words]);
    expect(more).toEqual([]);
    expect(hit?.[0]).toBe(id);
    expect(hit?.[1]).toBeGreaterThan(0.3);
  }
  expect(await scores({ match: { missing: 'x' } }, [words])).toEqual([]);
});
