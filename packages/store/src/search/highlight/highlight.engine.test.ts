import type { Json, JsonObject } from '@longshore/common/json';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SearchIndex } from '../../index/target.ts';
import { openTestEngine, type TestEngine } from '../../testing.ts';
import { openTestIndex, openTestSearch } from '../test-index.ts';

let opened: TestEngine;
let logs: SearchIndex;
let search: ReturnType<typeof openTestSearch>['search'];

const STORY =
  'The quick ship left Kiel. It sailed to Riga, and was quick. ' +
  'Nobody saw the ship again for many years. A quick brown fox was on board.';

beforeAll(async () => {
  opened = await openTestEngine();
  ({ search } = openTestSearch(opened));
  logs = await openTestIndex(opened, 'logs', {
    settings: {
      'index.analysis.normalizer.low.type': 'custom',
      'index.analysis.normalizer.low.filter': ['lowercase'],
    },
    properties: {
      text: { type: 'text', fields: { stemmed: { type: 'text', analyzer: 'english' } } },
      alias: { type: 'alias', path: 'text' },
      tags: { type: 'keyword', ignore_above: 8 },
      name: { type: 'keyword', normalizer: 'low' },
      size: { type: 'long' },
      at: { properties: { port: { type: 'text' } } },
    },
    documents: [
      {
        text: STORY,
        tags: ['red', 'rough', 'redundant'],
        name: 'MAERSK',
        size: 7,
        at: [{ port: 'Kiel & <Riga>' }, { port: 'Oslo Kiel' }],
      },
    ],
  });
});

afterAll(() => opened.close());

async function highlight(query: JsonObject, given: JsonObject): Promise<Json | undefined> {
  const { hits } = await search([logs], { query, highlight: given });
  expect(hits.hits).toHaveLength(1);
  return (hits.hits[0] as { readonly highlight?: Json }).highlight;
}

const byType = (type: string, more: JsonObject = {}): JsonObject => ({
  fields: { text: { type, ...more } },
});

test('passages begin with sentences, plain fragments are cut by length', async () => {
  const query = { match: { text: 'quick' } };
  expect(await highlight(query, byType('unified', { fragment_size: 60 }))).toEqual({
    text: [
      'The <em>quick</em> ship left Kiel. It sailed to Riga, and was <em>quick</em>.',
      'A <em>quick</em> brown fox was on board.',
    ],
  });
  expect(await highlight(query, byType('plain', { fragment_size: 60 }))).toEqual({
    text: [
      'The <em>quick</em> ship left Kiel. It sailed to Riga, and was <em>quick</em>',
      '. Nobody saw the ship again for many years. A <em>quick</em> brown fox was on board.',
    ],
  });
  expect(await highlight(query, byType('fvh', { fragment_size: 10 }))).toEqual({
    text: ['The <em>quick</em> ship', ', and was <em>quick</em>', 'A <em>quick</em> brown'],
  });
});

test.each(['unified', 'plain', 'fvh'])('%s shows the whole value without limits', async (type) => {
  const query = { match: { text: 'riga' } };
  const whole = { text: [STORY.replace('Riga', '<em>Riga</em>')] };
  expect(await highlight(query, byType(type, { number_of_fragments: 0 }))).toEqual(whole);
  expect(await highlight(query, byType(type, { fragment_size: 2_147_483_647 }))).toEqual(whole);
});

const WHOLE = { number_of_fragments: 0 };
const marked = async (query: JsonObject, fields: JsonObject, more: JsonObject = {}) =>
  await highlight(query, { ...WHOLE, fields, ...more });

