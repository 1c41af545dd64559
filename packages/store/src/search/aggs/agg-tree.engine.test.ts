import type { Json } from '@longshore/common/json';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestLogs, type TestLogs } from './test-logs.ts';

let opened: TestLogs;
beforeAll(async () => {
  opened = await openTestLogs();
});
afterAll(() => opened.close());

describe('aggregations within aggregations', () => {
  test('to any depth, limited to the buckets that are shown', async () => {
    const found = await opened.run({
      h: {
        terms: { field: 'host', size: 1, order: { _key: 'desc' } },
        meta: { color: 'red' },
        aggs: {
          l: { terms: { field: 'level' }, aggs: { t: { sum: { field: 'took' } } } },
          d: {
            date_histogram: { field: '@timestamp', fixed_interval: '1d' },
            aggs: {
              x: {
                filter: { term: { level: 'info' } },
                aggs: { n: { value_count: { field: 'took' } } },
              },
            },
          },
          total: { sum: { field: 'took' } },
        },
      },
      two: {
        terms: { field: 'host', size: 2 },
        aggs: {
          l: { terms: { field: 'level', size: 1 }, aggs: { t: { avg: { field: 'took' } } } },
        },
      },
    });
    expect(found).toEqual({
      h: {
        meta: { color: 'red' },
        doc_count_error_upper_bound: 0,
        sum_other_doc_count: 4,
        buckets: [
          {
            key: 'c',
            doc_count: 1,
            l: { doc_count_error_upper_bound: 0, sum_other_doc_count: 0, buckets: [] },
            d: {
              buckets: [
                {
                  key_as_string: '2024-04-02T00:00:00.000Z',
                  key: Date.UTC(2024, 3, 2),
                  doc_count: 1,
                  x: { doc_count: 0, n: { value: 0 } },
                },
              ],
            },
            total: { value: 50 },
          },
        ],
      },
      two: {
        doc_count_error_upper_bound: 0,
        sum_other_doc_count: 1,
        buckets: [
          {
            key: 'a',
            doc_count: 2,
            l: {
              doc_count_error_upper_bound: 0,
              sum_other_doc_count: 1,
              buckets: [{ key: 'error', doc_count: 1, t: { value: 20 } }],
            },
          },
          {
            key: 'b',
            doc_count: 2,
            l: {
              doc_count_error_upper_bound: 0,
              sum_other_doc_count: 0,
              buckets: [{ key: 'info', doc_count: 2, t: { value: 35 } }],
            },
          },
        ],
      },
    });
  });

  test('top_hits: the newest of each bucket, and any other order', async () => {
    const found = await opened.run({
      h: {
        terms: { field: 'host' },
        aggs: {
          latest: { top_hits: { size: 1, sort: [{ '@timestamp': 'desc' }], _source: ['took'] } },
          slow: { top_hits: { size: 2, sort: [{ took: { order: 'asc' } }], _source: false } },
        },
      },
      all: { top_hits: { size: 1, sort: [{ '@timestamp': 'desc' }], _source: 'host' } },
    });
    const [a] = (found.h as { buckets: Record<string, unknown>[] }).buckets;
    expect(a).toEqual({
      key: 'a',
      doc_count: 2,
      latest: {
        hits: {
          total: { value: 2, relation: 'eq' },
          max_score: null,
          hits: [
            {
              _index: 'logs',
              _id: '2',
              _score: null,
              _source: { took: 20 },
              sort: [Date.UTC(2024, 2, 31, 0, 30)],
            },
          ],
        },
      },
      slow: {
        hits: {
          total: { value: 2, relation: 'eq' },
          max_score: null,
          hits: [
            { _index: 'logs', _id: '1', _score: null, sort: [10] },
            { _index: 'logs', _id: '2', _score: null, sort: [20] },
          ],
        },
      },
    });
    expect(found.all).toMatchObject({
      hits: { total: { value: 5 }, hits: [{ _source: { host: 'c' } }] },
    });
  });

  test('over indices that map a field differently or not at all', async () => {
    const found = await opened.run(
      {
        avg: { avg: { field: 'took' } },
        took: { terms: { field: 'took', size: 1, order: { _key: 'asc' } } },
        host: { terms: { field: 'host', size: 1 } },
        tags: { terms: { field: 'tags', size: 1 }, aggs: { t: { max: { field: 'took' } } } },
        h: { date_histogram: { field: '@timestamp', calendar_interval: 'month' } },
      },
      { match_all: {} },
      [opened.logs, opened.other],
    );
    expect(found).toMatchObject({
      avg: { value: 25.25 },
      took: { buckets: [{ key: 1.5, doc_count: 1 }] },
      host: { sum_other_doc_count: 3, buckets: [{ key: 'a', doc_count: 2 }] },
      tags: { buckets: [{ key: 'x', doc_count: 3, t: { value: 40 } }] },
      h: { buckets: [{ doc_count: 3 }, { doc_count: 3 }] },
    });
  });
});

test.each<readonly [Json, RegExp]>([
  [{ a: { frobnicate: {} } }, /Unknown aggregation type \[frobnicate\]/],
  [
    { a: { avg: { field: 'took' }, max: { field: 'took' } } },
    /Found two aggregation type definitions in \[a\]/,
  ],
  [{ 'a>b': { avg: { field: 'took' } } }, /Invalid aggregation name \[a>b\]/],
  [{ a: {} }, /Missing definition for aggregation \[a\]/],
  [{ a: { avg: { field: 'took', foo: 1 } } }, /\[avg\] unknown field \[foo\]/],
  [{ a: { terms: { field: 'host', size: 0 } } }, /\[size\] must be greater than 0/],
  [
    { a: { avg: { field: 'took' }, aggs: { b: { avg: { field: 'took' } } } } },
    /cannot accept sub-aggregations/,
  ],
])('%j is refused', async (aggs, reason) => {
  await expect(opened.run(aggs)).rejects.toThrow(reason);
});
