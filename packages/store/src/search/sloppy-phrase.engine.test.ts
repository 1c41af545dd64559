import type { Json } from '@longshore/common/json';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SearchIndex } from '../index/target.ts';
import { openTestEngine, type TestEngine } from '../testing.ts';
import { openTestIndex, openTestSearch } from './test-index.ts';

const TEXTS: readonly Json[] = [
  'connection refused by peer',
  'connection to db refused',
  'refused connection',
  'connection from 10.0.0.1 port 80 was refused',
  ['connection', 'refused'],
  'one retry and a second retry',
  'one retry',
  'backend connections refusing',
];

let opened: TestEngine;
let index: SearchIndex;
let search: ReturnType<typeof openTestSearch>;

beforeAll(async () => {
  opened = await openTestEngine();
  index = await openTestIndex(opened, 'sloppy', {
    properties: { text: { type: 'text' }, split: { type: 'text', analyzer: 'simple' } },
    documents: TEXTS.map((text) => ({ text, split: text })),
  });
  search = openTestSearch(opened);
});
afterAll(() => opened.close());

const phrase = (field: string, query: string, slop: number) => ({
  match_phrase: { [field]: { query, slop } },
});

/*
 * `connection refused`: in document 2 `refused` is two positions behind where it belongs; in 3, the other way round, it
 * is one before `connection` instead of one behind, two moves; in 4 four words are between, `10.0.0.1` being one of
 * them for the standard analyzer and none for the simple one, which takes letters only. Values of a list are 100 apart.
 */
test.each([
  ['text', 0, ['1']],
  ['text', 1, ['1']],
  ['text', 2, ['1', '2', '3']],
  ['text', 4, ['1', '2', '3']],
  ['text', 5, ['1', '2', '3', '4']],
  ['text', 99, ['1', '2', '3', '4']],
  ['text', 100, ['1', '2', '3', '4', '5']],
  ['split', 1, ['1']],
  ['split', 2, ['1', '2', '3']],
  ['split', 3, ['1', '2', '3', '4']],
  ['split', 99, ['1', '2', '3', '4']],
  ['split', 100, ['1', '2', '3', '4', '5']],
])('words of a phrase in %s may be moved by %i', async (field, slop, found) => {
  expect(await search.ids(index, phrase(field, 'connection refused', slop))).toEqual(found);
});

test.each(['text', 'split'])('a word twice in a phrase is twice in %s', async (field) => {
  // `retry` is at 1 and 5, three moves too far behind.
  expect(await search.ids(index, phrase(field, 'retry retry', 2))).toEqual([]);
  expect(await search.ids(index, phrase(field, 'retry retry', 3))).toEqual(['6']);
});

test.each(['text', 'split'])(
  'a phrase in %s that ends in a beginning may be moved',
  async (field) => {
    const query = { match_phrase_prefix: { [field]: { query: 'connection ref', slop: 2 } } };
    expect(await search.ids(index, query)).toEqual(['1', '2', '3']);
  },
);

test('query texts and searches of several fields take it, too', async () => {
  const found = ['1', '2', '3'];
  const query = '"connection refused"~2';
  const fields = ['text', 'split'];
  expect(await search.ids(index, { query_string: { query } })).toEqual(found);
  expect(await search.ids(index, { simple_query_string: { query, fields } })).toEqual(found);
  expect(
    await search.ids(index, {
      query_string: { query: 'text:"connection refused"', phrase_slop: 2 },
    }),
  ).toEqual(found);
  expect(
    await search.ids(index, {
      multi_match: { query: 'connection refused', type: 'phrase', slop: 2, fields },
    }),
  ).toEqual(found);
});

test('the closer the words are, the higher the score', async () => {
  const { hits } = await search.search([index], {
    query: phrase('split', 'connection refused', 2),
  });
  expect(hits.hits.map(({ _id }) => _id)).toEqual(['1', '3', '2']);
  // All as rare; frequency 1 in a text of 4 words, 1/3 in one of 2 and 1/3 in one of 4.
  const [first = 0, , last = 0] = hits.hits.map(({ _score }) => _score ?? 0);
  // Lengths 4, 4, 2, 5, 2, 6, 2, 3: 3.5 on average, norm of 4: 1.2 * (0.25 + 0.75 * 4/3.5).
  const norm = 1.2 * (0.25 + 3 / 3.5);
  expect(first / last).toBeCloseTo((1 / 3 + norm) / (1 / 3) / (1 + norm), 4);
});

test('a slop below 0 and phrases of too many words are refused', async () => {
  await expect(search.ids(index, phrase('text', 'a b', -1))).rejects.toThrow(
    '[slop] cannot be negative, but was [-1]',
  );
  const long = Array.from({ length: 65 }, (_, i) => `w${i}`).join(' ');
  await expect(search.ids(index, phrase('text', long, 1))).rejects.toThrow('all shards failed');
});
