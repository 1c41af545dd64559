import type { Json } from '@longshore/common/json';
import { beforeAll, expect, test } from 'vitest';
import type { SearchIndex } from '../../index/target.ts';
import { openTestEngine } from '../../testing.ts';
import { openTestIndex, openTestSearch } from '../test-index.ts';

let shapes: SearchIndex;
let points: SearchIndex;
let found: ReturnType<typeof openTestSearch>;

const square = (west: number, south: number, east: number, north: number): number[][] => [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
  [west, south],
];

beforeAll(async () => {
  const engine = await openTestEngine();
  found = openTestSearch(engine);
  shapes = await openTestIndex(engine, 'shapes', {
    properties: { area: { type: 'geo_shape' } },
    documents: [
      { area: { type: 'Polygon', coordinates: [square(0, 0, 10, 10), square(4, 4, 6, 6)] } },
      { area: 'POINT (5 5)' },
      {
        area: {
          type: 'LineString',
          coordinates: [
            [-5, 2],
            [5, 2],
            [5, 3],
          ],
        },
      },
      {
        area: {
          type: 'MultiPolygon',
          coordinates: [[square(20, 0, 21, 1)], [square(30, 0, 31, 1)]],
        },
      },
      { area: 'GEOMETRYCOLLECTION (POINT (40 40), LINESTRING (41 40, 42 40))' },
      { area: 'BBOX (170, -170, 10, 0)' },
      {},
      { area: ['POINT (1 1)', 'POINT (25 0.5)'] },
    ],
  });
  points = await openTestIndex(engine, 'points', {
    properties: { at: { type: 'geo_point' } },
    documents: [
      { at: [1, 1] },
      {
        at: [
          [1, 1],
          [9, 9],
        ],
      },
      { at: [5, 5] },
      { at: [175, 5] },
      { at: [-175, 5] },
      {},
    ],
  });
});

const shape = (given: Json, relation = 'intersects'): Json => ({
  geo_shape: { area: { shape: given, relation } },
});
const envelope = (west: number, north: number, east: number, south: number): Json => ({
  type: 'envelope',
  coordinates: [
    [west, north],
    [east, south],
  ],
});
const line = (...coordinates: number[][]): Json => ({ type: 'LineString', coordinates });

test.each<[string, Json, readonly string[]]>([
  ['what a box meets', shape(envelope(-1, 3, 1, 1)), ['1', '3', '8']],
  ['what is in a hole', shape({ type: 'Point', coordinates: [5, 5] }), ['2']],
  ['what a border meets', shape('POINT (4 5)'), ['1']],
  ['what a line crosses', shape(line([-1, 1], [21, 1])), ['1', '4', '8']],
  ['what ends at a line', shape(line([5, 3], [5, 3.5])), ['1', '3']],
  ['what a box does not meet', shape(envelope(-10, 11, 11, -1), 'disjoint'), ['4', '5', '6']],
  ['what is within', shape(envelope(-5, 10, 10, 0), 'within'), ['1', '2', '3']],
  ['not what is half within', shape(envelope(0, 10, 10, 0), 'within'), ['1', '2']],
  ['all parts within', shape(envelope(20, 1, 31, 0), 'WITHIN'), ['4']],
  ['not only some parts', shape(envelope(40, 41, 41.5, 39), 'within'), []],
  ['a collection within', shape(envelope(40, 40, 42, 39), 'within'), ['5']],
  ['a point within a line', shape(line([4, 4], [6, 6]), 'within'), ['2']],
  ['a line within a longer one', shape(line([-6, 2], [5, 2], [5, 4]), 'within'), ['3']],
  ['what contains a box', shape(envelope(1, 2, 2, 1), 'contains'), ['1']],
  ['not over a hole', shape(envelope(1, 9, 9, 1), 'contains'), []],
  [
    'what contains itself',
    shape({ type: 'Polygon', coordinates: [square(30, 0, 31, 1)] }, 'contains'),
    ['4'],
  ],
  ['what contains a line', shape(line([0, 0], [10, 0]), 'contains'), ['1']],
  ['what contains points', shape('MULTIPOINT (1 1, 25 0.5)', 'contains'), ['8']],
  ['over the date line, from the west', shape(envelope(165, 5, 175, 4)), ['6']],
  ['over it, from the east', shape(envelope(-175, 5, -165, 4)), ['6']],
  ['over it, both', shape(envelope(160, 20, -160, -5), 'within'), ['6']],
  ['over it, inside', shape(envelope(175, 6, -175, 4), 'contains'), ['6']],
  ['not far from it', shape(envelope(-160, 5, 160, 4)), ['1', '2']],
  // 111.2 km are a degree.
  ['what a circle meets', shape({ type: 'circle', coordinates: [11, 5], radius: '112km' }), ['1']],
  ['not what it misses', shape({ type: 'circle', coordinates: [11, 5], radius: '110km' }), []],
  ['a distance from a shape', { geo_distance: { area: [11, 5], distance: '112km' } }, ['1']],
  [
    'shapes in a box',
    { geo_bounding_box: { area: { top: 1, left: 19, bottom: 0, right: 26 } } },
    ['4', '8'],
  ],
  ['any shape', { exists: { field: 'area' } }, ['1', '2', '3', '4', '5', '6', '8']],
])('finds shapes: %s', async (_name, query, ids) => {
  expect(await found.ids(shapes, query)).toEqual(ids);
});

