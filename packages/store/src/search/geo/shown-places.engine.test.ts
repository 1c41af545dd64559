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
  index = await openTestIndex(engine, 'shown', {
    properties: { at: { type: 'geo_point' }, area: { type: 'geo_shape' } },
    documents: [
      {
        at: [[4.5, 52], '10,-20', { lat: -1, lon: 2 }],
        area: [
          'POINT (1 2.5)',
          {
            type: 'polygon',
            coordinates: [
              [
                [0, 0],
                [4, 0],
                [4, 4],
                [0, 0],
              ],
              [
                [2, 1],
                [3, 1],
                [3, 2],
                [2, 1],
              ],
            ],
          },
        ],
      },
    ],
  });
});

const fieldsOf = async (body: object): Promise<unknown> => {
  const { hits } = await found.search([index], body as Json);
  return (hits.hits[0] as { fields?: unknown } | undefined)?.fields;
};

test('places are shown as GeoJSON', async () => {
  expect(await fieldsOf({ fields: ['at', 'area'] })).toEqual({
    at: [
      { type: 'Point', coordinates: [4.5, 52] },
      { type: 'Point', coordinates: [-20, 10] },
      { type: 'Point', coordinates: [2, -1] },
    ],
    area: [
      { type: 'Point', coordinates: [1, 2.5] },
      {
        type: 'Polygon',
        coordinates: [
          [
            [0, 0],
            [4, 0],
            [4, 4],
            [0, 0],
          ],
          [
            [2, 1],
            [3, 1],
            [3, 2],
            [2, 1],
          ],
        ],
      },
    ],
  });
});

test('places are shown as text', async () => {
  const fields = [{ field: 'a*', format: 'wkt' }];
  expect(await fieldsOf({ fields })).toEqual({
    at: ['POINT (4.5 52.0)', 'POINT (-20.0 10.0)', 'POINT (2.0 -1.0)'],
    area: [
      'POINT (1.0 2.5)',
      'POLYGON ((0.0 0.0, 4.0 0.0, 4.0 4.0, 0.0 0.0), (2.0 1.0, 3.0 1.0, 3.0 2.0, 2.0 1.0))',
    ],
  });
});

test('doc values are latitude and longitude, from the south', async () => {
  expect(await fieldsOf({ docvalue_fields: ['at'] })).toEqual({
    at: ['-1.0, 2.0', '10.0, -20.0', '52.0, 4.5'],
  });
});

test('no other format is known', async () => {
  await expect(fieldsOf({ fields: [{ field: 'at', format: 'svg' }] })).rejects.toMatchObject({
    cause: { message: expect.stringContaining('Unrecognized geometry format [svg]') },
  });
});