test.each<readonly [JsonObject, readonly string[]]>([
  [{ match_phrase: { 'at.port': 'oslo kiel' } }, ['<Oslo> <Kiel>']],
  [{ match_phrase_prefix: { 'at.port': 'oslo ki' } }, ['<Oslo> <Kiel>']],
  [{ match_bool_prefix: { 'at.port': 'oslo ki' } }, ['<Kiel> & <Riga>', '<Oslo> <Kiel>']],
  [
    { match: { 'at.port': { query: 'oslo kiel', operator: 'and' } } },
    ['<Kiel> & <Riga>', '<Oslo> <Kiel>'],
  ],
  [{ multi_match: { query: 'oslo', fields: ['at.*', 'size^2'], lenient: true } }, ['<Oslo> Kiel']],
  [{ query_string: { query: 'text:ship AND (oslo OR NOT nowhere)' } }, ['<Oslo> Kiel']],
  [
    { query_string: { query: '"oslo kiel" OR ri?a', fields: ['at.port'] } },
    ['Kiel & <<Riga>>', '<Oslo> <Kiel>'],
  ],
  [{ terms: { 'at.port': ['oslo', 'Kiel'] } }, ['<Oslo> Kiel']],
  [{ term: { 'at.port': { value: 'OSLO', case_insensitive: true } } }, ['<Oslo> Kiel']],
  [{ fuzzy: { 'at.port': 'solo' } }, ['<Oslo> Kiel']],
  [
    { match: { 'at.port': { query: 'Olso keel', fuzziness: 1 } } },
    ['<Kiel> & <Riga>', '<Oslo> <Kiel>'],
  ],
  [{ query_string: { query: 'OSLA~ text:riga' } }, ['<Oslo> Kiel']],
  [
    { simple_query_string: { query: 'os* | solo~1 -nowhere | "kiel riga"', fields: ['at.port'] } },
    ['<Kiel> & <<Riga>>', '<Oslo> Kiel'],
  ],
  [{ prefix: { 'at.port': 'os' } }, ['<Oslo> Kiel']],
  [{ wildcard: { 'at.port': '*sl*' } }, ['<Oslo> Kiel']],
  [{ regexp: { 'at.port': 'k.*|os.o' } }, ['<Kiel> & <Riga>', '<Oslo> <Kiel>']],
  [{ regexp: { 'at.port': { value: 'RI.A', case_insensitive: true } } }, ['Kiel & <<Riga>>']],
  [{ range: { 'at.port': { gt: 'kiel', lte: 'oslo' } } }, ['<Oslo> Kiel']],
  [
    {
      bool: {
        filter: { term: { 'at.port': 'oslo' } },
        should: { constant_score: { filter: { term: { 'at.port': 'riga' } } } },
        must_not: { match_phrase: { 'at.port': 'kiel oslo' } },
      },
    },
    ['Kiel & <<Riga>>', '<Oslo> Kiel'],
  ],
])('%j marks what it looks for', async (query, texts) => {
  const tags = { pre_tags: ['<'], post_tags: ['>'] };
  const found = (await marked(query, { 'at.port': {} }, tags)) as { readonly 'at.port': Json };
  expect(found['at.port']).toEqual(texts);
});

test('keywords are marked as a whole, by pattern and where they match only', async () => {
  const query = { bool: { should: [{ prefix: { tags: 'r' } }, { match: { name: 'Maersk' } }] } };
  expect(await marked(query, { '*': {} })).toEqual({
    tags: ['<em>red</em>', '<em>rough</em>'],
    name: ['<em>MAERSK</em>'],
  });
  expect(await marked({ range: { size: { gte: 1 } } }, { size: {}, '*': {} })).toBeUndefined();
});

test('aliases and multi-fields have the words of their texts', async () => {
  expect(await marked({ match: { alias: 'riga' } }, { text: {}, alias: {} })).toEqual({
    text: [STORY.replace('Riga', '<em>Riga</em>')],
    alias: [STORY.replace('Riga', '<em>Riga</em>')],
  });
  const query = { match: { 'text.stemmed': 'sailing' } };
  const sailed = [STORY.replace('sailed', '<em>sailed</em>')];
  expect(await marked(query, { 'te*': {} })).toEqual({ 'text.stemmed': sailed });
  expect(await marked(query, { text: { matched_fields: ['text', 'text.stemmed'] } })).toEqual({
    text: sailed,
  });
});

test('other fields and other queries are marked on request', async () => {
  const query = { match: { 'at.port': 'oslo kiel' } };
  const fields = { text: { fragment_size: 30, number_of_fragments: 1 } };
  expect(await highlight(query, { fields })).toBeUndefined();
  const anywhere = { text: ['The quick ship left <em>Kiel</em>.'] };
  expect(await highlight(query, { fields, require_field_match: false })).toEqual(anywhere);
  const own = { ...fields.text, highlight_query: { match: { text: 'kiel' } } };
  expect(await highlight(query, { fields: [{ text: own }] })).toEqual(anywhere);
});

test('the best fragments are shown, in their order or the best first', async () => {
  const query = { match: { text: 'ship quick brown fox' } };
  const some = { fragment_size: 40, number_of_fragments: 2 };
  const best = 'A <em>quick</em> <em>brown</em> <em>fox</em> was on board.';
  const first = 'The <em>quick</em> <em>ship</em> left Kiel.';
  expect(await highlight(query, byType('unified', some))).toEqual({ text: [first, best] });
  const byScore = { ...some, order: 'score' };
  expect(await highlight(query, byType('unified', byScore))).toEqual({ text: [best, first] });
});

test('texts without marks are shown up to a word on request, and are encoded as marked ones', async () => {
  const fields = { text: { no_match_size: 12 }, 'at.port': {} };
  const options = { fields, encoder: 'html', tags_schema: 'styled', ...WHOLE };
  expect(await highlight({ match: { 'at.port': 'riga' } }, options)).toEqual({
    text: ['The quick'],
    'at.port': ['Kiel &amp; &lt;<em class="hlt1">Riga</em>&gt;'],
  });
});

test('only so much of a long value is looked at', async () => {
  const query = { match: { text: 'quick' } };
  expect(await marked(query, { text: {} }, { max_analyzed_offset: 20 })).toEqual({
    text: [STORY.replace('quick', '<em>quick</em>')],
  });
  expect(await marked(query, { text: { max_analyzer_offset: 20 } })).toEqual({
    text: [STORY.replace('quick', '<em>quick</em>')],
  });
  const short = { ...logs, maxAnalyzedOffset: 20 };
  const body = { query, highlight: { fields: { text: {} } } };
  await expect(search([short], body)).rejects.toThrow();
});
