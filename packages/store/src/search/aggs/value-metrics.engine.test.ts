import type { Json } from '@longshore/common/json';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestLogs, refusal, type TestLogs } from './test-logs.ts';

let opened: TestLogs;
beforeAll(async () => {
  opened = await openTestLogs();
});
afterAll(() => opened.close());

const one = async (a: Json): Promise<unknown> => (await opened.run({ a })).a;
const refused = (a: Json): Promise<string> => refusal(opened.run({ a }));

describe('distributions', () => {
  test('a boxplot has quartiles between the values, and whiskers to the last that is no outlier', async () => {
    // Of 10, 20, 30, 40 and 50: the first quartile is at 1.25 - 0.5 values.
    expect(await one({ boxplot: { field: 'took' } })).toEqual({
      ...{ min: 10, q1: 17.5, q2: 30, q3: 42.5, max: 50 },
      ...{ lower: 10, upper: 50 },
    });
    expect(await one({ boxplot: { field: 'nothing' } })).toMatchObject({ q2: null, lower: null });
    // 1000, which is in for 30, is more than 1.5 times 25 beyond the third quartile.
    const script = "doc['took'].value == 30 ? 1000 : doc['took'].value";
    expect(await one({ boxplot: { script } })).toMatchObject({ max: 1000, upper: 50 });
  });

  test('texts have lengths, and the entropy of their characters', async () => {
    // x three times, y and z once: -0.6 log2 0.6 - 0.4 log2 0.2.
    expect(await one({ string_stats: { field: 'tags', show_distribution: true } })).toEqual({
      ...{ count: 5, min_length: 1, max_length: 1, avg_length: 1 },
      entropy: expect.closeTo(1.370950594, 8),
      distribution: { x: 0.6, y: 0.2, z: 0.2 },
    });
    expect(await one({ string_stats: { field: 'level', missing: 'ab' } })).toMatchObject({
      ...{ count: 5, min_length: 2, max_length: 5, avg_length: 3.8 },
    });
    expect(await one({ string_stats: { field: 'nothing' } })).toEqual({
      ...{ count: 0, min_length: null, max_length: null, avg_length: null, entropy: 0 },
    });
    expect(await refused({ string_stats: { field: 'took' } })).toContain('it has no texts');
  });

  test('matrix statistics are of the documents that have all of the fields', async () => {
    // took 10, 20, 40 and load 0.5, 1.5, 2.5.
    const found = await one({ matrix_stats: { fields: ['took', 'load'] } });
    expect(found).toEqual({
      doc_count: 3,
      fields: [
        {
          ...{ name: 'took', count: 3, mean: expect.closeTo(70 / 3, 9) },
          ...{ variance: expect.closeTo(700 / 3, 9), kurtosis: expect.closeTo(1.5, 9) },
          skewness: expect.closeTo(0.3818017742, 9),
          covariance: { took: expect.closeTo(700 / 3, 9), load: expect.closeTo(15, 9) },
          correlation: { took: 1, load: expect.closeTo(15 / Math.sqrt(700 / 3), 9) },
        },
        {
          ...{ name: 'load', count: 3, mean: 1.5, variance: 1, skewness: 0, kurtosis: 1.5 },
          covariance: { took: expect.closeTo(15, 9), load: 1 },
          correlation: { took: expect.closeTo(15 / Math.sqrt(700 / 3), 9), load: 1 },
        },
      ],
    });
    expect(await one({ matrix_stats: { fields: ['took', 'nothing'] } })).toEqual({ doc_count: 0 });
    const filled = { fields: ['took', 'load'], missing: { load: 0 } };
    expect(await one({ matrix_stats: filled })).toMatchObject({ doc_count: 5 });
  });

  test('high dynamic range percentiles are the ends of buckets of three digits', async () => {
    // The unit is 8 / 1024; 30 is in a bucket of 16 / 1024, and 40 and 50 in one of 32 / 1024.
    expect(
      await one({ percentiles: { field: 'took', percents: [5, 50, 75, 99], hdr: {} } }),
    ).toEqual({
      values: { '5.0': 10, '50.0': 30.0078125, '75.0': 40.0234375, '99.0': 50.0234375 },
    });
    expect(await one({ percentile_ranks: { field: 'took', values: [30], hdr: {} } })).toEqual({
      values: { '30.0': 60 },
    });
    expect(await refused({ percentiles: { script: '-1', hdr: {} } })).toContain('negative values');
    expect(await refused({ percentiles: { field: 'took', percents: null } })).toContain(
      '[percents]',
    );
    const digits = { number_of_significant_value_digits: 6 };
    expect(await refused({ percentiles: { field: 'took', hdr: digits } })).toContain('0 and 5');
    expect(await refused({ percentiles: { field: 'took', hdr: {}, tdigest: {} } })).toContain(
      'Only one',
    );
  });
});

