import type { Json } from '@longshore/common/json';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SearchIndex } from '../../index/target.ts';
import { openTestEngine, type TestEngine } from '../../testing.ts';
import { openTestIndex, openTestSearch } from '../test-index.ts';

const TEXTS = [
  'request failed with status 500',
  'status 500 after request',
  'request with trace id failed and status 404',
  'no request',
];

let opened: TestEngine;
let index: SearchIndex;
let search: ReturnType<typeof openTestSearch>;

beforeAll(async () => {
  opened = await openTestEngine();
  index = await openTestIndex(opened, 'spans', {
    properties: {
      text: { type: 'text', fields: { split: { type: 'text', analyzer: 'simple' } } },
      code: { type: 'keyword' },
    },
    documents: TEXTS.map((text) => ({ text, code: 'x' })),
  });
  search = openTestSearch(opened);
});
afterAll(() => opened.close());

const term = (value: string, field = 'text') => ({ span_term: { [field]: value } });
const near = (words: readonly string[], slop: number, in_order = true, field = 'text') => ({
  span_near: { clauses: words.map((word) => term(word, field)), slop, in_order },
});
const found = (query: object) => search.ids(index, query as Json);

test.each(['text', 'text.split'])('terms of %s that are near', async (field) => {
  expect(await found(term('request', field))).toEqual(['1', '2', '3', '4']);
  expect(await found(term('Request', field))).toEqual([]);
  const requestStatus = (slop: number, inOrder: boolean) =>
    found(near(['request', 'status'], slop, inOrder, field));
  // `failed with` is between in 1, five words in 3.
  expect(await requestStatus(1, true)).toEqual([]);
  expect(await requestStatus(2, true)).toEqual(['1']);
  expect(await requestStatus(5, true)).toEqual(['1', '3']);
  // In 2, the other way round, `500 after` is, of which the simple analyzer leaves out the number.
  expect(await requestStatus(2, false)).toEqual(['1', '2']);
  expect(await found(near(['request', 'failed', 'status'], 4, true, field))).toEqual(['1', '3']);
});

test('spans of any query, and at the beginning', async () => {
  const either = { span_or: { clauses: [term('trace'), term('after')] } };
  expect(await found(either)).toEqual(['2', '3']);
  expect(await found({ span_first: { match: term('request'), end: 1 } })).toEqual(['1', '3']);
  expect(await found({ span_first: { match: term('request'), end: 2 } })).toEqual(['1', '3', '4']);
  expect(
    await found({ span_near: { clauses: [either, term('request')], slop: 0, in_order: true } }),
  ).toEqual(['2']);
});

test('spans without others, around them, and within them', async () => {
  const include = term('request');
  const exclude = term('failed');
  expect(await found({ span_not: { include, exclude } })).toEqual(['1', '2', '3', '4']);
  expect(await found({ span_not: { include, exclude, post: 1 } })).toEqual(['2', '3', '4']);
  expect(await found({ span_not: { include, exclude, post: 4 } })).toEqual(['2', '4']);
  expect(await found({ span_not: { include, exclude: term('no'), dist: 1 } })).toEqual([
    '1',
    '2',
    '3',
  ]);
  const big = near(['request', 'status'], 9);
  expect(await found({ span_containing: { big, little: term('trace') } })).toEqual(['3']);
  expect(await found({ span_within: { big, little: term('failed') } })).toEqual(['1', '3']);
});

test('terms that begin so, fit a pattern or are similar', async () => {
  const multi = (match: object) => found({ span_multi: { match } });
  expect(await multi({ prefix: { text: 'tra' } })).toEqual(['3']);
  expect(await multi({ wildcard: { text: 'a?d' } })).toEqual(['3']);
  expect(await multi({ regexp: { text: '[45]0[04]' } })).toEqual(['1', '2', '3']);
  expect(await multi({ fuzzy: { text: { value: 'statsu', fuzziness: 1 } } })).toEqual([
    '1',
    '2',
    '3',
  ]);
  const clauses = [{ span_multi: { match: { prefix: { text: 'stat' } } } }, term('500')];
  expect(await found({ span_near: { clauses, slop: 0 } })).toEqual(['1', '2']);
});

test('spans of different fields only behind a mask', async () => {
  const clauses = [
    term('request'),
    { field_masking_span: { query: term('failed', 'text.split'), field: 'text' } },
  ];
  expect(await found({ span_near: { clauses, slop: 0 } })).toEqual(['1']);
  const bare = [term('request'), term('failed', 'text.split')];
  await expect(found({ span_near: { clauses: bare } })).rejects.toThrow('all shards failed');
});

test('fields without values match nothing, and keywords have no positions', async () => {
  expect(await found(near(['a', 'b'], 0, true, 'absent'))).toEqual([]);
  await expect(found(term('x', 'code'))).rejects.toThrow('all shards failed');
});

test('near spans score more than far ones, and are marked', async () => {
  const query = near(['request', 'status'], 9) as Json;
  const { hits } = await search.search([index], {
    query,
    highlight: { fields: { text: {} } },
  });
  expect(hits.hits.map(({ _id }) => _id)).toEqual(['1', '3']);
  expect(hits.hits[0]).toMatchObject({
    highlight: { text: ['<em>request</em> failed with <em>status</em> 500'] },
  });
  const [near1 = 0, near3 = 0] = hits.hits.map(({ _score }) => _score ?? 0);
  // Lengths 5, 4, 8 and 2, 4.75 on average; frequencies 1 / (1 + 2) and 1 / (1 + 5).
  const share = (frequency: number, length: number) =>
    frequency / (frequency + 1.2 * (0.25 + (0.75 * length) / 4.75));
  expect(near1 / near3).toBeCloseTo(share(1 / 3, 5) / share(1 / 6, 8), 4);
});

test.each([
  [{ span_near: { clauses: [] } }, '[span_near] must include [clauses]'],
  [{ span_or: { clauses: [{ match_all: {} }] } }, 'it must be a span query'],
  [{ span_first: { match: term('a') } }, 'must have [end] set'],
  [
    { span_not: { include: term('a'), exclude: term('b'), dist: 1, pre: 1 } },
    'can either use [dist]',
  ],
  [{ span_multi: { match: { term: { text: 'a' } } } }, 'must be of type multi term query'],
])('refuses %j', async (query, reason) => {
  await expect(found(query)).rejects.toThrow(reason);
});
