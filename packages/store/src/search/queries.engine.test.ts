import type { Json } from '@longshore/common/json';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SearchIndex } from '../index/target.ts';
import { openTestEngine, type TestEngine } from '../testing.ts';
import { openTestIndex, openTestSearch } from './test-index.ts';

const NOW_MS = Date.UTC(2024, 4, 10, 12);

let opened: TestEngine;
let ships: SearchIndex;
let find: (query: Json) => Promise<readonly string[]>;

beforeAll(async () => {
  opened = await openTestEngine();
  ships = await openTestIndex(opened, 'ships', {
    properties: {
      name: { type: 'text', fields: { keyword: { type: 'keyword' } } },
      type: { type: 'keyword' },
      knots: { type: 'long' },
      length: { type: 'double' },
      ok: { type: 'boolean' },
      ip: { type: 'ip' },
      built: { type: 'date' },
      tags: { type: 'keyword' },
      labels: { type: 'flattened' },
      serial: { type: 'unsigned_long' },
    },
    documents: [
      {
        name: 'Old Tug One',
        type: 'tug',
        knots: 11,
        length: 10.5,
        ok: true,
        ip: '10.0.0.1',
        built: '2024-05-01T10:00:00Z',
        tags: ['a', 'b'],
        labels: { app: 'web', tier: 1 },
      },
      {
        name: 'Fast Ferry',
        type: 'ferry',
        knots: 24,
        length: 80,
        ok: false,
        ip: '10.0.1.2',
        built: '2024-05-02',
        tags: 'a',
        labels: { app: 'db' },
      },
      {
        name: '컨테이너 배 fast nginx.conf',
        type: 'Container',
        knots: 20,
        ip: '::1',
        built: '2024-05-03T23:59:59.999Z',
        tags: ['c'],
        serial: 18446744073709551615n.toString(),
      },
      { name: ['fast', 'ferry line'], type: "o'dd \\ %_*", knots: [5, 50] },
      {},
      { name: '', type: '', knots: 0, ok: false, host: { name: 'h1', os: { kernel: '6.1' } } },
    ],
  });
  const { ids } = openTestSearch(opened, NOW_MS);
  find = (query) => ids(ships, query);
});
afterAll(() => opened.close());