describe('t-tests', () => {
  const of = (host: string) => ({ field: 'took', filter: { term: { host } } });

  test('tell how likely two means are one', async () => {
    // 10, 20 and 30, 40: t = -20 / sqrt(50); with two degrees p is 1 - |t| / sqrt(t² + 2).
    const p = 1 - Math.sqrt(8) / Math.sqrt(10);
    const equal = { a: of('a'), b: of('b'), type: 'homoscedastic' };
    expect(await one({ t_test: equal })).toEqual({ value: expect.closeTo(p, 9) });
    // With equal variances and sizes Welch's test has as many degrees.
    expect(await one({ t_test: { a: of('a'), b: of('b') } })).toEqual({
      value: expect.closeTo(p, 9),
    });
    // Differences 9.5, 18.5, 37.5: mean 65.5 / 3, variance 204.3333; t = 2.6463 with two degrees.
    const t = 65.5 / 3 / Math.sqrt(613 / 9);
    const both = { a: { field: 'took' }, b: { field: 'load' }, type: 'paired' };
    expect(await one({ t_test: both })).toEqual({
      value: expect.closeTo(1 - t / Math.sqrt(t * t + 2), 9),
    });
    expect(await one({ t_test: { a: of('c'), b: of('b') } })).toEqual({ value: null });
  });

  test('need two populations', async () => {
    expect(await refused({ t_test: { a: of('a') } })).toContain('a population [b]');
    expect(await refused({ t_test: { a: of('a'), b: of('b'), type: 'paired' } })).toContain(
      "doesn't support filters",
    );
  });
});

describe('top metrics', () => {
  test('are those of the first documents by a number or a time', async () => {
    const metrics = ['host', 'ip', '@timestamp', 'ok'].map((field) => ({ field }));
    const sort = { took: 'desc' };
    expect(await one({ top_metrics: { metrics, sort, size: 2 } })).toEqual({
      top: [
        {
          sort: [50],
          metrics: { host: 'c', ip: null, '@timestamp': '2024-04-02T13:00:00.000Z', ok: null },
        },
        {
          sort: [40],
          metrics: { host: 'b', ip: '::1', '@timestamp': '2024-04-02T12:00:00.000Z', ok: true },
        },
      ],
    });
  });

  test('order buckets', async () => {
    const metrics = { top_metrics: { metrics: { field: 'took' }, sort: '@timestamp' } };
    const found = await one({
      terms: { field: 'host', order: { 'm.took': 'desc' } },
      aggs: { m: metrics },
    });
    expect(found).toMatchObject({
      buckets: [
        { key: 'c', m: { top: [{ sort: ['2024-04-02T13:00:00.000Z'], metrics: { took: 50 } }] } },
        { key: 'b', m: { top: [{ metrics: { took: 30 } }] } },
        { key: 'a', m: { top: [{ metrics: { took: 10 } }] } },
      ],
    });
  });

  test('are refused for what has no number', async () => {
    const metrics = { field: 'took' };
    expect(await refused({ top_metrics: { metrics, sort: 'host' } })).toContain('not by the field');
    expect(await refused({ top_metrics: { metrics, sort: ['took', 'load'] } })).toContain(
      'exactly one key',
    );
    expect(await refused({ top_metrics: { metrics, sort: 'took', size: 11 } })).toContain('[10]');
  });
});

test('rates are per unit, by how long the bucket of the calendar is', async () => {
  const aggs = {
    perDay: { rate: { unit: 'day' } },
    perYear: { rate: { unit: 'year', field: 'took' } },
    values: { rate: { unit: 'month', field: 'load', mode: 'value_count' } },
    plain: { rate: {} },
  };
  const date_histogram = { field: '@timestamp', calendar_interval: 'month' };
  expect(await one({ date_histogram, aggs })).toMatchObject({
    buckets: [
      {
        ...{ doc_count: 3, perDay: { value: 3 / 31 }, perYear: { value: 720 } },
        ...{ values: { value: 2 }, plain: { value: 3 } },
      },
      {
        ...{ doc_count: 2, perDay: { value: 2 / 30 }, perYear: { value: 1080 } },
        ...{ values: { value: 1 }, plain: { value: 2 } },
      },
    ],
  });
  expect(await refused({ rate: { unit: 'day' } })).toContain('inside a date histogram');
  expect(
    await refused({ date_histogram, aggs: { r: { rate: { unit: 'constructor' } } } }),
  ).toContain('Unsupported unit constructor');
  const fixed = { field: '@timestamp', fixed_interval: '1d' };
  expect(
    await refused({ date_histogram: fixed, aggs: { r: { rate: { unit: 'month' } } } }),
  ).toContain('month-based rate unit [month]');
});

test('metrics have texts by the pattern of the request', async () => {
  const found = await opened.run({
    a: { avg: { field: 'took', format: '0.00' } },
    s: { stats: { field: 'took', format: '#,##0' } },
    c: { cardinality: { field: 'level', missing: 'x' } },
  });
  expect(found).toMatchObject({
    a: { value: 30, value_as_string: '30.00' },
    s: { sum: 150, sum_as_string: '150' },
    c: { value: 3 },
  });
});
