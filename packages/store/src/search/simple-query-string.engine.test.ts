import type { Json } from '@longshore/common/json';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestEngine, type TestEngine } from '../testing.ts';
import { openTestIndex, openTestSearch } from './test-index.ts';

let opened: TestEngine;
let find: (query: Json) => Promise<readonly string[]>;

beforeAll(async () => {
  opened = await openTestEngine();
  const index = await openTestIndex(opened, 'logs', {
    properties: {
      message: { type: 'text' },
      level: { type: 'keyword' },
      code: { type: 'long' },
    },
    documents: [
      { message: 'Connection refused by host', level: 'error', code: 5 },
      { message: 'connection closed', level: 'info', code: 7 },
      { message: 'host is up', level: 'info' },
      {},
    ],
  });
  const { ids } = openTestSearch(opened);
  find = (query) => ids(index, query);
});
afterAll(() => opened.close());

const text = (query: string, more: object = {}): Json => ({
  simple_query_string: { query, ...more },
});

test.each<readonly [string, Json, readonly string[]]>([
  ['any word in any field', text('refused info'), ['1', '2', '3']],
  ['all words, each in any field', text('connection + info'), ['2']],
  ['all words by default', text('host info', { default_operator: 'and' }), ['3']],
  ['what is excluded', text('connection + -closed'), ['1']],
  ['brackets', text('(refused | up) + host'), ['1', '3']],
  ['a phrase', text('"refused by"'), ['1']],
  ['words of another order', text('"by refused"'), []],
  ['a word that is only begun, in any case', text('CONN*'), ['1', '2']],
  ['a misspelt word', text('conection~1'), ['1', '2']],
  ['everything', text('*'), ['1', '2', '3', '4']],
  ['nothing', text('()'), []],
  ['so many words', text('connection closed info', { minimum_should_match: 3 }), ['2']],
  ['a field that is no text', text('5', { fields: ['code'] }), ['1']],
  [
    'one that the word does not fit',
    text('up 7', { fields: ['code', 'message'], lenient: true }),
    ['2', '3'],
  ],
  ['signs that mean nothing', text('conn*', { flags: 'NONE' }), []],
  ['some that do', text('conn* | up', { flags: 'OR|PREFIX|WHITESPACE' }), ['1', '2', '3']],
])('%s', async (_, query, expected) => {
  expect(await find(query)).toEqual(expected);
});

test.each<readonly [Json, string]>([
  [text('a', { flags: 'SOME' }), 'Unknown simple_query_string flag [SOME]'],
  [text('up', { fields: ['code'] }), 'For input string'],
  [text('x'.repeat(40_000)), 'more than the allowed maximum'],
  [{ simple_query_string: {} }, 'query text missing'],
])('what is wrong is refused: %#', async (query, reason) => {
  await expect(find(query)).rejects.toSatisfy((error) => {
    const { message, cause } = error as Error;
    return `${message} ${cause instanceof Error ? cause.message : ''}`.includes(reason);
  });
});