const at = (given: Json, relation = 'intersects'): Json => ({
  geo_shape: { at: { shape: given, relation } },
});
const holed = { type: 'Polygon', coordinates: [square(0, 0, 10, 10), square(4, 4, 6, 6)] };

test.each<[string, Json, readonly string[]]>([
  ['in a polygon with a hole', at(holed), ['1', '2']],
  [
    'in either of two',
    at({ type: 'MultiPolygon', coordinates: [[square(8, 8, 9, 9)], [square(4, 4, 6, 6)]] }),
    ['2', '3'],
  ],
  ['outside', at(holed, 'disjoint'), ['3', '4', '5']],
  ['all within', at(envelope(0, 2, 2, 0), 'within'), ['1']],
  ['on a line', at(line([0, 0], [6, 6])), ['1', '2', '3']],
  ['the same points', at('MULTIPOINT (1 1, 9 9)', 'contains'), ['2']],
  ['no room for a box', at(envelope(0, 2, 2, 0), 'contains'), []],
  ['over the date line', at(envelope(170, 10, -170, 0)), ['4', '5']],
  [
    'over it, by longitudes beyond 180',
    at({ type: 'Polygon', coordinates: [square(170, 0, 190, 10)] }),
    ['4', '5'],
  ],
  [
    'around the world the other way',
    at({ type: 'Polygon', coordinates: [square(-170, 0, 170, 10)] }),
    ['1', '2', '3'],
  ],
  // At the equator a degree of longitude is one of latitude.
  ['in a circle', at({ type: 'circle', coordinates: [0, 0], radius: '158km' }), ['1', '2']],
  [
    'in a collection',
    at({
      type: 'GeometryCollection',
      geometries: [{ type: 'Point', coordinates: [5, 5] }, envelope(-180, 6, -170, 4)],
    }),
    ['3', '5'],
  ],
])('finds points %s', async (_name, query, ids) => {
  expect(await found.ids(points, query)).toEqual(ids);
});

test.each<[Json, string]>([
  [{ area: { shape: envelope(0, 1, 1, 0), relation: 'near' } }, 'Unknown shape operation [near]'],
  [{ area: { relation: 'within' } }, 'needs a [shape]'],
  [{ area: { shape: { type: 'star', coordinates: [0, 0] } } }, 'unknown geo_shape [star]'],
  [{ area: { shape: { type: 'circle', coordinates: [0, 0], radius: 0 } } }, '[radius]'],
  [{ area: { shape: 'POINT (0 91)' } }, 'invalid latitude 91'],
  [
    { area: { shape: line(...Array.from({ length: 10_001 }, (_, i) => [i / 100, 0])) } },
    'more than 10000',
  ],
  [{ none: { shape: 'POINT (0 0)' } }, 'failed to find geo field [none]'],
])('refuses shapes (%#)', async (body, reason) => {
  const error: Error = await found.ids(shapes, { geo_shape: body }).then(
    () => expect.fail('found'),
    (e) => e,
  );
  expect((error.cause instanceof Error ? error.cause : error).message).toContain(reason);
});
