import type { Json } from '@longshore/common/json';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestLogs, refusal, type TestLogs } from './test-logs.ts';

let opened: TestLogs;
beforeAll(async () => {
  opened = await openTestLogs();
});
afterAll(() => opened.close());

describe('metrics', () => {
  test('percentile ranks count half of what is equal', async () => {
    const found = await opened.run({
      // Of 10, 20, 30, 40 and 50.
      r: { percentile_ranks: { field: 'took', values: [25, 50, 5] } },
      l: { percentile_ranks: { field: 'took', values: [30], keyed: false } },
      none: { percentile_ranks: { field: 'nothing', values: [1] } },
    });
    expect(found).toEqual({
      r: { values: { '5.0': 0, '25.0': 40, '50.0': 90 } },
      l: { values: [{ key: 30, value: 50 }] },
      none: { values: { '1.0': null } },
    });
  });

  test('a weighted mean leaves out documents without value or weight, unless told what they have', async () => {
    const found = await opened.run({
      // (10 * 0.5 + 20 * 1.5 + 40 * 2.5) / 4.5
      w: { weighted_avg: { value: { field: 'took' }, weight: { field: 'load' } } },
      // and 30 and 50 with a weight of 1: (135 + 80) / 6.5
      m: { weighted_avg: { value: { field: 'took' }, weight: { field: 'load', missing: 1 } } },
      none: { weighted_avg: { value: { field: 'nothing' }, weight: { field: 'load' } } },
    });
    expect(found).toEqual({ w: { value: 30 }, m: { value: 215 / 6.5 }, none: { value: null } });
  });

  test('the median absolute deviation is the median distance from the median', async () => {
    const found = await opened.run({
      // Median 30, distances 0, 10, 10, 20, 20.
      d: { median_absolute_deviation: { field: 'took' } },
      none: { median_absolute_deviation: { field: 'nothing' } },
    });
    expect(found).toEqual({ d: { value: 10 }, none: { value: null } });
  });

  test('buckets are ordered by them', async () => {
    const by = async (order: string, metric: Json) => {
      const { h } = await opened.run({
        h: { terms: { field: 'host', order: { [order]: 'desc' } }, aggs: { m: metric } },
      });
      return (h as { buckets: { key: string }[] }).buckets.map(({ key }) => key);
    };
    expect(await by('m', { median_absolute_deviation: { field: 'took' } })).toEqual([
      ...['a', 'b', 'c'],
    ]);
    expect(await by('m[35]', { percentile_ranks: { field: 'took', values: [35] } })).toEqual([
      ...['a', 'b', 'c'],
    ]);
    const weighted = { value: { field: 'took' }, weight: { field: 'took' } };
    expect(await by('m', { weighted_avg: weighted })).toEqual(['c', 'b', 'a']);
  });
});

describe('buckets', () => {
  test('rare terms are those that few documents have, the fewest first', async () => {
    const found = await opened.run({
      one: { rare_terms: { field: 'tags' }, aggs: { t: { sum: { field: 'took' } } } },
      two: { rare_terms: { field: 'host', max_doc_count: 2, exclude: ['a'] } },
    });
    expect(found).toEqual({
      one: {
        buckets: [
          { key: 'y', doc_count: 1, t: { value: 10 } },
          { key: 'z', doc_count: 1, t: { value: 40 } },
        ],
      },
      two: {
        buckets: [
          { key: 'c', doc_count: 1 },
          { key: 'b', doc_count: 2 },
        ],
      },
    });
  });

  test('an adjacency matrix has filters and pairs of them that have documents', async () => {
    const filters = {
      b: { term: { host: 'b' } },
      a: { term: { host: 'a' } },
      x: { term: { tags: 'x' } },
    };
    const { m } = await opened.run({
      m: { adjacency_matrix: { filters }, aggs: { t: { max: { field: 'took' } } } },
    });
    expect(m).toEqual({
      buckets: [
        { key: 'a', doc_count: 2, t: { value: 20 } },
        { key: 'a&x', doc_count: 2, t: { value: 20 } },
        { key: 'b', doc_count: 2, t: { value: 40 } },
        { key: 'b&x', doc_count: 1, t: { value: 40 } },
        { key: 'x', doc_count: 3, t: { value: 40 } },
      ],
    });
  });
});

test('wrong parameters are refused', async () => {
  const refused = async (a: Json) => expect(await refusal(opened.run({ a })));
  (await refused({ percentile_ranks: { field: 'took' } })).toContain('[values] must be');
  (await refused({ weighted_avg: { value: { field: 'took' } } })).toContain('needs a [weight]');
  (await refused({ rare_terms: { field: 'host', max_doc_count: 0 } })).toContain('between 1 and');
  (await refused({ adjacency_matrix: {} })).toContain('between 1 and 100, but was [0]');
  (await refused({ median_absolute_deviation: { field: 'took', compression: 0 } })).toContain(
    '[compression]',
  );
});
