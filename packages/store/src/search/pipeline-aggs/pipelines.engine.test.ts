import type { Json } from '@longshore/common/json';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestLogs, type TestLogs } from '../aggs/test-logs.ts';

let opened: TestLogs;
beforeAll(async () => {
  opened = await openTestLogs();
});
afterAll(() => opened.close());

interface Buckets {
  readonly buckets: readonly Readonly<Record<string, unknown>>[];
}

/** The answers of one pipeline in the buckets of days: their sums are 10, 50, nothing on the day without documents, and 90. */
async function byDay(pipeline: Json): Promise<readonly unknown[]> {
  const { d } = await opened.run({
    d: {
      date_histogram: { field: '@timestamp', fixed_interval: '1d' },
      aggs: { s: { sum: { field: 'took' } }, p: pipeline },
    },
  });
  return (d as Buckets).buckets.map(({ p }) => p);
}

/** The answer of a pipeline beside the days. */
async function besideDays(pipeline: Json): Promise<unknown> {
  const { p } = await opened.run({
    d: {
      date_histogram: { field: '@timestamp', fixed_interval: '1d' },
      aggs: { s: { sum: { field: 'took' } }, q: { percentiles: { field: 'took' } } },
    },
    p: pipeline,
  });
  return p;
}

describe('inside of a histogram', () => {
  test('a derivative is the change to the bucket before; at a gap there is none', async () => {
    expect(await byDay({ derivative: { buckets_path: 's' } })).toEqual([
      undefined,
      { value: 40 },
      { value: null },
      { value: null },
    ]);
    expect(
      await byDay({ derivative: { buckets_path: 's', gap_policy: 'insert_zeros', unit: '12h' } }),
    ).toEqual([
      undefined,
      { value: 40, normalized_value: 20 },
      { value: -50, normalized_value: -25 },
      { value: 90, normalized_value: 45 },
    ]);
  });

  test('the count of a bucket is never a gap', async () => {
    expect(await byDay({ derivative: { buckets_path: '_count' } })).toEqual([
      undefined,
      { value: 1 },
      { value: -2 },
      { value: 2 },
    ]);
  });

  test('values that an empty bucket has count if it is said so', async () => {
    expect(await byDay({ derivative: { buckets_path: 's', gap_policy: 'keep_values' } })).toEqual([
      undefined,
      { value: 40 },
      { value: -50 },
      { value: 90 },
    ]);
  });

  test('a cumulative sum goes on over gaps, and is written in a format', async () => {
    expect(await byDay({ cumulative_sum: { buckets_path: 's', format: '#,##0.00' } })).toEqual([
      { value: 10, value_as_string: '10.00' },
      { value: 60, value_as_string: '60.00' },
      { value: 60, value_as_string: '60.00' },
      { value: 150, value_as_string: '150.00' },
    ]);
  });

  test('a serial difference is to the bucket so many before', async () => {
    expect(await byDay({ serial_diff: { buckets_path: 's', lag: 2 } })).toEqual([
      undefined,
      undefined,
      undefined,
      { value: 40 },
    ]);
  });

  test('a moving function sees the values before the bucket', async () => {
    const script = 'MovingFunctions.unweightedAvg(values)';
    expect(await byDay({ moving_fn: { buckets_path: 's', window: 2, script } })).toEqual([
      { value: null },
      { value: 10 },
      undefined,
      { value: 30 },
    ]);
    expect(
      await byDay({
        moving_fn: {
          buckets_path: 's',
          window: 2,
          shift: 1,
          script: { source: 'values.length + params.more', params: { more: 1 } },
        },
      }),
    ).toEqual([{ value: 2 }, { value: 3 }, undefined, { value: 3 }]);
  });

  test('a moving average is one of its models', async () => {
    expect(await byDay({ moving_avg: { buckets_path: 's' } })).toEqual([
      undefined,
      { value: 10 },
      undefined,
      { value: 30 },
    ]);
    // 10 * 0.5 + 50 * 0.5
    expect(
      await byDay({
        moving_avg: { buckets_path: 's', model: 'ewma', settings: { alpha: 0.5 } },
      }),
    ).toEqual([undefined, { value: 10 }, undefined, { value: 30 }]);
  });

  test('pipelines read each other, in whatever order they are given', async () => {
    const { d } = await opened.run({
      d: {
        date_histogram: { field: '@timestamp', fixed_interval: '1d' },
        aggs: {
          second: { derivative: { buckets_path: 'first', gap_policy: 'keep_values' } },
          first: { cumulative_sum: { buckets_path: '_count' } },
        },
      },
    });
    expect((d as Buckets).buckets.map(({ second }) => second)).toEqual([
      undefined,
      { value: 2 },
      { value: 0 },
      { value: 2 },
    ]);
  });
});