const ALL = ['1', '2', '3', '4', '5', '6'];
const cases: readonly (readonly [string, Json, readonly string[]])[] = [
  ['match_all finds all', { match_all: {} }, ALL],
  ['match_none finds none', { match_none: {} }, []],
  ['match finds any word, in any case', { match: { name: 'FAST tug' } }, ['1', '2', '3', '4']],
  [
    'match with and finds all words',
    { match: { name: { query: 'fast ferry', operator: 'and' } } },
    ['2', '4'],
  ],
  [
    'minimum_should_match counts words',
    { match: { name: { query: 'old tug ferry', minimum_should_match: 2 } } },
    ['1'],
  ],
  [
    'minimum_should_match takes percents',
    { match: { name: { query: 'fast ferry line', minimum_should_match: '70%' } } },
    ['2', '4'],
  ],
  ['match on a keyword is the whole value', { match: { type: 'tug' } }, ['1']],
  ['match without words finds nothing', { match: { name: '!!' } }, []],
  [
    'match without words finds all if told',
    { match: { name: { query: '!!', zero_terms_query: 'all' } } },
    ALL,
  ],
  ['match on a number takes texts', { match: { knots: '11' } }, ['1']],
  [
    'a lenient match on a number ignores words',
    { match: { knots: { query: 'x', lenient: true } } },
    [],
  ],
  ['match_phrase needs the order', { match_phrase: { name: 'tug one' } }, ['1']],
  ['match_phrase in the wrong order finds nothing', { match_phrase: { name: 'one tug' } }, []],
  [
    'match_phrase does not cross from value to value',
    { match_phrase: { name: 'fast ferry' } },
    ['2'],
  ],
  ['Korean words are found whole', { match: { name: '컨테이너' } }, ['3']],
  ['a part of a dotted word is found', { match: { name: 'nginx' } }, ['3']],
  [
    'multi_match looks into several fields',
    { multi_match: { query: 'ferry', fields: ['name', 'type^2'] } },
    ['2', '4'],
  ],
  [
    'multi_match without fields looks everywhere, leniently',
    { multi_match: { query: 'ferry' } },
    ['2', '4'],
  ],
  ['a phrase over all fields', { multi_match: { query: 'old tug', type: 'phrase' } }, ['1']],
  ['term on a keyword keeps case', { term: { type: 'container' } }, []],
  ['term without case', { term: { type: { value: 'CONTAINER', case_insensitive: true } } }, ['3']],
  ['term on a text is one token', { term: { name: 'fast' } }, ['2', '3', '4']],
  ['term on a text is not analyzed', { term: { name: 'Fast' } }, []],
  ['term on a multi-field', { term: { 'name.keyword': 'Fast Ferry' } }, ['2']],
  ['term on a list finds any of its values', { term: { tags: 'a' } }, ['1', '2']],
  ['term on a boolean takes a text', { term: { ok: 'false' } }, ['2', '6']],
  ['term on an address', { term: { ip: '10.0.0.1' } }, ['1']],
  ['term on a block of addresses', { term: { ip: '10.0.0.0/16' } }, ['1', '2']],
  ['term on a date without a time is the whole day', { term: { built: '2024-05-03' } }, ['3']],
  ['term with a fraction on an integer finds nothing', { term: { knots: 11.5 } }, []],
  ['term beyond 2^53', { term: { serial: '18446744073709551615' } }, ['3']],
  ['term with every sign of SQL and LIKE', { term: { type: "o'dd \\ %_*" } }, ['4']],
  ['term on a leaf of a flattened field', { term: { 'labels.app': 'web' } }, ['1']],
  ['term on an empty text', { term: { type: '' } }, ['6']],
  ['term on an unmapped field finds nothing', { term: { nothing: 1 } }, []],
  ['term on _id', { term: { _id: '2' } }, ['2']],
  ['term on _index', { term: { _index: 'ships' } }, ALL],
  ['terms finds any', { terms: { type: ['tug', 'ferry'] } }, ['1', '2']],
  ['terms on numbers', { terms: { knots: [0, '24'] } }, ['2', '6']],
  ['terms on a text', { terms: { name: ['tug', 'line'] } }, ['1', '4']],
  ['terms of none finds none', { terms: { type: [] } }, []],
  ['range on numbers', { range: { knots: { gte: 11, lt: 24 } } }, ['1', '3']],
  [
    'range over a list: one value must fit both ends',
    { range: { knots: { gt: 6, lt: 49 } } },
    ['1', '2', '3'],
  ],
  ['range on integers rounds inward', { range: { knots: { gt: 10.5, lte: 11.5 } } }, ['1']],
  ['range open on both sides', { range: { knots: {} } }, ['1', '2', '3', '4', '6']],
  ['range open on both sides still takes a value', { range: { length: { lt: null } } }, ['1', '2']],
  ['range from below what the type can hold does, too', { range: { serial: { gte: -1 } } }, ['3']],
  ['range open on both sides on a text', { range: { name: {} } }, ['1', '2', '3', '4', '6']],
  ['range on a double', { range: { length: { gt: 10.5 } } }, ['2']],
  [
    'range on a keyword is by its bytes',
    { range: { type: { gte: 'f', lt: 'u' } } },
    ['1', '2', '4'],
  ],
  [
    'range on the words of a text, and not on what is between the values of a list',
    { range: { name: { gt: 'zz' } } },
    ['3'],
  ],
  ['prefix of nothing on a text takes a word', { prefix: { name: '' } }, ['1', '2', '3', '4']],
  ['wildcard on a text does not find what is between values', { wildcard: { name: '?' } }, ['3']],
  ['range on addresses', { range: { ip: { gte: '10.0.0.0', lte: '10.0.0.255' } } }, ['1']],
  ['lte a day includes it', { range: { built: { lte: '2024-05-02' } } }, ['1', '2']],
  ['gt a day excludes it', { range: { built: { gt: '2024-05-02' } } }, ['3']],
  ['date math', { range: { built: { gte: 'now-8d/d', lt: 'now-7d/d' } } }, ['2']],
  ['dates in a zone', { range: { built: { gte: '2024-05-04', time_zone: '+01:00' } } }, ['3']],
  [
    'epoch_millis as a text',
    { range: { built: { lte: '1714557600000', format: 'epoch_millis' } } },
    ['1'],
  ],
  ['exists on a scalar', { exists: { field: 'length' } }, ['1', '2']],
  [
    'exists is true for an empty text and zero',
    { exists: { field: 'knots' } },
    ['1', '2', '3', '4', '6'],
  ],
  ['exists on a list', { exists: { field: 'tags' } }, ['1', '2', '3']],
  ['exists on an object', { exists: { field: 'host' } }, ['6']],
  ['exists on a flattened leaf', { exists: { field: 'labels.tier' } }, ['1']],
  ['exists on nothing', { exists: { field: 'nothing' } }, []],
  ['prefix on a keyword', { prefix: { type: 'fe' } }, ['2']],
  ['prefix on a text is of its tokens', { prefix: { name: 'fe' } }, ['2', '4']],
  ['wildcard on a keyword', { wildcard: { type: { value: '?u*' } } }, ['1']],
  ['wildcard with an escaped sign', { wildcard: { type: '*%_\\*' } }, ['4']],
  ['wildcard on a text is of its tokens', { wildcard: { name: '*err*' } }, ['2', '4']],
  ['wildcard over a dotted word', { wildcard: { name: 'ngin?.co*' } }, ['3']],
  ['wildcard on Korean text', { query_string: { query: '컨테*' } }, ['3']],
  ['a pattern does not begin within a token', { prefix: { name: 'ug' } }, []],
  ['wildcard does not take % for a sign', { wildcard: { type: '%' } }, []],
  ['regexp is anchored', { regexp: { type: 'tu.' } }, ['1']],
  ['regexp does not fit a part', { regexp: { type: 'u' } }, []],
  ['ids', { ids: { values: ['1', 6, 'x'] } }, ['1', '6']],
  [
    'must_not counts documents without the field',
    { bool: { must_not: { term: { type: 'tug' } } } },
    ['2', '3', '4', '5', '6'],
  ],
  [
    'should needs one',
    { bool: { should: [{ term: { type: 'tug' } }, { term: { knots: 20 } }] } },
    ['1', '3'],
  ],
  [
    'should needs none beside must',
    { bool: { must: { exists: { field: 'ok' } }, should: { term: { type: 'x' } } } },
    ['1', '2', '6'],
  ],
  [
    'should needs as many as told',
    {
      bool: {
        should: [{ term: { type: 'tug' } }, { term: { ok: true } }, { term: { knots: 24 } }],
        minimum_should_match: 2,
      },
    },
    ['1'],
  ],
  ['an empty bool matches all', { bool: {} }, ALL],
  ['constant_score', { constant_score: { filter: { term: { type: 'tug' } } } }, ['1']],
  ['query_string: words over all fields', { query_string: { query: 'ferry' } }, ['2', '4']],
  ['query_string: AND binds', { query_string: { query: 'fast AND ferry' } }, ['2', '4']],
  ['query_string: NOT', { query_string: { query: 'fast NOT type:ferry' } }, ['3', '4']],
  ['query_string: a lone NOT', { query_string: { query: 'NOT _exists_:type' } }, ['5']],
  ['query_string: a range', { query_string: { query: 'knots:[20 TO *]' } }, ['2', '3', '4']],
  [
    'query_string: comparisons, each true of any value of a list',
    { query_string: { query: 'knots:>=20 AND knots:<25' } },
    ['2', '3', '4'],
  ],
  [
    'query_string: a group of a field',
    { query_string: { query: 'type:(tug OR ferry)' } },
    ['1', '2'],
  ],
  ['query_string: a phrase', { query_string: { query: 'name:"tug one"' } }, ['1']],
  ['query_string: wildcards', { query_string: { query: 'type:f* OR name:tu?' } }, ['1', '2']],
  ['query_string: all', { query_string: { query: '*' } }, ALL],
  [
    'query_string: default_field',
    { query_string: { query: 'ferry', default_field: 'type' } },
    ['2'],
  ],
  [
    'query_string: default_operator',
    { query_string: { query: 'fast ferry', fields: ['name'], default_operator: 'AND' } },
    ['2', '4'],
  ],
  [
    'query_string: an escaped value',
    { query_string: { query: "type:o\\'dd\\ \\\\\\ %_\\*" } },
    ['4'],
  ],
  [
    'query_string: a word on a number is no error without a field',
    { query_string: { query: 'tug' } },
    ['1'],
  ],
  ['query_string: a field pattern', { query_string: { query: 'na*:tug' } }, ['1']],
];

