import type { JsonObject } from '@longshore/common/json';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SearchIndex } from '../../index/target.ts';
import { openTestEngine, type TestEngine } from '../../testing.ts';
import { openTestIndex, openTestSearch } from '../test-index.ts';

let engine: TestEngine;
let orders: SearchIndex;
let without: SearchIndex;
let find: ReturnType<typeof openTestSearch>;

beforeAll(async () => {
  engine = await openTestEngine();
  find = openTestSearch(engine);
  orders = await openTestIndex(engine, 'orders', {
    properties: {
      shop: { type: 'keyword' },
      parts: {
        type: 'nested',
        include_in_root: true,
        properties: {
          name: { type: 'keyword' },
          price: { type: 'double' },
          tests: {
            type: 'nested',
            properties: { by: { type: 'keyword' }, hours: { type: 'integer' } },
          },
        },
      },
    },
    documents: [
      {
        shop: 'north',
        parts: [
          {
            name: 'bow',
            price: 10,
            tests: [
              { by: 'kim', hours: 1 },
              { by: 'lee', hours: 2 },
            ],
          },
          { name: 'bow', price: 20, tests: { by: 'kim', hours: 4 } },
          { name: 'keel', price: 5 },
        ],
      },
      { shop: 'north', parts: { name: 'bow', price: 40, tests: { by: 'lee', hours: 8 } } },
      { shop: 'south', parts: [{ name: 'keel' }, { price: 7 }] },
      { shop: 'south' },
    ],
  });
  without = await openTestIndex(engine, 'without', {
    properties: { shop: { type: 'keyword' } },
    documents: [{ shop: 'west' }],
  });
}, 60_000);
afterAll(() => engine.close());

async function aggs(given: JsonObject, query: JsonObject = { match_all: {} }) {
  const { aggregations } = await find.search([orders], { size: 0, query, aggs: given });
  return aggregations;
}

const inParts = (inside: JsonObject): JsonObject => ({
  parts: { nested: { path: 'parts' }, aggs: inside },
});
const byName: JsonObject = { terms: { field: 'parts.name' } };

test('counts objects, and computes what is in them', async () => {
  expect(
    await aggs(
      inParts({
        price: { sum: { field: 'parts.price' } },
        doubled: {
          sum: { script: "doc['parts.price'].size() == 0 ? 0 : 2 * doc['parts.price'].value" },
        },
        names: { ...byName, aggs: { most: { max: { field: 'parts.price' } } } },
        cheap: { filter: { range: { 'parts.price': { lt: 10 } } } },
        unnamed: { missing: { field: 'parts.name' } },
      }),
    ),
  ).toEqual({
    parts: {
      doc_count: 6,
      price: { value: 82 },
      doubled: { value: 164 },
      names: {
        doc_count_error_upper_bound: 0,
        sum_other_doc_count: 0,
        buckets: [
          { key: 'bow', doc_count: 3, most: { value: 40 } },
          { key: 'keel', doc_count: 2, most: { value: 5 } },
        ],
      },
      cheap: { doc_count: 2 },
      unnamed: { doc_count: 1 },
    },
  });
});

test('counts objects of the documents of each bucket', async () => {
  const shops = await aggs({
    shops: { terms: { field: 'shop' }, aggs: inParts({ names: byName }) },
  });
  expect(shops).toMatchObject({
    shops: {
      buckets: [
        {
          key: 'north',
          doc_count: 2,
          parts: {
            doc_count: 4,
            names: {
              buckets: [
                { key: 'bow', doc_count: 3 },
                { key: 'keel', doc_count: 1 },
              ],
            },
          },
        },
        {
          key: 'south',
          doc_count: 2,
          parts: { doc_count: 2, names: { buckets: [{ key: 'keel', doc_count: 1 }] } },
        },
      ],
    },
  });
});

test('counts each document once for all of its objects in a bucket', async () => {
  const orderOf = { reverse_nested: {}, aggs: { shops: { terms: { field: 'shop' } } } };
  const names = inParts({
    names: { ...byName, aggs: { orders: orderOf } },
    all: { reverse_nested: {} },
  });
  expect(await aggs(names)).toMatchObject({
    parts: {
      names: {
        buckets: [
          {
            key: 'bow',
            doc_count: 3,
            orders: { doc_count: 2, shops: { buckets: [{ key: 'north', doc_count: 2 }] } },
          },
          {
            key: 'keel',
            doc_count: 2,
            orders: {
              doc_count: 2,
              shops: {
                buckets: [
                  { key: 'north', doc_count: 1 },
                  { key: 'south', doc_count: 1 },
                ],
              },
            },
          },
        ],
      },
      all: { doc_count: 3 },
    },
  });
});

