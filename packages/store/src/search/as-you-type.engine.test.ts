import type { Json } from '@longshore/common/json';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestEngine, type TestEngine } from '../testing.ts';
import { openTestIndex, openTestSearch } from './test-index.ts';

let opened: TestEngine;
let find: (query: Json) => Promise<readonly string[]>;

beforeAll(async () => {
  opened = await openTestEngine();
  const index = await openTestIndex(opened, 'as-you-type', {
    settings: {
      'index.analysis.analyzer.stopped.type': 'standard',
      'index.analysis.analyzer.stopped.stopwords': ['the'],
    },
    properties: {
      title: { type: 'search_as_you_type' },
      stem: { type: 'search_as_you_type', analyzer: 'english', max_shingle_size: 2 },
      plain: { type: 'text', fields: { typed: { type: 'search_as_you_type' } } },
      stopped: { type: 'text', analyzer: 'stopped' },
      name: { type: 'keyword' },
      size: { type: 'long' },
    },
    documents: [
      { title: 'Quick brown fox jumps', name: 'quick one', size: 1 },
      { title: 'brown quick foxes', plain: 'the “quick” brown fox' },
      { title: ['quick', 'brown fox'], stem: 'running foxes jump' },
      { title: '컨테이너 모니터링을 시작', stem: 'jump run', stopped: 'over the hill' },
    ],
  });
  const { ids } = openTestSearch(opened);
  find = (query) => ids(index, query);
});
afterAll(() => opened.close());

const typed = (query: string, field = 'title', more: object = {}): Json => ({
  multi_match: {
    query,
    type: 'bool_prefix',
    fields: [field, `${field}._2gram`, `${field}._3gram`],
    ...more,
  },
});
const bool = (field: string, query: string, more: object = {}): Json => ({
  match_bool_prefix: { [field]: { query, ...more } },
});
const phrase = (field: string, query: string): Json => ({
  match_phrase_prefix: { [field]: query },
});

test.each<readonly [string, Json, readonly string[]]>([
  ['what is typed, in any order', typed('brown f'), ['1', '2', '3']],
  ['all of what is typed', typed('quick bro', 'title', { operator: 'and' }), ['1', '2', '3']],
  ['a word that is begun', typed('jum'), ['1']],
  ['nothing that is not begun so', typed('zeb'), []],
  ['in a multi-field', typed('quick br', 'plain.typed', { operator: 'and' }), ['2']],
  ['two words in a row', { match: { 'title._2gram': 'quick brown' } }, ['1']],
  ['one word is no two', { match: { 'title._2gram': 'quick' } }, []],
  ['a row as a term', { term: { 'title._2gram': 'brown fox' } }, ['1', '3']],
  ['a row of another length', { term: { 'title._3gram': 'brown fox' } }, []],
  ['three words in a row', { term: { 'title._3gram': 'quick brown fox' } }, ['1']],
  ['any of some rows', { terms: { 'title._2gram': ['fox jumps', 'quick foxes'] } }, ['1', '2']],
  ['a row that is begun', bool('title._2gram', 'brown fo'), ['1', '3']],
  ['rows that overlap', { match_phrase: { 'title._2gram': 'quick brown fox' } }, ['1']],
  ['rows that overlap, begun', phrase('title._2gram', 'quick brown f'), ['1']],
  ['the beginning of a row', { prefix: { 'title._2gram': 'quick f' } }, ['2']],
  ['a beginning', { term: { 'title._index_prefix': 'quick b' } }, ['1']],
  [
    'a beginning that is too long',
    { term: { 'title._index_prefix': 'quick brown fox jumps' } },
    [],
  ],
  ['a phrase that is begun', phrase('title', 'quick brown f'), ['1']],
  ['a phrase of one word', phrase('title', 'jum'), ['1']],
  ['no phrase across values', phrase('title', 'quick br'), ['1']],
  ['stems in a row', { match: { 'stem._2gram': 'run fox' } }, ['3']],
  ['stems and a beginning', bool('stem', 'running ju', { operator: 'and' }), ['3', '4']],
  ['a phrase of stems that is begun', phrase('stem', 'foxes ju'), ['3']],
  ['a phrase with a word left out', phrase('stopped', 'over the hi'), ['4']],
  ['Korean', phrase('title', '컨테이너 모니'), ['4']],
  ['a keyword that begins so', bool('name', 'quick o'), ['1']],
  ['as many as needed', bool('title', 'quick fox zz', { minimum_should_match: 2 }), ['1', '3']],
])('%s', async (_name, query, expected) => {
  expect(await find(query)).toEqual(expected);
});

test('patterns over rows of words are refused', async () => {
  await expect(find({ wildcard: { 'title._2gram': 'qu*k' } })).rejects.toMatchObject({
    details: { root_cause: [{ reason: expect.stringContaining('use [title] for patterns') }] },
  });
});

test('a number begins with nothing, unless nobody minds', async () => {
  const query = { query: '1', type: 'bool_prefix', fields: ['size'] };
  await expect(find({ multi_match: query })).rejects.toThrow();
  expect(await find({ multi_match: { ...query, lenient: true } })).toEqual([]);
});

test.each(['slop', 'cutoff_frequency'])(
  '[%s] makes no sense for words in any order',
  async (key) => {
    const refusal = `[${key}] not allowed for type [bool_prefix]`;
    await expect(find(typed('quick', 'title', { [key]: 1 }))).rejects.toThrow(refusal);
  },
);