describe('scripts over buckets', () => {
  test('a number is computed with fractions; a bucket that lacks an input has none', async () => {
    const bucket_script = {
      buckets_path: { sum: 's', n: '_count' },
      script: { source: 'params.sum / params.n / params.by', params: { by: 2 } },
    };
    expect(await byDay({ bucket_script })).toEqual([
      { value: 5 },
      { value: 12.5 },
      undefined,
      { value: 22.5 },
    ]);
  });

  test('a selector keeps the buckets of which a script says so, in lists and objects', async () => {
    const select = {
      bucket_selector: { buckets_path: { t: 's' }, script: 'params.t > 45' },
    };
    const aggs = { s: { sum: { field: 'took' } }, keep: select };
    const found = await opened.run({
      hosts: { terms: { field: 'host', order: { _key: 'asc' } }, aggs },
      levels: { filters: { filters: { a: { term: { host: 'a' } }, b: { match_all: {} } } }, aggs },
    });
    expect(found).toMatchObject({
      hosts: {
        buckets: [
          { key: 'b', s: { value: 70 } },
          { key: 'c', s: { value: 50 } },
        ],
      },
      levels: { buckets: { b: { doc_count: 5, s: { value: 150 } } } },
    });
    expect((found.hosts as Buckets).buckets).toHaveLength(2);
    expect(Object.keys((found.levels as Buckets).buckets)).toEqual(['b']);
  });

  test('a sort orders and cuts buckets, those without a value last or left out', async () => {
    const run = async (bucket_sort: Json) => {
      const { h } = await opened.run({
        h: {
          terms: { field: 'host', order: { _key: 'asc' } },
          aggs: { load: { max: { field: 'load' } }, o: { bucket_sort } },
        },
      });
      return (h as Buckets).buckets.map(({ key }) => key);
    };
    // Loads: a 1.5, b 2.5, c none.
    expect(await run({ sort: [{ load: { order: 'desc' } }] })).toEqual(['b', 'a']);
    expect(await run({ sort: [{ load: 'asc' }], from: 1 })).toEqual(['b']);
    expect(await run({ sort: [{ load: 'desc' }, { _key: 'asc' }] })).toEqual(['b', 'a', 'c']);
    expect(await run({ sort: ['_count', { _key: { order: 'desc' } }], size: 2 })).toEqual([
      'c',
      'b',
    ]);
    expect(await run({ from: 1, size: 1 })).toEqual(['b']);
  });
});

describe('beside an aggregation', () => {
  test('one number of all its buckets, without those that have none', async () => {
    expect(await besideDays({ avg_bucket: { buckets_path: 'd>s' } })).toEqual({ value: 50 });
    expect(
      await besideDays({ avg_bucket: { buckets_path: 'd>s', gap_policy: 'insert_zeros' } }),
    ).toEqual({ value: 37.5 });
    expect(await besideDays({ sum_bucket: { buckets_path: 'd>_count' } })).toEqual({ value: 5 });
    expect(await besideDays({ max_bucket: { buckets_path: 'd>_count' } })).toEqual({
      value: 2,
      keys: ['2024-03-31T00:00:00.000Z', '2024-04-02T00:00:00.000Z'],
    });
    expect(await besideDays({ min_bucket: { buckets_path: 'd>q[50.0]' } })).toEqual({
      value: 10,
      keys: ['2024-03-30T00:00:00.000Z'],
    });
  });

  test('statistics of its buckets', async () => {
    expect(await besideDays({ stats_bucket: { buckets_path: 'd>s' } })).toEqual({
      count: 3,
      min: 10,
      max: 90,
      avg: 50,
      sum: 150,
    });
    // 10, 50 and 90: squares 100 + 2500 + 8100, around 50 they are 1600 + 0 + 1600.
    expect(await besideDays({ extended_stats_bucket: { buckets_path: 'd>s' } })).toMatchObject({
      sum_of_squares: 10_700,
      variance_sampling: 1600,
      std_deviation_sampling: 40,
      std_deviation_bounds: { upper_sampling: 130, lower_sampling: -30 },
    });
    const percents = [0, 40, 100];
    expect(await besideDays({ percentiles_bucket: { buckets_path: 'd>s', percents } })).toEqual({
      values: { '0.0': 10, '40.0': 50, '100.0': 90 },
    });
  });

  test('in each bucket around it, with names that tell the types', async () => {
    const found = await opened.run({
      h: {
        terms: { field: 'host', size: 1, order: { _key: 'asc' } },
        aggs: {
          l: { terms: { field: 'level' }, aggs: { f: { filter: { match_all: {} } } } },
          best: { max_bucket: { buckets_path: 'l>f>_count' }, meta: { color: 'red' } },
        },
      },
    });
    expect(found).toMatchObject({
      h: {
        buckets: [
          { key: 'a', best: { meta: { color: 'red' }, value: 1, keys: ['error', 'info'] } },
        ],
      },
    });
  });

  test('nothing of no buckets', async () => {
    const found = await opened.run(
      {
        d: { terms: { field: 'host' } },
        avg: { avg_bucket: { buckets_path: 'd>_count' } },
        sum: { sum_bucket: { buckets_path: 'd>_count' } },
        max: { max_bucket: { buckets_path: 'd>_count' } },
        stats: { stats_bucket: { buckets_path: 'd>_count' } },
        percentiles: { percentiles_bucket: { buckets_path: 'd>_count', percents: [50] } },
      },
      { match_none: {} },
    );
    expect(found).toMatchObject({
      avg: { value: null },
      sum: { value: 0 },
      max: { value: null, keys: [] },
      stats: { count: 0, min: null, max: null, avg: null, sum: 0 },
      percentiles: { values: { '50.0': null } },
    });
  });
});
