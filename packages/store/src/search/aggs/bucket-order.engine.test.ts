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
const keysOf = (answer: unknown): readonly unknown[] =>
  (answer as { buckets: { key: unknown }[] }).buckets.map(({ key }) => key);

describe('buckets are ordered by what is in single buckets below', () => {
  // Of level info host a has 10, b has 30 and 40, and c has none.
  const info = { filter: { term: { level: 'info' } } };
  const deep = {
    w: { filter: { exists: { field: 'tags' } }, aggs: { m: { max: { field: 'took' } } } },
  };

  test('a metric, a property of one, or a count', async () => {
    const by = async (order: Json, size = 10) =>
      keysOf(
        await one({
          terms: { field: 'host', order, size },
          aggs: { i: { ...info, aggs: { s: { stats: { field: 'took' } }, ...deep } } },
        }),
      );
    expect(await by({ 'i>s.max': 'desc' })).toEqual(['b', 'a', 'c']);
    expect(await by({ 'i>s.max': 'asc' }, 2)).toEqual(['a', 'b']);
    expect(await by({ i: 'desc' })).toEqual(['b', 'a', 'c']);
    expect(await by({ 'i>_count': 'asc' })).toEqual(['c', 'a', 'b']);
    expect(await by({ 'i>w>m': 'desc' })).toEqual(['b', 'a', 'c']);
    expect(await by([{ 'i>w>m.value': 'asc' }, { _key: 'desc' }])).toEqual(['a', 'b', 'c']);
  });

  test('in each bucket around', async () => {
    const aggs = { i: { ...info, aggs: { s: { sum: { field: 'took' } } } } };
    const terms = { field: 'host', order: { 'i>s': 'desc' }, size: 1 };
    expect(
      await one({ terms: { field: 'tags', order: { _key: 'asc' } }, aggs: { h: { terms, aggs } } }),
    ).toMatchObject({
      buckets: [
        {
          key: 'x',
          h: { buckets: [{ key: 'b', i: { s: { value: 40 } } }], sum_other_doc_count: 2 },
        },
        { key: 'y', h: { buckets: [{ key: 'a', i: { s: { value: 10 } } }] } },
        { key: 'z', h: { buckets: [{ key: 'b' }] } },
      ],
    });
  });

  test('whatever it is called', async () => {
    const aggs = { constructor: { max: { field: 'took' } } };
    const terms = { field: 'host', order: { constructor: 'desc' } };
    expect(keysOf(await one({ terms, aggs }))).toEqual(['c', 'b', 'a']);
  });

  test('and by nothing else', async () => {
    const aggs = { t: { terms: { field: 'level' } } };
    for (const path of ['t>_count', 'nothing>x', 't', 'constructor']) {
      const terms = { field: 'host', order: { [path]: 'asc' } };
      expect(await refused({ terms, aggs })).toContain(`Invalid aggregator order path [${path}]`);
    }
  });
});

describe('histograms', () => {
  test('are ordered by what is computed in their buckets', async () => {
    const aggs = {
      m: { avg: { field: 'load' } },
      i: { filter: { term: { host: 'b' } }, aggs: { s: { sum: { field: 'took' } } } },
    };
    const by = async (order: Json) =>
      keysOf(await one({ histogram: { field: 'took', interval: 20, order }, aggs }));
    // Buckets 0: 0.5; 20: 1.5 and 30 of b; 40: 2.5 and 40 of b.
    expect(await by({ m: 'desc' })).toEqual([40, 20, 0]);
    expect(await by({ 'i>s': 'desc' })).toEqual([40, 20, 0]);
    expect(await by([{ 'i>_count': 'desc' }, { m: 'asc' }])).toEqual([20, 40, 0]);
    const days = { field: '@timestamp', calendar_interval: 'day', min_doc_count: 1 };
    expect(
      keysOf(await one({ date_histogram: { ...days, order: { 'i>s': 'desc' } }, aggs })),
    ).toEqual([1712016000000, 1711843200000, 1711756800000]);
    expect(
      await refused({ histogram: { field: 'took', interval: 20, order: { no: 'asc' } } }),
    ).toContain('No aggregation found for path [no]');
  });

  test('have keys by the pattern of the request, and so have ranges', async () => {
    const spec = { field: 'took', interval: 25, format: '0.0#' };
    expect(await one({ histogram: { ...spec, keyed: true } })).toEqual({
      buckets: {
        '0.0': { key: 0, key_as_string: '0.0', doc_count: 2 },
        '25.0': { key: 25, key_as_string: '25.0', doc_count: 2 },
        '50.0': { key: 50, key_as_string: '50.0', doc_count: 1 },
      },
    });
    expect(await one({ range: { field: 'took', format: '0.00', ranges: [{ to: 20 }] } })).toEqual({
      buckets: [{ key: '*-20.00', to: 20, to_as_string: '20.00', doc_count: 1 }],
    });
  });

  test('have values in proportion to those of all their buckets', async () => {
    const method = async (name: string) => {
      const found = await one({
        histogram: { field: 'took', interval: 20 },
        aggs: {
          s: { sum: { field: 'took' } },
          n: { normalize: { buckets_path: 's', method: name } },
        },
      });
      return (found as { buckets: { n: { value: number } }[] }).buckets.map(({ n }) => n.value);
    };
    // 10, 50 and 90.
    expect(await method('rescale_0_1')).toEqual([0, 0.5, 1]);
    expect(await method('rescale_0_100')).toEqual([0, 50, 100]);
    expect(await method('percent_of_sum')).toEqual([10 / 150, 50 / 150, 0.6]);
    expect(await method('mean')).toEqual([-0.5, 0, 0.5]);
    expect(await method('z-score')).toEqual(
      [-Math.sqrt(1.5), 0, Math.sqrt(1.5)].map((value) => expect.closeTo(value, 9)),
    );
    expect((await method('softmax'))[2]).toBeCloseTo(1, 9);
    await expect(method('x')).rejects.toThrow('invalid method [x]');
  });
});
