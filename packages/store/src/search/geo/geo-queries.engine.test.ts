import type { Json } from '@longshore/common/json';
import { beforeAll, expect, test } from 'vitest';
import type { SearchIndex } from '../../index/target.ts';
import { openTestEngine } from '../../testing.ts';
import { openTestIndex, openTestSearch } from '../test-index.ts';

let index: SearchIndex;
let found: ReturnType<typeof openTestSearch>;

beforeAll(async () => {
  const engine = await openTestEngine();
  found = openTestSearch(engine);
  index = await openTestIndex(engine, 'places', {
    properties: {
      at: { type: 'geo_point' },
      later: { type: 'geo_point' },
      name: { type: 'keyword' },
    },
    documents: [
      { at: { lat: 0, lon: 0 }, name: 'null' },
      { at: '0,1', name: 'a degree east' },
      {
        at: [
          [0, 60],
          [1, 60],
        ],
        name: 'two in the north',
      },
      { at: 'POINT (179.5 -17)', name: 'west of the date line' },
      { at: { type: 'Point', coordinates: [-179.5, -17] }, name: 'east of it' },
      { name: 'nowhere' },
      { at: [5, 5], name: 'in the middle' },
    ],
  });
});

/** A degree of a great circle: 2 π 6371008.7714 m / 360. */
const DEGREE_M = 111_195.0797;

const distance = (distance: Json, at: Json, more: object = {}): Json => ({
  geo_distance: { distance, at, ...more },
});
const box = (at: Json, more: object = {}): Json => ({ geo_bounding_box: { at, ...more } });
const polygon = (points: Json): Json => ({ geo_polygon: { at: { points } } });

test.each<[string, Json, readonly string[]]>([
  ['a degree away', distance(DEGREE_M + 0.001, [0, 0]), ['1', '2']],
  ['less than a degree away', distance(DEGREE_M - 0.001, '0, 0'), ['1']],
  ['by kilometres', distance('111.2km', { lat: 0, lon: 0 }), ['1', '2']],
  ['by a unit apart', distance(111.1, { lat: 0, lon: 0 }, { unit: 'km' }), ['1']],
  ['by nautical miles, one a minute', distance('60.1nmi', 's00000000000'), ['1', '2']],
  // At 60° a degree east is half as long: 55,597 m.
  ['any point of a list', distance('55.6km', [2, 60]), ['3']],
  ['across the date line', distance('107km', [179.5, -17]), ['4', '5']],
  ['not across it on a map', distance('107km', [179.5, -17], { distance_type: 'plane' }), ['4']],
  ['outside of the world', distance('1km', [360, 0], { validation_method: 'coerce' }), ['1']],
  ['by the old spelling of a point', distance('1km', { geohash: 's00000000000' }), ['1']],
  ['a box and its border', box({ top_left: [0, 5], bottom_right: [5, 0] }), ['1', '2', '7']],
  ['other corners', box({ top_right: '5,5', bottom_left: '0,0.5' }), ['2', '7']],
  ['four sides', box({ top: 61, left: -1, bottom: 59, right: 0.5 }), ['3']],
  ['a box as text', box({ wkt: 'BBOX (0.5, 6, 6, -1)' }), ['2', '7']],
  ['a box over the date line', box({ top: 0, left: 179, bottom: -20, right: -179 }), ['4', '5']],
  // The cell `s0` is of 0 to 11.25 degrees east and 0 to 5.625 north.
  ['a cell', box({ top_left: 's0', bottom_right: 's0' }), ['1', '2', '7']],
  [
    'all around',
    box({ top_left: [0, 90], bottom_right: [360, -90] }, { validation_method: 'COERCE' }),
    ['1', '2', '3', '4', '5', '7'],
  ],
  [
    'a triangle',
    polygon([
      [4, 4],
      [6, 4],
      [5, 7],
    ]),
    ['7'],
  ],
  [
    'a closed triangle',
    polygon([
      [4, 4],
      [6, 4],
      [5, 4.9],
      [4, 4],
    ]),
    [],
  ],
  [
    'the point where a polygon crosses itself',
    polygon([
      [4, 4],
      [6, 6],
      [4, 6],
      [6, 4],
    ]),
    ['7'],
  ],
  [
    'not in a box',
    { bool: { must_not: [box({ top: 61, left: -1, bottom: -1, right: 6 })] } },
    ['4', '5', '6'],
  ],
  ['a field without values', { geo_distance: { distance: 1, later: [0, 0] } }, []],
  [
    'no field, if that is fine',
    { geo_distance: { distance: 1, no: [0, 0], ignore_unmapped: true } },
    [],
  ],
])('finds %s', async (_name, query, ids) => {
  expect(await found.ids(index, query)).toEqual(ids);
});

test.each<[Json, string]>([
  [{ geo_distance: { distance: 1, no: [0, 0] } }, 'failed to find geo field [no]'],
  [{ geo_distance: { distance: 1, name: [0, 0] } }, 'field [name] is of type [keyword]'],
  [distance('1km', [0, 91]), 'illegal latitude value [91] for [geo_distance]'],
  [distance('1parsec', [0, 0]), 'No matching unit'],
  [distance('far', [0, 0]), 'failed to parse distance [far]'],
  [distance(0, [0, 0]), 'distance must be greater than zero'],
  [{ geo_distance: { at: [0, 0] } }, "geo_distance requires 'distance' to be specified"],
  [distance(1, [0, 0], { distance_type: 'flat' }), 'No geo distance for [flat]'],
  [distance(1, [0, 0], { validation_method: 'no' }), '[validation_method] must be one of'],
  [
    distance(1, [
      [0, 0],
      [1, 1],
    ]),
    '[geo_distance] needs one point',
  ],
  [box({ top_left: [0, 0], bottom_right: [1, 1] }), 'top is below bottom corner: 0 vs. 1'],
  [box({ top_left: [0, 0] }), '[geo_bounding_box] needs two opposite corners'],
  [box({ wkt: 'POINT (1 2)' }), 'needs a [BBOX]'],
  [box({ wkt: 'BBOX (0, 1, 1, 0)', top: 1 }), 'Conflicting definition'],
  [
    polygon([
      [0, 0],
      [1, 1],
    ]),
    'too few points defined for geo_polygon query',
  ],
])('refuses %j', async (query, reason) => {
  const error: Error = await found.ids(index, query).then(
    () => expect.fail('found'),
    (e) => e,
  );
  const { message } = error.cause instanceof Error ? error.cause : error;
  expect(message).toContain(reason);
});
