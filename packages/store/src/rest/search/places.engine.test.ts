import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestStore, type TestStore } from '../testing.ts';

let store: TestStore;
beforeAll(async () => {
  store = await openTestStore();
  await store.call('PUT', '/places', {
    mappings: { properties: { at: { type: 'geo_point' }, people: { type: 'long' } } },
  });
  const square = 'POLYGON ((0 0, 10 0, 10 10, 0 10, 0 0))';
  const { body } = await store.bulk(
    [
      { index: { _index: 'places', _id: 'in' } },
      { at: [5, 5], people: 10 },
      { index: { _index: 'places', _id: 'out' } },
      { at: [15, 5], people: 30 },
      { index: { _index: 'shapes', _id: 'square' } },
      { shape: square, other: { area: 'BBOX (14, 16, 6, 4)' } },
    ],
    '?refresh=true',
  );
  expect(body.errors).toBe(false);
});
afterAll(() => store.close());

const search = async (given: object) => (await store.call('POST', '/places/_search', given)).body;
const byShape = (indexed: object) =>
  search({ query: { geo_shape: { at: { indexed_shape: indexed } } } });

it('looks a shape up in another document', async () => {
  const { hits } = await byShape({ id: 'square' });
  expect(hits.hits.map(({ _id }: { _id: string }) => _id)).toEqual(['in']);
  const other = await byShape({ index: 'shapes', id: 'square', path: 'other.area' });
  expect(other.hits.hits.map(({ _id }: { _id: string }) => _id)).toEqual(['out']);
});

it('refuses a document or a path that is not there', async () => {
  const missing = await byShape({ id: 'circle' });
  expect(JSON.stringify(missing.error)).toContain('Shape with ID [circle] not found');
  const empty = await byShape({ id: 'square', path: 'no' });
  expect(JSON.stringify(empty.error)).toContain(
    'Shape with name [square] found but missing no field',
  );
});

it('computes of what is in rings, by a path with a dot too', async () => {
  // 5 and 15 degrees from the origin, each of 111.2 km at most: around 550 and 1650 km.
  const { aggregations } = await search({
    size: 0,
    aggs: {
      rings: {
        geo_distance: {
          field: 'at',
          origin: [0, 5],
          unit: 'km',
          ranges: [{ to: 1000 }, { from: 1000 }],
        },
        aggs: { people: { sum: { field: 'people' } } },
      },
      by_dot: { avg_bucket: { buckets_path: 'rings.people' } },
      by_sign: { avg_bucket: { buckets_path: 'rings>people' } },
    },
  });
  expect(aggregations.by_dot).toEqual({ value: 20 });
  expect(aggregations.by_sign).toEqual({ value: 20 });
});
