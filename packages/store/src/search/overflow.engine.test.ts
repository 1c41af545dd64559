import type { Json, JsonObject } from '@longshore/common/json';
import { beforeAll, expect, test } from 'vitest';
import { OWN_COLUMNS_MAX } from '../index/column-choice.ts';
import type { SearchIndex } from '../index/target.ts';
import { openTestEngine } from '../testing.ts';
import { openTestIndex, openTestSearch } from './test-index.ts';

const FIELDS = 10_000;

let index: SearchIndex;
let found: ReturnType<typeof openTestSearch>;

/** The last fields get their first value when no column is left. */
const TYPES: readonly string[] = [
  'keyword',
  'long',
  'double',
  'date',
  'boolean',
  'ip',
  'text',
  'unsigned_long',
  'date_nanos',
];
const properties = (): JsonObject => ({
  ...Object.fromEntries(
    Array.from({ length: FIELDS - TYPES.length }, (_, i) => [`n${i}`, { type: 'long' }]),
  ),
  ...Object.fromEntries(TYPES.map((type) => [`o.${type}`, { type }])),
});
const filler: JsonObject = Object.fromEntries(
  Array.from({ length: OWN_COLUMNS_MAX }, (_, i) => [`n${i}`, i]),
);

beforeAll(async () => {
  const engine = await openTestEngine();
  found = openTestSearch(engine);
  index = await openTestIndex(engine, 'wide', {
    properties: properties(),
    fieldsMax: 2 * FIELDS,
    documents: [
      filler,
      {
        o: {
          keyword: ['a', 'b'],
          long: '9223372036854775807',
          double: 1.5,
          date: '2024-05-01T10:00:00Z',
          boolean: true,
          ip: '10.0.0.1',
          text: 'The quick brown fox',
          unsigned_long: '18446744073709551615',
          date_nanos: '2024-05-01T10:00:00.123456789Z',
        },
      },
      { o: { keyword: 'b', long: [-5, 7], double: 2.5, boolean: false, text: 'A slow fox' } },
      { n9000: 5 },
    ],
  });
});

test('only so many fields have columns of their own', () => {
  expect(index.mapping.fields.size).toBe(FIELDS);
  expect(index.mapping.columns.filter(({ name }) => name.startsWith('f_'))).toHaveLength(
    OWN_COLUMNS_MAX,
  );
  expect(index.mapping.columns.map(({ name }) => name)).toContain('_ovf');
});

test.each<[string, Json, readonly string[]]>([
  ['a value of a field with a column', { term: { n399: 399 } }, ['1']],
  ['a keyword', { term: { 'o.keyword': 'a' } }, ['2']],
  ['keywords', { terms: { 'o.keyword': ['b', 'z'] } }, ['2', '3']],
  ['a prefix', { prefix: { 'o.keyword': 'b' } }, ['2', '3']],
  ['a number to the last digit', { term: { 'o.long': '9223372036854775807' } }, ['2']],
  ['a range of numbers', { range: { 'o.long': { gte: -5, lt: 0 } } }, ['3']],
  ['a range of fractions', { range: { 'o.double': { gt: 1.5 } } }, ['3']],
  ['a day', { term: { 'o.date': '2024-05-01' } }, ['2']],
  ['a range of nanoseconds', { range: { 'o.date_nanos': { gte: '2024-05-01' } } }, ['2']],
  ['a truth value', { term: { 'o.boolean': false } }, ['3']],
  ['a block of addresses', { term: { 'o.ip': '10.0.0.0/8' } }, ['2']],
  ['a word', { match: { 'o.text': 'fox' } }, ['2', '3']],
  ['a phrase', { match_phrase: { 'o.text': 'quick brown' } }, ['2']],
  ['an unsigned number', { term: { 'o.unsigned_long': '18446744073709551615' } }, ['2']],
  ['a value', { exists: { field: 'o.double' } }, ['2', '3']],
  ['any value of an object', { exists: { field: 'o' } }, ['2', '3']],
  ['nothing in a field without values', { term: { n8000: 1 } }, []],
  ['documents without it', { bool: { must_not: { exists: { field: 'o' } } } }, ['1', '4']],
  ['a field that came last', { term: { n9000: 5 } }, ['4']],
])('finds %s', async (_name, query, ids) => {
  expect(await found.ids(index, query)).toEqual(ids);
});

test('fields without a column are sorted by and counted', async () => {
  const answer = await found.search([index], {
    size: 10,
    sort: [{ 'o.long': 'desc' }],
    query: { exists: { field: 'o' } },
    aggs: {
      words: { terms: { field: 'o.keyword' } },
      sum: { sum: { field: 'o.double' } },
    },
  });
  expect(answer.hits.hits.map(({ _id }) => _id)).toEqual(['2', '3']);
  expect(answer.aggregations).toMatchObject({
    words: {
      buckets: [
        { key: 'b', doc_count: 2 },
        { key: 'a', doc_count: 1 },
      ],
    },
    sum: { value: 4 },
  });
});
