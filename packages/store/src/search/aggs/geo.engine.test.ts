import type { Json } from '@longshore/common/json';
import { beforeAll, expect, test } from 'vitest';
import type { SearchIndex } from '../../index/target.ts';
import { openTestEngine } from '../../testing.ts';
import { openTestIndex, openTestSearch } from '../test-index.ts';

let index: SearchIndex;
let other: SearchIndex;
let found: ReturnType<typeof openTestSearch>;

beforeAll(async () => {
  const engine = await openTestEngine();
  found = openTestSearch(engine);
  index = await openTestIndex(engine, 'geo', {
    properties: { at: { type: 'geo_point' }, n: { type: 'long' }, tag: { type: 'keyword' } },
    documents: [
      { at: [10, 10], n: 3, tag: 'a' },
      {
        at: [
          [10.1, 10.1],
          [10.2, 10.2],
          [-100, 40],
        ],
        n: 1,
        tag: 'a',
      },
      { at: [-100, 40], n: 2, tag: 'b' },
      { n: 9, tag: 'b' },
      { at: [170, 0], tag: 'c' },
      { at: [-170, -20], n: [7, 5], tag: 'c' },
    ],
  });
  other = await openTestIndex(engine, 'other', {
    properties: { tag: { type: 'keyword' } },
    documents: [{ tag: 'a' }],
  });
});

const aggregate = async (agg: Json, query: Json = { match_all: {} }): Promise<Json> => {
  const answer = await found.search([index, other], { size: 0, query, aggs: { x: agg } });
  return answer.aggregations?.x as Json;
};
const keys = async (agg: Json): Promise<unknown> => {
  const { buckets } = (await aggregate(agg)) as { buckets: { key: string; doc_count: number }[] };
  return buckets.map(({ key, doc_count: count }) => [key, count]);
};

test('a document is in each geohash once', async () => {
  // Of one letter: `s` is of 0 to 45 degrees east and north, `9` of 90 to 135 west and 0 to 45 north.
  expect(await keys({ geohash_grid: { field: 'at', precision: 1 } })).toEqual([
    ['s', 2],
    ['9', 2],
    ['x', 1],
    ['2', 1],
  ]);
});

test('a geohash may be as small as a distance, and keys be few', async () => {
  // 5000 km: 40,075 km / (5,000 km / 1.4983) is 12.01, so 4 bits a side, which two letters have.
  expect(await keys({ geohash_grid: { field: 'at', precision: '5000km', size: 1 } })).toEqual([
    ['s1', 2],
  ]);
});

test('tiles are counted from the north west', async () => {
  // At zoom 1 the world is two by two, at zoom 3 a column has 45 degrees.
  expect(await keys({ geotile_grid: { field: 'at', precision: 1 } })).toEqual([
    ['1/1/0', 2],
    ['1/0/0', 2],
    ['1/1/1', 1],
    ['1/0/1', 1],
  ]);
  const bounds = { top_left: [-120, 50], bottom_right: [-95, 30] };
  expect(await keys({ geotile_grid: { field: 'at', precision: 3, bounds } })).toEqual([
    ['3/1/3', 2],
  ]);
});

test('bounds show the cells that meet them, over the date line too', async () => {
  const bounds = { top: 10, left: 160, bottom: -30, right: -160 };
  expect(await keys({ geohash_grid: { field: 'at', precision: 3, bounds } })).toHaveLength(2);
  expect(await keys({ geohash_grid: { field: 'at', precision: 1, bounds } })).toEqual([
    ['x', 1],
    ['2', 1],
  ]);
  expect(await keys({ geohex_grid: { field: 'at', precision: 3, bounds } })).toHaveLength(2);
});

test('hexagons are those of H3', async () => {
  // The Brandenburg Gate, whose cell other implementations of H3 give in their manuals.
  const gate = { lat: 52.516262, lon: 13.377704 };
  const grid = { geohex_grid: { field: 'at', precision: 8, missing: gate } };
  expect(await aggregate(grid, { term: { n: 9 } })).toEqual({
    buckets: [{ key: '881f1d4887fffff', doc_count: 1 }],
  });
});

test('cells have aggregations in them', async () => {
  const { buckets } = (await aggregate({
    geotile_grid: { field: 'at', precision: 1, size: 2 },
    aggs: { sum: { sum: { field: 'n' } }, tags: { terms: { field: 'tag' } } },
  })) as { buckets: object[] };
  expect(buckets).toMatchObject([
    { key: '1/1/0', sum: { value: 4 }, tags: { buckets: [{ key: 'a', doc_count: 2 }] } },
    { key: '1/0/0', sum: { value: 3 }, tags: { buckets: [{ key: 'a' }, { key: 'b' }] } },
  ]);
});

test('composite keys may be tiles, page by page', async () => {
  const tile = { geotile_grid: { field: 'at', precision: 1, missing_bucket: true } };
  const sources = [{ tile }, { tag: { terms: { field: 'tag' } } }];
  const page = async (more: object) => {
    const { buckets, after_key: after } = (await aggregate({
      composite: { sources, ...more },
    })) as { buckets: { key: Json; doc_count: number }[]; after_key?: Json };
    return { keys: buckets.map(({ key, doc_count: count }) => [key, count]), after };
  };
  const first = await page({ size: 3 });
  expect(first.keys).toEqual([
    [{ tile: null, tag: 'a' }, 1],
    [{ tile: null, tag: 'b' }, 1],
    [{ tile: '1/0/0', tag: 'a' }, 1],
  ]);
  expect((await page({ after: first.after })).keys).toEqual([
    [{ tile: '1/0/0', tag: 'b' }, 1],
    [{ tile: '1/0/1', tag: 'c' }, 1],
    [{ tile: '1/1/0', tag: 'a' }, 2],
    [{ tile: '1/1/1', tag: 'c' }, 1],
  ]);
});

