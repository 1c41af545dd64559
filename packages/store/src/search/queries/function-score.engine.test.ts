import type { Json } from '@longshore/common/json';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SearchIndex } from '../../index/target.ts';
import { openTestEngine, type TestEngine } from '../../testing.ts';
import { openTestIndex, openTestSearch } from '../test-index.ts';

const NOW = Date.UTC(2026, 0, 11);
const DOCUMENTS = [
  { msg: 'disk full', level: 'error', n: 1, at: '2026-01-11T00:00:00Z', hits: [10, 30] },
  { msg: 'disk slow', level: 'warn', n: 9, at: '2026-01-06T00:00:00Z', hits: [20] },
  { msg: 'disk new', level: 'info', n: 99, at: '2026-01-01T00:00:00Z' },
];

let opened: TestEngine;
let index: SearchIndex;
let search: ReturnType<typeof openTestSearch>['search'];

beforeAll(async () => {
  opened = await openTestEngine();
  index = await openTestIndex(opened, 'functions', {
    properties: {
      msg: { type: 'text' },
      level: { type: 'keyword' },
      n: { type: 'long' },
      at: { type: 'date' },
      hits: { type: 'integer' },
    },
    documents: DOCUMENTS,
  });
  ({ search } = openTestSearch(opened, NOW));
});
afterAll(() => opened.close());

const ALL = { match_all: {} };

/** The score of each document that is found, by its id. */
async function scores(query: Json): Promise<Record<string, number>> {
  const { hits } = await search([index], { query });
  return Object.fromEntries(
    hits.hits.map(({ _id, _score }) => [_id, Number((_score ?? -1).toFixed(4))]),
  );
}
const scored = (given: object) => scores({ function_score: { query: ALL, ...given } } as Json);
const failure = async (query: Json) => {
  const error = await search([index], { query }).then(
    () => undefined,
    (thrown) => thrown,
  );
  return JSON.stringify([error?.message, error?.details, error?.cause, error?.rootCause]);
};

test('a weight multiplies the score, where its filter matches', async () => {
  expect(await scored({ weight: 3, boost: 2 })).toEqual({ 1: 6, 2: 6, 3: 6 });
  const functions = [{ filter: { term: { level: 'error' } }, weight: 5 }];
  expect(await scored({ functions })).toEqual({ 1: 5, 2: 1, 3: 1 });
});

/* Document 1 has the weights 2 and 6 and the query's score 3, document 2 the weight 6 only, document 3 none. */
test.each([
  ['multiply', 36, 18],
  ['sum', 24, 18],
  // (2 + 6) / (2 + 6), a mean of 1 by weights: functions of 1 each.
  ['avg', 3, 3],
  ['first', 6, 18],
  ['max', 18, 18],
  ['min', 6, 18],
])('several functions become one by %s', async (score_mode, first, second) => {
  const functions = [
    { filter: { term: { level: 'error' } }, weight: 2 },
    { filter: { range: { n: { lt: 50 } } }, weight: 6 },
  ];
  const found = await scored({ functions, score_mode, boost: 3 });
  expect(found).toEqual({ 1: first, 2: second, 3: 3 });
});

test.each([
  ['multiply', 8],
  ['replace', 4],
  ['sum', 6],
  ['avg', 3],
  ['max', 4],
  ['min', 2],
])('a function and a score become one by %s', async (boost_mode, expected) => {
  const query = { constant_score: { filter: { term: { level: 'warn' } }, boost: 2 } };
  expect(await scored({ query, weight: 4, boost_mode })).toEqual({ 2: expected });
});

test('a factor is no more than max_boost, and documents reach min_score', async () => {
  const field_value_factor = { field: 'n' };
  expect(await scored({ field_value_factor, max_boost: 10 })).toEqual({ 1: 1, 2: 9, 3: 10 });
  expect(await scored({ field_value_factor, min_score: 9 })).toEqual({ 2: 9, 3: 99 });
});

test('min_score counts what words score, in totals too', async () => {
  const query = { match: { msg: 'full disk' } };
  const plain = await search([index], { query });
  const [best = { _score: 0 }] = plain.hits.hits;
  const min_score = (best._score ?? 0) * 0.99;
  const { hits } = await search([index], { query: { function_score: { query, min_score } } });
  expect(hits.hits.map(({ _id }) => _id)).toEqual(['1']);
  expect(hits.total).toEqual({ value: 1, relation: 'eq' });
});

test.each([
  ['none', { 1: 3, 2: 27, 3: 297 }],
  // log10 of 4, 28 and 298; ln of 3, 27 and 297, and of 5, 29 and 299; …
  ['log1p', { 1: 0.6021, 2: 1.4472, 3: 2.4742 }],
  ['ln', { 1: 1.0986, 2: 3.2958, 3: 5.6937 }],
  ['ln2p', { 1: 1.6094, 2: 3.3673, 3: 5.7004 }],
  ['square', { 1: 9, 2: 729, 3: 88209 }],
  ['sqrt', { 1: 1.7321, 2: 5.1962, 3: 17.2337 }],
  ['reciprocal', { 1: 0.3333, 2: 0.037, 3: 0.0034 }],
])('the value of a field counts three times, with %s', async (modifier, expected) => {
  expect(await scored({ field_value_factor: { field: 'n', factor: 3, modifier } })).toEqual(
    expected,
  );
});

