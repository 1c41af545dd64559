import type { Json } from '@longshore/common/json';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SearchIndex } from '../../index/target.ts';
import { openTestEngine, type TestEngine } from '../../testing.ts';
import { openTestIndex, openTestSearch } from '../test-index.ts';

let opened: TestEngine;
let index: SearchIndex;
let search: ReturnType<typeof openTestSearch>['search'];

beforeAll(async () => {
  opened = await openTestEngine();
  index = await openTestIndex(opened, 'texts', {
    properties: { title: { type: 'text' }, body: { type: 'text' }, host: { type: 'keyword' } },
    documents: [
      { title: 'disk error', body: 'the disk is full', host: 'a' },
      { title: 'boot', body: 'error', host: 'a' },
      { title: 'error', body: 'boot of host', host: 'b' },
    ],
  });
  ({ search } = openTestSearch(opened));
});
afterAll(() => opened.close());

async function scores(query: object): Promise<Record<string, number>> {
  const { hits } = await search([index], { query: query as Json });
  return Object.fromEntries(
    hits.hits.map(({ _id, _score }) => [_id, Number((_score ?? -1).toFixed(4))]),
  );
}
/** A text in both languages, with the same parameters. */
const both = async (query: string, more: object = {}) => {
  const [first, second] = await Promise.all(
    ['query_string', 'simple_query_string'].map((type) => scores({ [type]: { query, ...more } })),
  );
  expect(second).toEqual(first);
  return first;
};

test('one word scores as a match of it', async () => {
  const match = await scores({ match: { title: 'error' } });
  // Of 2 of 3 documents: ln(1 + 1.5/2.5); lengths 2, 1, 1.
  const idf = Math.log(1.6);
  const norm = (length: number) => 1.2 * (0.25 + (0.75 * length) / (4 / 3));
  const score = (length: number) => Number(((idf * 2.2) / (1 + norm(length))).toFixed(4));
  expect(match).toEqual({ 1: score(2), 3: score(1) });
  expect(await both('error', { fields: ['title'] })).toEqual(match);
  expect(await scores({ query_string: { query: 'title:error' } })).toEqual(match);
});

test('of several fields the best counts, as of multi_match, with their boosts', async () => {
  const fields = ['title^3', 'body'];
  const expected = await scores({ multi_match: { query: 'error', fields } });
  expect(expected[3]).toBeGreaterThan(expected[2] ?? 0);
  expect(await both('error', { fields })).toEqual(expected);
  expect(await scores({ query_string: { query: 'error', fields, type: 'most_fields' } })).toEqual(
    await scores({ multi_match: { query: 'error', fields, type: 'most_fields' } }),
  );
});

test('clauses add up as those of a bool do', async () => {
  const [title, body] = [{ match: { title: 'error' } }, { match: { body: 'boot' } }];
  expect(await scores({ query_string: { query: 'title:error body:boot' } })).toEqual(
    await scores({ bool: { should: [title, body] } }),
  );
  expect(await scores({ query_string: { query: '+title:error +body:boot -host:a' } })).toEqual(
    await scores({ bool: { must: [title, body] } }),
  );
  const boosted = await scores({
    query_string: { query: '(title:error^2 host:b^0.5)^3', boost: 2 },
  });
  expect(boosted).toEqual(
    await scores({
      bool: {
        should: [title, title, { term: { host: { value: 'b', boost: 0.5 } } }],
        boost: 6,
      },
    }),
  );
});

test('patterns, ranges and what exists score their boost', async () => {
  expect(await both('dis*', { fields: ['title'], boost: 2 })).toEqual({ 1: 2 });
  expect(await scores({ query_string: { query: 'host:[b TO z]^3' } })).toEqual({ 3: 3 });
  expect(await scores({ query_string: { query: '_exists_:host' } })).toEqual({ 1: 1, 2: 1, 3: 1 });
});

test('phrases score as phrases', async () => {
  const expected = await scores({ match_phrase: { title: 'disk error' } });
  expect(await both('"disk error"', { fields: ['title'] })).toEqual(expected);
});
