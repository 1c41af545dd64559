import type { Json } from '@longshore/common/json';
import { beforeAll, expect, test } from 'vitest';
import type { SearchIndex } from '../index/target.ts';
import { openTestEngine } from '../testing.ts';
import { openTestIndex, openTestSearch } from './test-index.ts';

let index: SearchIndex;
let found: ReturnType<typeof openTestSearch>;

beforeAll(async () => {
  const engine = await openTestEngine();
  found = openTestSearch(engine);
  index = await openTestIndex(engine, 'typed', {
    properties: {
      ints: { type: 'integer_range' },
      longs: { type: 'long_range' },
      doubles: { type: 'double_range' },
      floats: { type: 'float_range' },
      days: { type: 'date_range' },
      net: { type: 'ip_range' },
      half: { type: 'half_float' },
      single: { type: 'float' },
      big: { type: 'unsigned_long' },
      strict: { type: 'long', ignore_malformed: true },
      place: { type: 'geo_point' },
      from: { type: 'keyword', copy_to: 'all' },
      all: { type: 'text' },
      items: { type: 'nested', properties: { name: { type: 'keyword' } } },
    },
    documents: [
      {
        ints: { gte: 1, lte: 5 },
        days: { gte: '2024-01-10', lt: '2024-02' },
        half: 0.1,
        big: '18446744073709551615.9',
      },
      { ints: { gt: 1, lt: 3 }, net: '10.0.0.0/8', single: 0.1, strict: 'many' },
      { ints: [{ gte: 100 }, { gte: 4, lte: 5 }], doubles: { gt: 1.5 }, place: { lat: 1, lon: 2 } },
      {
        ints: null,
        longs: { lte: 9_007_199_254_740_991 },
        floats: { lt: 0.1 },
        from: 'Blue Whale',
      },
      { net: { gte: '192.168.0.1', lte: '192.168.0.9' }, items: [{ name: 'a' }] },
    ],
  });
});

const range = (field: string, body: Json): Json => ({ range: { [field]: body } });

test.each<[string, Json, readonly string[]]>([
  ['ranges that meet', range('ints', { gte: 3, lte: 4 }), ['1', '3']],
  [
    'ranges that hold all of it',
    range('ints', { gte: 4, lte: 5, relation: 'contains' }),
    ['1', '3'],
  ],
  ['ranges that lie in it', range('ints', { gt: 0, lte: 3, relation: 'within' }), ['2']],
  ['ranges without an end', range('ints', { gte: 1000 }), ['3']],
  ['a value in a range', { term: { ints: 2 } }, ['1', '2']],
  ['any range', { exists: { field: 'ints' } }, ['1', '2', '3']],
  ['a day in a range of days', { term: { days: '2024-01-31' } }, ['1']],
  ['the day after a range of days', { term: { days: '2024-02-01' } }, []],
  ['an address in a block', { term: { net: '10.200.0.1' } }, ['2']],
  ['a block that meets a range', { term: { net: '192.168.0.0/24' } }, ['5']],
  ['an open end', range('doubles', { lte: 1.5 }), []],
  ['just above an open end', range('doubles', { lte: 1.5000001 }), ['3']],
  ['a lower end without limit', range('longs', { lte: -5 }), ['4']],
  ['the open end of 32 bits', range('floats', { gte: 0.1 }), []],
  ['a number of 16 bits', { term: { half: 0.1 } }, ['1']],
  ['a number of 32 bits', { term: { single: 0.1 } }, ['2']],
  ['an unsigned number, cut', { term: { big: '18446744073709551615' } }, ['1']],
  ['what was malformed', { term: { _ignored: 'strict' } }, ['2']],
  ['anything malformed', { exists: { field: '_ignored' } }, ['2']],
  ['a point', { exists: { field: 'place' } }, ['3']],
  ['a copy', { match: { all: 'whale' } }, ['4']],
  ['nothing in nested objects', { term: { 'items.name': 'a' } }, []],
])('finds %s', async (_name, query, ids) => {
  expect(await found.ids(index, query)).toEqual(ids);
});

test('a hit names the fields that were ignored', async () => {
  const { hits } = await found.search([index], { query: { ids: { values: ['1', '2'] } } });
  expect(hits.hits).toMatchObject([{ _id: '1' }, { _id: '2', _ignored: ['strict'] }]);
  expect(hits.hits[0]).not.toHaveProperty('_ignored');
});

test('a number of 32 bits sorts by its shortest spelling', async () => {
  const { hits } = await found.search([index], { sort: 'single', size: 1 });
  expect(hits.hits).toMatchObject([{ _id: '2', sort: [0.1] }]);
});

test.each(['ints', 'place'])('%s cannot be sorted by', async (field) => {
  await expect(found.search([index], { sort: field })).rejects.toThrow();
});