test('what has no value counts as missing says, or is refused', async () => {
  const field_value_factor = { field: 'hits', missing: 7 };
  expect(await scored({ field_value_factor })).toEqual({ 1: 10, 2: 20, 3: 7 });
  expect(
    await failure({ function_score: { query: ALL, field_value_factor: { field: 'hits' } } }),
  ).toContain('needs a value of 0 or more in each document');
  // Those that the query or the filter leaves out need none.
  const query = { terms: { level: ['error', 'warn'] } };
  expect(await scored({ query, field_value_factor: { field: 'hits' } })).toEqual({ 1: 10, 2: 20 });
});

/* From the origin 10 on: distances 9, 1 and 89; scale 10, so that half is left at 10. Offset 1: 8, 0 and 88. */
test.each([
  ['exp', { 1: 0.5359, 2: 0.933, 3: 0.0021 }, { 1: 0.5743, 2: 1, 3: 0.0022 }],
  ['linear', { 1: 0.55, 2: 0.95, 3: 0 }, { 1: 0.6, 2: 1, 3: 0 }],
  ['gauss', { 1: 0.5704, 2: 0.9931, 3: 0 }, { 1: 0.6417, 2: 1, 3: 0 }],
])('%s makes less of what is far from a number', async (kind, plain, withOffset) => {
  const n = { origin: 10, scale: 10 };
  expect(await scored({ [kind]: { n } })).toEqual(plain);
  expect(await scored({ [kind]: { n: { ...n, offset: 1 } } })).toEqual(withOffset);
});

test('times are 0, 5 and 10 days from now', async () => {
  const at = { scale: '5d', decay: 0.25 };
  expect(await scored({ exp: { at } })).toEqual({ 1: 1, 2: 0.25, 3: 0.0625 });
  const linear = { at: { origin: '2026-01-06', scale: '10d' } };
  expect(await scored({ linear })).toEqual({ 1: 0.75, 2: 1, 3: 0.75 });
});

test('of several values one counts, and none at all is as good as near', async () => {
  const linear = (multi_value_mode: string) =>
    scored({ linear: { hits: { origin: 10, scale: 20 }, multi_value_mode } });
  // Distances of document 1: 0 and 20; reach 40.
  expect(await linear('min')).toEqual({ 1: 1, 2: 0.75, 3: 1 });
  expect(await linear('max')).toEqual({ 1: 0.5, 2: 0.75, 3: 1 });
  expect(await linear('avg')).toEqual({ 1: 0.75, 2: 0.75, 3: 1 });
});

test('random scores are below 1, and the same with the same seed', async () => {
  const random = (seed: number) => scored({ random_score: { seed, field: 'n' } });
  const first = await random(1);
  expect(Object.values(first).every((one) => one >= 0 && one < 1)).toBe(true);
  expect(await random(1)).toEqual(first);
  expect(await random(2)).not.toEqual(first);
});

test('scripts score, and read the score', async () => {
  const query = { constant_score: { filter: ALL, boost: 2 } };
  const script = { source: "_score * doc['n'].value + params.more", params: { more: 1 } };
  const expected = { 1: 3, 2: 19, 3: 199 };
  expect(await scores({ script_score: { query, script } })).toEqual(expected);
  expect(await scores({ script_score: { query, script, min_score: 19, boost: 1 } })).toEqual({
    2: 19,
    3: 199,
  });
  expect(await scored({ query, script_score: { script }, boost_mode: 'replace' })).toEqual(
    expected,
  );
  expect(
    await failure({ script_score: { query, script: { source: "5 - doc['n'].value" } } }),
  ).toContain('must be a non-negative number');
});

test.each([
  [{ weight: -1 }, '[weight] cannot be negative'],
  [{ boost_mode: 'x' }, 'illegal boost_mode [x]'],
  [{ functions: [{ filter: ALL }] }, 'missing a function'],
  [{ exp: {}, gauss: {} }, 'already found function [exp], now encountering [gauss]'],
  [{ nearby: {} }, 'unknown function or parameter [nearby]'],
  [{ exp: { n: { origin: 1, scale: 1, decay: 1 } } }, 'must be in the range (0..1)'],
  [{ exp: { n: { scale: 1 } } }, 'both [scale] and [origin] must be set'],
  [{ exp: { level: { origin: 1, scale: 1 } } }, 'only numeric types are supported'],
  [{ field_value_factor: { field: 'n', modifier: 'x' } }, 'modifier [x]'],
])('refuses %j', async (given, reason) => {
  expect(await failure({ function_score: { query: ALL, ...given } } as Json)).toContain(reason);
});
