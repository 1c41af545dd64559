import type { Json } from '@longshore/common/json';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestLogs, refusal, type TestLogs } from '../aggs/test-logs.ts';

let opened: TestLogs;
beforeAll(async () => {
  opened = await openTestLogs();
});
afterAll(() => opened.close());

interface Buckets {
  readonly buckets: readonly Readonly<Record<string, unknown>>[];
}

const days = { date_histogram: { field: '@timestamp', fixed_interval: '1d' } };

describe('paths', () => {
  const buckets_path = {
    mean: 'f>stats.avg',
    upper: 'f>x.std_upper',
    median: 'p[50.0]',
    ninety: 'p.90',
    hosts: 'h._bucket_count',
    a: "h['a']>_count",
    filtered: 'f._count',
    named: 'a.b',
  };

  test('lead through buckets to properties', async () => {
    const { d } = await opened.run({
      d: {
        ...days,
        aggs: {
          f: {
            filter: { range: { took: { gte: 20 } } },
            aggs: {
              stats: { stats: { field: 'took' } },
              x: { extended_stats: { field: 'took', sigma: 1 } },
            },
          },
          p: { percentiles: { field: 'took', percents: [50, 90] } },
          h: { terms: { field: 'host' } },
          'a.b': { max: { field: 'took' } },
          out: {
            bucket_script: {
              buckets_path,
              script:
                'params.mean + params.upper + params.median + params.ninety + params.hosts + params.a + params.filtered + params.named',
            },
          },
        },
      },
    });
    // 31 March: took 20 (host a) and 30 (host b): 25 + 30 + 25 + 30 + 2 + 1 + 2 + 30.
    expect((d as Buckets).buckets[1]?.out).toEqual({ value: 145 });
  });

  test('beside an aggregation may lead into it with a point', async () => {
    const h = { terms: { field: 'host' }, aggs: { t: { sum: { field: 'took' } } } };
    // Sums of 30, 70 and 50.
    expect(await opened.run({ h, m: { avg_bucket: { buckets_path: 'h.t' } } })).toMatchObject({
      m: { value: 50 },
    });
    const nothing = { avg_bucket: { buckets_path: 'h.x' } };
    expect(await refusal(opened.run({ h, nothing }))).toContain('path [h.x]');
  });

  const inDays = (aggs: Json) => opened.run({ d: { ...days, aggs } });

  test('that lead nowhere are refused', async () => {
    const p = (buckets_path: string) => ({ derivative: { buckets_path } });
    const aggs = { s: { stats: { field: 'took' } }, h: { terms: { field: 'host' } } };
    expect(await refusal(inDays({ p: p('x') }))).toContain('No aggregation found for path [x]');
    expect(await refusal(inDays({ ...aggs, p: p('s') }))).toContain('[s] contains multiple values');
    expect(await refusal(inDays({ ...aggs, p: p('s.median') }))).toContain(
      'path not supported for [s]: [median]',
    );
    expect(await refusal(inDays({ ...aggs, p: p('h>_count') }))).toContain(
      'got: [Object[]] at aggregation [h]',
    );
    expect(await refusal(inDays({ p: p('q'), q: p('p') }))).toContain(
      'Cyclical dependency found with pipeline aggregator [p]',
    );
    expect(await refusal(opened.run({ m: { max_bucket: { buckets_path: 'x>y' } } }))).toContain(
      'buckets_path aggregation does not exist for aggregation [m]: x>y',
    );
    expect(
      await refusal(
        opened.run({
          x: { max: { field: 'took' } },
          m: { max_bucket: { buckets_path: 'x' } },
        }),
      ),
    ).toContain('must be a multi-bucket aggregation for aggregation [m] found :max');
  });

  test('need buckets around them', async () => {
    const p = { derivative: { buckets_path: '_count' } };
    expect(await refusal(opened.run({ p }))).toContain('must be declared inside of another');
    expect(await refusal(opened.run({ h: { terms: { field: 'host' }, aggs: { p } } }))).toContain(
      'must have a histogram, date_histogram or auto_date_histogram as parent',
    );
    expect(
      await refusal(
        opened.run({
          h: { histogram: { field: 'took', interval: 5, min_doc_count: 1 }, aggs: { p } },
        }),
      ),
    ).toContain('must have min_doc_count of 0');
    expect(
      await refusal(
        opened.run({
          f: { filter: { match_all: {} }, aggs: { p: { bucket_sort: { size: 1 } } } },
        }),
      ),
    ).toContain('Expected a multi bucket aggregation but got [filter]');
  });
});

test('wrong parameters are refused', async () => {
  const refused = async (pipeline: Json) =>
    expect(
      await refusal(
        opened.run({ d: { ...days, aggs: { s: { sum: { field: 'took' } }, p: pipeline } } }),
      ),
    );
  (await refused({ derivative: {} })).toContain('Missing required field [buckets_path]');
  (await refused({ derivative: { buckets_path: 's', gap_policy: 'x' } })).toContain(
    'Invalid gap policy: [x], accepted values: [insert_zeros, skip, keep_values]',
  );
  (await refused({ derivative: { buckets_path: ['s', '_count'] } })).toContain('single entry');
  (await refused({ cumulative_sum: { buckets_path: 's', format: 'x' } })).toContain(
    'Invalid format',
  );
  (await refused({ serial_diff: { buckets_path: 's', lag: 0 } })).toContain('positive');
  (await refused({ moving_fn: { buckets_path: 's', window: 0, script: '1' } })).toContain(
    '[window]',
  );
  (await refused({ moving_avg: { buckets_path: 's', model: 'x' } })).toContain('Unknown model [x]');
  (await refused({ bucket_sort: {} })).toContain('configured to perform nothing');
  (await refused({ bucket_script: { buckets_path: {}, script: 'doc.x' } })).toContain(
    'cannot resolve symbol [doc]',
  );
  (await refused({ bucket_selector: { buckets_path: {}, script: '1' } })).toContain('boolean');
});
