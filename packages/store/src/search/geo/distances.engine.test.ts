import type { Json, JsonObject } from '@longshore/common/json';
import { beforeAll, expect, test } from 'vitest';
import type { SearchIndex } from '../../index/target.ts';
import { openTestEngine } from '../../testing.ts';
import { openTestIndex, openTestSearch } from '../test-index.ts';

let index: SearchIndex;
let found: ReturnType<typeof openTestSearch>;

beforeAll(async () => {
  const engine = await openTestEngine();
  found = openTestSearch(engine);
  index = await openTestIndex(engine, 'distances', {
    properties: {
      at: { type: 'geo_point' },
      day: { type: 'date' },
      exact: { type: 'date_nanos' },
      name: { type: 'keyword' },
    },
    documents: [
      { at: [3, 0], day: '2024-01-11', exact: '2024-01-01T00:00:03Z' },
      {
        at: [
          [1, 0],
          [5, 0],
          [0, 6],
        ],
        day: ['2024-01-01', '2024-01-21'],
        name: 'a',
      },
      { name: 'nowhere' },
      { at: [2, 0], day: '2024-01-31' },
    ],
  });
});

/** Degrees of a great circle as kilometres: 2 π 6371.0087714 km / 360 each. */
const km = (degrees: number): number => (degrees * Math.PI * 6371.0087714) / 180;
const hitsOf = async (body: Json) => (await found.search([index], body)).hits.hits;
const sorted = async (options: object) => {
  const hits = await hitsOf({ sort: [{ _geo_distance: { at: [0, 0], unit: 'km', ...options } }] });
  return hits.map(({ _id, sort }) => [_id, sort?.[0]]);
};

test.each<[string, object, readonly (readonly [string, number])[]]>([
  [
    'the nearest point, going up',
    {},
    [
      ['2', km(1)],
      ['4', km(2)],
      ['1', km(3)],
    ],
  ],
  [
    'the mean',
    { mode: 'avg' },
    [
      ['4', km(2)],
      ['1', km(3)],
      ['2', km(4)],
    ],
  ],
  [
    'the median',
    { mode: 'median' },
    [
      ['4', km(2)],
      ['1', km(3)],
      ['2', km(5)],
    ],
  ],
  [
    'the furthest',
    { mode: 'max' },
    [
      ['4', km(2)],
      ['1', km(3)],
      ['2', km(6)],
    ],
  ],
  [
    'several origins',
    { at: ['0,0', '0,4.5'] },
    [
      ['2', km(0.5)],
      ['1', km(1.5)],
      ['4', km(2)],
    ],
  ],
  [
    'miles',
    { unit: 'mi' },
    [
      ['2', km(1) / 1.609344],
      ['4', km(2) / 1.609344],
      ['1', km(3) / 1.609344],
    ],
  ],
  [
    'a map',
    { distance_type: 'plane' },
    [
      ['2', km(1)],
      ['4', km(2)],
      ['1', km(3)],
    ],
  ],
])('sorts by %s; nowhere is infinitely far', async (_name, options, expected) => {
  const hits = await sorted(options);
  expect(hits.map(([id]) => id)).toEqual([...expected.map(([id]) => id), '3']);
  expected.forEach(([, distance], i) => {
    expect(hits[i]?.[1]).toBeCloseTo(distance, 6);
  });
  expect(hits[3]?.[1]).toBe('Infinity');
});

test('going down, nowhere comes first, then the furthest point of each', async () => {
  expect((await sorted({ order: 'desc' })).map(([id]) => id)).toEqual(['3', '2', '1', '4']);
});

test('goes on behind a distance, and behind infinity', async () => {
  const sort = [{ _geo_distance: { at: [0, 0], order: 'desc' } }];
  const first = await hitsOf({ sort, size: 1 });
  const rest = await hitsOf({ sort, search_after: first[0]?.sort ?? [] });
  expect(rest.map(({ _id }) => _id)).toEqual(['2', '1', '4']);
  const last = await hitsOf({ sort, search_after: rest[1]?.sort ?? [] });
  expect(last.map(({ _id }) => _id)).toEqual(['4']);
});

test.each<[object, string]>([
  [{ mode: 'sum' }, "sort_mode [sum] isn't supported for sorting by geo distance"],
  [{ at: [0, 91] }, 'illegal latitude value [91]'],
  [{ at: [] }, '[_geo_distance] needs 1 to 100 points'],
  [{ at: Array.from({ length: 101 }, () => '1,1') }, '[_geo_distance] needs 1 to 100 points'],
  [{ name: [0, 0] }, 'Trying to reset fieldName to [name]'],
])('refuses to sort by %j', async (options, reason) => {
  await expect(sorted(options)).rejects.toThrow(reason);
});

test.each<[string, string]>([
  ['name', 'field [name] is of type [keyword]'],
  ['no', 'failed to find mapper for [no]'],
])('refuses to sort by the field %s', async (field, reason) => {
  const error = await hitsOf({ sort: { _geo_distance: { [field]: [0, 0] } } }).then(
    () => expect.fail('found'),
    (e) => e,
  );
  expect((error.cause instanceof Error ? error.cause : error).message).toContain(reason);
});

test('a field that is not mapped may be ignored: all are infinitely far', async () => {
  const hits = await hitsOf({ sort: { _geo_distance: { no: [0, 0], ignore_unmapped: true } } });
  expect(hits.map(({ sort }) => sort)).toEqual(Array(4).fill(['Infinity']));
});

const scores = async (body: JsonObject): Promise<unknown> => {
  const hits = await hitsOf({ query: { distance_feature: body } });
  return hits.map(({ _id, _score }) => [_id, _score]);
};

test('what is nearer in place scores higher: half at the pivot', async () => {
  // The nearest points are 1, 2 and 3 degrees away, and the pivot is one of 111.195 km.
  const found = await scores({ field: 'at', origin: [0, 0], pivot: `${km(1)}km`, boost: 6 });
  expect(found).toEqual([
    ['2', expect.closeTo(3, 5)],
    ['4', expect.closeTo(2, 5)],
    ['1', expect.closeTo(1.5, 5)],
  ]);
});

test('what is nearer in time scores higher', async () => {
  // 10, 0 and 20 days from the origin.
  const found = await scores({ field: 'day', origin: '2024-01-21', pivot: '10d' });
  expect(found).toEqual([
    ['2', 1],
    ['1', expect.closeTo(0.5, 6)],
    ['4', expect.closeTo(0.5, 6)],
  ]);
  const exact = await scores({ field: 'exact', origin: '2024-01-01', pivot: '1s' });
  expect(exact).toEqual([['1', 0.25]]);
});

test.each<[JsonObject, string]>([
  [{ field: 'name', origin: 1, pivot: '1d' }, 'Illegal data type of [keyword]!'],
  [{ field: 'at', origin: [0, 0] }, 'Required [pivot] is missing'],
  [{ field: 'at', pivot: '1km' }, 'Required [origin] is missing'],
  [{ field: 'at', origin: [0, 0], pivot: '0km' }, 'pivot must be > 0'],
])('refuses to score by %j', async (body, reason) => {
  const error: Error = await scores(body).then(
    () => expect.fail('found'),
    (e) => e,
  );
  expect((error.cause instanceof Error ? error.cause : error).message).toContain(reason);
});