test('goes into objects in objects, and from them to those around them', async () => {
  const testers = {
    terms: { field: 'parts.tests.by' },
    aggs: {
      parts: {
        reverse_nested: { path: 'parts' },
        aggs: { price: { sum: { field: 'parts.price' } } },
      },
    },
  };
  const expected = {
    buckets: [
      // Kim has tested the parts for 10 and 20, Lee those for 10 and 40.
      { key: 'kim', doc_count: 2, parts: { doc_count: 2, price: { value: 30 } } },
      { key: 'lee', doc_count: 2, parts: { doc_count: 2, price: { value: 50 } } },
    ],
  };
  const atOnce = { tests: { nested: { path: 'parts.tests' }, aggs: { testers } } };
  expect(await aggs(atOnce)).toMatchObject({ tests: { doc_count: 4, testers: expected } });
  expect(await aggs(inParts(atOnce))).toMatchObject({
    parts: { doc_count: 6, tests: { doc_count: 4, testers: expected } },
  });
});

test('goes back in where it came from', async () => {
  const again = inParts({
    orders: { reverse_nested: {}, aggs: inParts({ price: { sum: { field: 'parts.price' } } }) },
  });
  expect(await aggs(again, { term: { shop: 'north' } })).toEqual({
    parts: {
      doc_count: 4,
      orders: { doc_count: 2, parts: { doc_count: 4, price: { value: 75 } } },
    },
  });
});

test('filters objects by the objects in them', async () => {
  const query = { nested: { path: 'parts.tests', query: { term: { 'parts.tests.by': 'kim' } } } };
  expect(await aggs(inParts({ tested: { filter: query } }))).toEqual({
    parts: { doc_count: 6, tested: { doc_count: 2 } },
  });
});

test('pages through combinations of values of an object', async () => {
  const sources = [
    { name: { terms: { field: 'parts.name' } } },
    { price: { histogram: { field: 'parts.price', interval: 20 } } },
  ];
  expect(await aggs(inParts({ pairs: { composite: { sources, size: 2 } } }))).toMatchObject({
    parts: {
      pairs: {
        after_key: { name: 'bow', price: 20 },
        buckets: [
          { key: { name: 'bow', price: 0 }, doc_count: 1 },
          { key: { name: 'bow', price: 20 }, doc_count: 1 },
        ],
      },
    },
  });
});

test('an index without the path has no objects', async () => {
  const body = { size: 0, aggs: inParts({ names: byName }) };
  const { aggregations } = await find.search([without, orders], body);
  expect(aggregations).toMatchObject({
    parts: { doc_count: 6, names: { buckets: [{ key: 'bow' }, { key: 'keel' }] } },
  });
  expect((await find.search([without], body)).aggregations).toMatchObject({
    parts: { doc_count: 0 },
  });
});

test('shows the first objects of a bucket', async () => {
  const first = {
    top_hits: { size: 1, sort: { 'parts.price': 'desc' }, _source: ['parts.price'] },
  };
  const found = (await aggs(inParts({ names: { ...byName, aggs: { first } } }))) as {
    parts: { names: { buckets: { first: { hits: JsonObject } }[] } };
  };
  expect(found.parts.names.buckets.map((bucket) => bucket.first.hits)).toEqual([
    {
      total: { value: 3, relation: 'eq' },
      max_score: null,
      hits: [
        {
          _index: 'orders',
          _id: '2',
          _nested: { field: 'parts', offset: 0 },
          _score: null,
          _source: { price: 40 },
          sort: [40],
        },
      ],
    },
    {
      total: { value: 2, relation: 'eq' },
      max_score: null,
      hits: [
        {
          _index: 'orders',
          _id: '1',
          _nested: { field: 'parts', offset: 2 },
          _score: null,
          _source: { price: 5 },
          sort: [5],
        },
      ],
    },
  ]);
  const { aggregations } = await find.search([without, orders], {
    size: 0,
    aggs: inParts({
      tests: { nested: { path: 'parts.tests' }, aggs: { first: { top_hits: { size: 1 } } } },
    }),
  });
  const offset = { field: 'parts', offset: 0, _nested: { field: 'tests', offset: 0 } };
  expect(aggregations).toMatchObject({
    parts: {
      tests: { first: { hits: { hits: [{ _id: '1', _nested: offset, _source: { by: 'kim' } }] } } },
    },
  });
});

test.each([
  [{ p: { nested: { path: 'shop' } } }, '[nested] nested path [shop] is not nested'],
  [{ p: { reverse_nested: {} } }, 'Reverse nested aggregation'],
  [inParts({ p: { sampler: {} } }), 'not supported inside of [nested]'],
  [inParts({ p: { significant_terms: { field: 'parts.name' } } }), 'not supported inside of'],
  [{ p: { nested: {} } }, 'Required [path] is missing'],
  [inParts({ p: { reverse_nested: { path: 'parts.tests' } } }), 'is not around the objects'],
])('refuses %j', async (given, reason) => {
  await expect(aggs(given)).rejects.toSatisfy((error) => {
    const { message, cause } = error as Error;
    expect(cause instanceof Error ? cause.message : message).toContain(reason);
    return true;
  });
});