test('a missing point may be given', async () => {
  expect(
    await keys({ geohash_grid: { field: 'at', precision: 1, missing: [10, 10], size: 1 } }),
  ).toEqual([['s', 4]]);
});

test('distances fall into rings, each of a document once', async () => {
  // From 10° E 10° N: itself, then 0.14 and 0.28 degrees away, the others thousands of kilometres.
  const rings = {
    field: 'at',
    origin: '10,10',
    unit: 'km',
    ranges: [{ from: 20 }, { to: 20 }, { from: 10, to: 50, key: 'near' }],
  };
  expect(await aggregate({ geo_distance: rings })).toEqual({
    buckets: [
      { key: '*-20.0', from: 0, to: 20, doc_count: 2 },
      { key: 'near', from: 10, to: 50, doc_count: 1 },
      { key: '20.0-*', from: 20, doc_count: 4 },
    ],
  });
  expect(
    await aggregate({ geo_distance: { ...rings, ranges: [{ to: 20 }], keyed: true } }),
  ).toEqual({
    buckets: { '*-20.0': { from: 0, to: 20, doc_count: 2 } },
  });
});

test('bounds are the smallest box, over the date line unless that is not wanted', async () => {
  const c = { term: { tag: 'c' } };
  const box = (left: number, right: number, top: number, bottom: number) => ({
    bounds: { top_left: { lat: top, lon: left }, bottom_right: { lat: bottom, lon: right } },
  });
  expect(await aggregate({ geo_bounds: { field: 'at' } }, c)).toEqual(box(170, -170, 0, -20));
  expect(await aggregate({ geo_bounds: { field: 'at', wrap_longitude: false } }, c)).toEqual(
    box(-170, 170, 0, -20),
  );
  expect(await aggregate({ geo_bounds: { field: 'at' } }, { term: { tag: 'a' } })).toEqual(
    box(-100, 10.2, 40, 10),
  );
  expect(await aggregate({ geo_bounds: { field: 'at' } }, { term: { n: 9 } })).toEqual({});
});

test('the centroid is the mean of all points', async () => {
  expect(await aggregate({ geo_centroid: { field: 'at' } }, { term: { tag: 'c' } })).toEqual({
    location: { lat: -10, lon: 0 },
    count: 2,
  });
  expect(await aggregate({ geo_centroid: { field: 'at' } }, { term: { n: 9 } })).toEqual({
    count: 0,
  });
  const { buckets } = (await aggregate({
    terms: { field: 'tag', order: { _key: 'asc' } },
    aggs: { c: { geo_centroid: { field: 'at' } } },
  })) as { buckets: { c: { count: number } }[] };
  expect(buckets.map(({ c }) => c.count)).toEqual([4, 1, 2]);
});

test('a line goes through the first point of each document, in order', async () => {
  const line = { point: { field: 'at' }, sort: { field: 'n' } };
  const feature = (coordinates: number[][], properties: object) => ({
    type: 'Feature',
    geometry: { type: 'LineString', coordinates },
    properties,
  });
  expect(await aggregate({ geo_line: { ...line, include_sort: true } })).toEqual(
    feature(
      [
        [10.1, 10.1],
        [-100, 40],
        [10, 10],
        [-170, -20],
      ],
      { complete: true, sort_values: [1, 2, 3, 5] },
    ),
  );
  expect(await aggregate({ geo_line: { ...line, sort_order: 'desc', size: 2 } })).toEqual(
    feature(
      [
        [-170, -20],
        [10, 10],
      ],
      { complete: false },
    ),
  );
});

test.each<[Json, string]>([
  [{ geohash_grid: { field: 'at', precision: 13 } }, 'Invalid geohash_grid precision of 13'],
  [{ geotile_grid: { field: 'at', precision: 30 } }, 'Must be between 0 and 29'],
  [{ geohex_grid: { field: 'at', precision: -1 } }, 'Must be between 0 and 15'],
  [{ geohash_grid: { field: 'at', size: 0 } }, '[size] must be greater than 0'],
  [{ geohash_grid: { field: 'tag' } }, 'Field [tag] of type [keyword] is not supported'],
  [{ geo_distance: { field: 'at', origin: [0, 0] } }, 'No [ranges] specified'],
  [{ geo_distance: { field: 'at', ranges: [{ to: 1 }] } }, 'needs one point'],
  [
    {
      composite: {
        sources: [{ tile: { geotile_grid: { field: 'at', precision: 1 } } }],
        after: { tile: '2/0/0' },
      },
    },
    '[2/0/0] is no tile of this [geotile_grid]',
  ],
  [{ geo_bounds: {} }, 'Required one of fields [field]'],
  [{ geo_line: { point: { field: 'at' }, sort: { field: 'n' }, size: 10_001 } }, '[size] must be'],
  [
    {
      terms: { field: 'tag', order: { c: 'asc' } },
      aggs: { c: { geo_centroid: { field: 'at' } } },
    },
    'cannot be ordered',
  ],
])('refuses %j', async (agg, reason) => {
  const error: Error = await aggregate(agg).then(
    () => expect.fail('found'),
    (e) => e,
  );
  expect((error.cause instanceof Error ? error.cause : error).message).toContain(reason);
});
