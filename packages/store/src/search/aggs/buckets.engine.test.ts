import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestIndex } from '../test-index.ts';
import { openTestLogs, type TestLogs } from './test-logs.ts';

let opened: TestLogs;
beforeAll(async () => {
  opened = await openTestLogs();
});
afterAll(() => opened.close());

describe('histogram', () => {
  test('fills gaps between the first and last bucket', async () => {
    expect(
      await opened.run(
        { h: { histogram: { field: 'took', interval: 15, offset: 5 } } },
        { terms: { took: [10, 40] } },
      ),
    ).toEqual({
      h: {
        buckets: [
          { key: 5, doc_count: 1 },
          { key: 20, doc_count: 0 },
          { key: 35, doc_count: 1 },
        ],
      },
    });
  });

  test('takes lists and fractions', async () => {
    expect(
      await opened.run({ h: { histogram: { field: 'load', interval: 0.5, min_doc_count: 1 } } }),
    ).toEqual({
      h: {
        buckets: [
          { key: 0.5, doc_count: 1 },
          { key: 1.5, doc_count: 1 },
          { key: 2.5, doc_count: 1 },
        ],
      },
    });
  });
});

describe('buckets of queries and ranges', () => {
  test('filter, filters with the others, missing, global', async () => {
    const found = await opened.run(
      {
        f: { filter: { term: { host: 'a' } }, aggs: { m: { max: { field: 'took' } } } },
        fs: {
          filters: { filters: { slow: { range: { took: { gte: 40 } } }, all: { match_all: {} } } },
        },
        anonymous: { filters: { filters: [{ term: { host: 'a' } }], other_bucket: true } },
        other: { filters: { filters: { a: { term: { host: 'a' } } }, other_bucket_key: 'rest' } },
        m: { missing: { field: 'level' } },
        g: { global: {}, aggs: { n: { value_count: { field: 'took' } } } },
      },
      { range: { took: { gte: 20 } } },
    );
    expect(found).toEqual({
      f: { doc_count: 1, m: { value: 20 } },
      fs: { buckets: { slow: { doc_count: 2 }, all: { doc_count: 4 } } },
      anonymous: { buckets: [{ doc_count: 1 }, { doc_count: 3 }] },
      other: { buckets: { a: { doc_count: 1 }, rest: { doc_count: 3 } } },
      m: { doc_count: 1 },
      g: { doc_count: 5, n: { value: 5 } },
    });
  });

  test('ranges may overlap, are in the order of their beginning, and are shown when empty', async () => {
    const ranges = [{ from: 100 }, { to: 25 }, { key: 'mid', from: 20, to: 50 }];
    expect(
      await opened.run({
        r: { range: { field: 'took', ranges } },
        k: { range: { field: 'took', ranges, keyed: true } },
      }),
    ).toEqual({
      r: {
        buckets: [
          { key: '*-25.0', to: 25, doc_count: 2 },
          { key: 'mid', from: 20, to: 50, doc_count: 3 },
          { key: '100.0-*', from: 100, doc_count: 0 },
        ],
      },
      k: {
        buckets: {
          '*-25.0': { to: 25, doc_count: 2 },
          mid: { from: 20, to: 50, doc_count: 3 },
          '100.0-*': { from: 100, doc_count: 0 },
        },
      },
    });
  });

  test('ranges of dates take date math', async () => {
    expect(
      await opened.run({
        r: {
          date_range: {
            field: '@timestamp',
            format: 'yyyy-MM-dd',
            ranges: [{ from: 'now-1d/d' }, { to: '2024-04-01' }],
          },
        },
      }),
    ).toMatchObject({
      r: {
        buckets: [
          { key: '*-2024-04-01', doc_count: 3 },
          { key: '2024-04-02-*', from_as_string: '2024-04-02', doc_count: 2 },
        ],
      },
    });
  });
});

describe('metrics', () => {
  test('value_count counts each number of a list, and each text once', async () => {
    const twice = await openTestIndex(opened.engine, 'twice', {
      properties: { n: { type: 'long' }, k: { type: 'keyword' }, ip: { type: 'ip' } },
      documents: [
        { n: [1, 1, 2], k: ['a', 'a', 'b'], ip: ['::1', '::1'] },
        { n: 1, k: 'a' },
      ],
    });
    const aggs = {
      n: { value_count: { field: 'n' } },
      k: { value_count: { field: 'k' } },
      ip: { value_count: { field: 'ip' } },
    };
    expect(await opened.run(aggs, undefined, [twice])).toEqual({
      n: { value: 4 },
      k: { value: 3 },
      ip: { value: 1 },
    });
  });

  test('numbers of a field', async () => {
    expect(
      await opened.run({
        avg: { avg: { field: 'took' } },
        min: { min: { field: 'load' } },
        max: { max: { field: '@timestamp' } },
        sum: { sum: { field: 'took' } },
        count: { value_count: { field: 'tags' } },
        stats: { stats: { field: 'load' } },
        card: { cardinality: { field: 'tags' } },
        filled: { avg: { field: 'load', missing: 0.5 } },
        p: { percentiles: { field: 'took', percents: ['50', 25] } },
        list: { percentiles: { field: 'took', percents: [50], keyed: false } },
      }),
    ).toEqual({
      avg: { value: 30 },
      min: { value: 0.5 },
      max: { value: Date.UTC(2024, 3, 2, 13), value_as_string: '2024-04-02T13:00:00.000Z' },
      sum: { value: 150 },
      count: { value: 5 },
      stats: { count: 3, min: 0.5, max: 2.5, avg: 1.5, sum: 4.5 },
      card: { value: 3 },
      filled: { value: 1.1 },
      p: { values: { '25.0': 17.5, '50.0': 30 } },
      list: { values: [{ key: 50, value: 30 }] },
    });
  });

  test('without documents, or on an unmapped field, are null and sums are 0', async () => {
    const aggs = {
      avg: { avg: { field: 'took' } },
      sum: { sum: { field: 'took' } },
      stats: { stats: { field: 'took' } },
      p: { percentiles: { field: 'took', percents: [50] } },
      unmapped: { max: { field: 'nothing' } },
      card: { cardinality: { field: 'nothing' } },
    };
    expect(await opened.run(aggs, { match_none: {} })).toEqual({
      avg: { value: null },
      sum: { value: 0 },
      stats: { count: 0, min: null, max: null, avg: null, sum: 0 },
      p: { values: { '50.0': null } },
      unmapped: { value: null },
      card: { value: 0 },
    });
  });

  test('on a keyword are refused', async () => {
    await expect(opened.run({ a: { avg: { field: 'host' } } })).rejects.toMatchObject({
      cause: { message: 'Field [host] of type [keyword] is not supported for aggregation [avg]' },
    });
  });
});