test.each(cases)('%s', async (_, query, expected) => {
  expect(await find(query)).toEqual(expected);
});

describe('refuses', () => {
  test.each<readonly [string, Json, RegExp]>([
    [
      'a broken regular expression',
      { regexp: { type: 'a(' } },
      /invalid regular expression \[a\(\]/,
    ],
    ['an expression that looks around', { regexp: { type: '(?=a)' } }, /look-around/],
    ['an expression that repeats too often', { regexp: { type: 'a{2000}' } }, /repeats more than/],
    ['a word for a number', { term: { knots: 'fast' } }, /For input string: "fast"/],
    [
      'what is no date',
      { range: { built: { gte: 'yesterday' } } },
      /failed to parse date field \[yesterday\]/,
    ],
    ['what is no address', { term: { ip: 'localhost' } }, /is not an IP string literal/],
    ['a prefix of a number', { prefix: { knots: '1' } }, /Can only use prefix queries on keyword/],
    [
      'a word for a number that is named',
      { query_string: { query: 'knots:fast', lenient: false } },
      /For input string/,
    ],
  ])('%s, as the failure of all shards', async (_, query, reason) => {
    await expect(find(query)).rejects.toMatchObject({
      type: 'search_phase_execution_exception',
      status: 400,
      cause: { message: expect.stringMatching(reason) },
    });
  });

  test.each<readonly [string, Json, string, RegExp]>([
    ['an unknown query', { frobnicate: {} }, 'parsing_exception', /unknown query \[frobnicate\]/],
    [
      'two fields',
      { match: { a: 1, b: 2 } },
      'parsing_exception',
      /doesn't support multiple fields, found \[a\] and \[b\]/,
    ],
    [
      'two queries in one',
      { match: { a: 1 }, term: { b: 1 } },
      'parsing_exception',
      /malformed query, expected \[END_OBJECT\]/,
    ],
    [
      'an unknown parameter',
      { term: { a: { value: 1, x: 2 } } },
      'x_content_parse_exception',
      /\[term\] unknown field \[x\]/,
    ],
    [
      'a broken query text',
      { query_string: { query: 'a:(' } },
      'query_shard_exception',
      /Failed to parse query \[a:\(\].*position 2/,
    ],
    [
      'fuzziness',
      { match: { name: { query: 'x', fuzziness: 3 } } },
      'illegal_argument_exception',
      /Valid edit distances are \[0, 1, 2\]/,
    ],
  ])('%s, before it searches', async (_, query, type, reason) => {
    await expect(find(query)).rejects.toMatchObject({
      type,
      message: expect.stringMatching(reason),
    });
  });
});
