import type { Json } from '@longshore/common/json';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SearchIndex } from '../../index/target.ts';
import { openTestEngine, type TestEngine } from '../../testing.ts';
import { openTestIndex, openTestSearch } from '../test-index.ts';

let opened: TestEngine;
let logs: SearchIndex;
let other: SearchIndex;
let run: (
  aggs: Json,
  query?: Json,
  indices?: readonly SearchIndex[],
) => Promise<Record<string, unknown>>;

const properties = {
  '@timestamp': { type: 'date' },
  host: { type: 'keyword' },
  level: { type: 'keyword' },
  took: { type: 'long' },
  load: { type: 'double' },
  ok: { type: 'boolean' },
  ip: { type: 'ip' },
  tags: { type: 'keyword' },
  message: { type: 'text' },
} as const;

beforeAll(async () => {
  opened = await openTestEngine();
  logs = await openTestIndex(opened, 'logs', {
    isDataStream: true,
    properties,
    documents: [
      {
        '@timestamp': '2024-03-30T22:30:00Z',
        host: 'a',
        level: 'info',
        took: 10,
        load: 0.5,
        ok: true,
        ip: '10.0.0.1',
        tags: ['x', 'y'],
      },
      {
        '@timestamp': '2024-03-31T00:30:00Z',
        host: 'a',
        level: 'error',
        took: 20,
        load: 1.5,
        ok: false,
        ip: '10.0.0.2',
        tags: ['x'],
      },
      { '@timestamp': '2024-03-31T01:30:00Z', host: 'b', level: 'info', took: 30, tags: [] },
      {
        '@timestamp': '2024-04-02T12:00:00Z',
        host: 'b',
        level: 'info',
        took: 40,
        load: 2.5,
        ok: true,
        ip: '::1',
        tags: ['z', 'x'],
      },
      { '@timestamp': '2024-04-02T13:00:00Z', host: 'c', took: 50, message: 'no level' },
    ],
  });
  other = await openTestIndex(opened, 'other', {
    isDataStream: true,
    properties: { '@timestamp': { type: 'date' }, took: { type: 'double' } },
    documents: [{ '@timestamp': '2024-04-03T00:00:00Z', took: 1.5 }],
  });
  const { search } = openTestSearch(opened, Date.UTC(2024, 3, 3));
  run = async (aggs, query = { match_all: {} }, indices = [logs]) => {
    const { aggregations } = await search(indices, { size: 0, query, aggs });
    return aggregations ?? {};
  };
});
afterAll(() => opened.close());

describe('terms', () => {
  test('counts values, the most frequent first, ties by key, and says what is not shown', async () => {
    expect(await run({ h: { terms: { field: 'host', size: 2 } } })).toEqual({
      h: {
        doc_count_error_upper_bound: 0,
        sum_other_doc_count: 1,
        buckets: [
          { key: 'a', doc_count: 2 },
          { key: 'b', doc_count: 2 },
        ],
      },
    });
  });

  test('a document is in a bucket for each value of its list', async () => {
    expect(await run({ t: { terms: { field: 'tags', size: 1 } } })).toMatchObject({
      t: { sum_other_doc_count: 2, buckets: [{ key: 'x', doc_count: 3 }] },
    });
  });

  test('keys are written with the type of the field', async () => {
    const found = await run({
      ok: { terms: { field: 'ok' } },
      ip: { terms: { field: 'ip' } },
      took: { terms: { field: 'took', order: { _key: 'desc' }, size: 1 } },
      day: {
        terms: { field: '@timestamp', format: 'yyyy-MM-dd', order: { _key: 'asc' }, size: 1 },
      },
    });
    expect(found).toMatchObject({
      ok: {
        buckets: [
          { key: 1, key_as_string: 'true', doc_count: 2 },
          { key: 0, key_as_string: 'false', doc_count: 1 },
        ],
      },
      ip: { buckets: [{ key: '::1' }, { key: '10.0.0.1' }, { key: '10.0.0.2' }] },
      took: { buckets: [{ key: 50, doc_count: 1 }] },
      day: { buckets: [{ key: Date.UTC(2024, 2, 30, 22, 30), key_as_string: '2024-03-30' }] },
    });
  });

  test('missing, include, exclude and min_doc_count', async () => {
    const found = await run({
      missing: { terms: { field: 'level', missing: 'none' } },
      include: { terms: { field: 'host', include: ['a', 'c'], min_doc_count: 2 } },
      exclude: { terms: { field: 'tags', exclude: '[yz]' } },
    });
    expect(found).toMatchObject({
      missing: { buckets: [{ key: 'info', doc_count: 3 }, { key: 'error' }, { key: 'none' }] },
      include: { sum_other_doc_count: 1, buckets: [{ key: 'a' }] },
      exclude: { sum_other_doc_count: 0, buckets: [{ key: 'x', doc_count: 3 }] },
    });
  });

  test('are ordered by a metric, by a property of one, and by several', async () => {
    const found = await run({
      m: {
        terms: { field: 'host', order: { '1': 'desc' } },
        aggs: { '1': { max: { field: 'took' } } },
      },
      s: {
        terms: { field: 'host', order: { 's.avg': 'asc' } },
        aggs: { s: { stats: { field: 'took' } } },
      },
      p: {
        terms: { field: 'host', order: { 'p[99]': 'desc' } },
        aggs: { p: { percentiles: { field: 'took' } } },
      },
      two: { terms: { field: 'host', order: [{ _count: 'asc' }, { _key: 'desc' }] } },
    });
    const keys = (name: string) =>
      (found[name] as { buckets: { key: string }[] }).buckets.map(({ key }) => key);
    expect([keys('m'), keys('s'), keys('p'), keys('two')]).toEqual([
      ['c', 'b', 'a'],
      ['a', 'b', 'c'],
      ['c', 'b', 'a'],
      ['c', 'b', 'a'],
    ]);
  });

  test('on a text field are refused, on an unmapped one empty', async () => {
    await expect(run({ t: { terms: { field: 'message' } } })).rejects.toMatchObject({
      cause: { message: expect.stringContaining('Text fields are not optimised for operations') },
    });
    expect(await run({ t: { terms: { field: 'nothing' } } })).toEqual({
      t: { doc_count_error_upper_bound: 0, sum_other_doc_count: 0, buckets: [] },
    });
  });
});

describe('date_histogram', () => {
  const keys = (found: Record<string, unknown>, name = 'h') =>
    (found[name] as { buckets: { key_as_string: string; doc_count: number }[] }).buckets.map(
      ({ key_as_string, doc_count }) => `${key_as_string} ${doc_count}`,
    );

  test('a fixed interval ignores the change of clocks; a calendar day follows it, gaps are filled', async () => {
    const found = await run({
      h: {
        date_histogram: {
          field: '@timestamp',
          calendar_interval: 'day',
          time_zone: 'Europe/Berlin',
        },
      },
    });
    expect(keys(found)).toEqual([
      '2024-03-30T00:00:00.000+01:00 1',
      '2024-03-31T00:00:00.000+01:00 2',
      '2024-04-01T00:00:00.000+02:00 0',
      '2024-04-02T00:00:00.000+02:00 2',
    ]);
    const fixed = await run({
      h: { date_histogram: { field: '@timestamp', fixed_interval: '12h', min_doc_count: 1 } },
    });
    expect(keys(fixed)).toEqual([
      '2024-03-30T12:00:00.000Z 1',
      '2024-03-31T00:00:00.000Z 2',
      '2024-04-02T12:00:00.000Z 2',
    ]);
  });

  test('every calendar interval begins where the calendar says', async () => {
    const first = async (interval: string, more: Json = {}) =>
      keys(
        await run({
          h: {
            date_histogram: {
              field: '@timestamp',
              calendar_interval: interval,
              min_doc_count: 1,
              ...(more as object),
            },
          },
        }),
      )[0];
    expect(await first('week')).toBe('2024-03-25T00:00:00.000Z 3');
    expect(await first('1M')).toBe('2024-03-01T00:00:00.000Z 3');
    expect(await first('quarter')).toBe('2024-01-01T00:00:00.000Z 3');
    expect(await first('1y')).toBe('2024-01-01T00:00:00.000Z 5');
    expect(await first('hour')).toBe('2024-03-30T22:00:00.000Z 1');
    expect(await first('day', { offset: '+6h' })).toBe('2024-03-30T06:00:00.000Z 3');
    expect(await first('day', { time_zone: '+09:00' })).toBe('2024-03-31T00:00:00.000+09:00 3');
  });

  test('extended bounds add empty buckets, hard bounds take buckets away', async () => {
    const wide = await run(
      {
        h: {
          date_histogram: {
            field: '@timestamp',
            fixed_interval: '1d',
            format: 'epoch_millis',
            extended_bounds: { min: Date.UTC(2024, 3, 1), max: Date.UTC(2024, 3, 4) },
          },
        },
      },
      { range: { '@timestamp': { gte: '2024-04-02' } } },
    );
    expect(keys(wide)).toEqual([
      `${Date.UTC(2024, 3, 1)} 0`,
      `${Date.UTC(2024, 3, 2)} 2`,
      `${Date.UTC(2024, 3, 3)} 0`,
      `${Date.UTC(2024, 3, 4)} 0`,
    ]);
    const hard = await run({
      h: {
        date_histogram: {
          field: '@timestamp',
          fixed_interval: '1d',
          min_doc_count: 1,
          hard_bounds: { min: '2024-03-31', max: '2024-03-31' },
        },
      },
    });
    expect(keys(hard)).toEqual(['2024-03-31T00:00:00.000Z 2']);
  });

  test('extended bounds give buckets even without any document', async () => {
    const found = await run(
      {
        h: {
          date_histogram: {
            field: '@timestamp',
            fixed_interval: '1d',
            extended_bounds: { min: '2024-04-01', max: '2024-04-02' },
          },
          aggs: { m: { avg: { field: 'took' } } },
        },
      },
      { match_none: {} },
    );
    expect(found).toMatchObject({
      h: { buckets: [{ doc_count: 0, m: { value: null } }, { doc_count: 0 }] },
    });
  });

  test('keyed and ordered', async () => {
    const found = await run({
      k: {
        date_histogram: {
          field: '@timestamp',
          calendar_interval: 'month',
          keyed: true,
          format: 'yyyy-MM',
        },
      },
      o: {
        date_histogram: {
          field: '@timestamp',
          calendar_interval: 'month',
          order: { _key: 'desc' },
        },
      },
    });
    expect(found).toMatchObject({
      k: { buckets: { '2024-03': { doc_count: 3 }, '2024-04': { doc_count: 2 } } },
      o: { buckets: [{ doc_count: 2 }, { doc_count: 3 }] },
    });
  });

  test('more buckets than a search may have are refused', async () => {
    await expect(
      run({ h: { date_histogram: { field: '@timestamp', fixed_interval: '1s' } } }),
    ).rejects.toMatchObject({ cause: { type: 'too_many_buckets_exception' } });
  });

  test.each<readonly [Json, RegExp]>([
    [
      { calendar_interval: '2d' },
      /The supplied interval \[2d\] could not be parsed as a calendar interval/,
    ],
    [{ fixed_interval: '1d', calendar_interval: '1d' }, /Cannot use/],
    [{}, /Invalid interval/],
    [{ fixed_interval: '1d', time_zone: 'Mars' }, /Mars/],
  ])('%j is refused', async (body, reason) => {
    await expect(
      run({ h: { date_histogram: { field: '@timestamp', ...(body as object) } } }),
    ).rejects.toThrow(reason);
  });
});

describe('histogram', () => {
  test('fills gaps between the first and last bucket', async () => {
    expect(
      await run(
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
      await run({ h: { histogram: { field: 'load', interval: 0.5, min_doc_count: 1 } } }),
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
    const found = await run(
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
      await run({
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
      await run({
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
  test('numbers of a field', async () => {
    expect(
      await run({
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
    expect(await run(aggs, { match_none: {} })).toEqual({
      avg: { value: null },
      sum: { value: 0 },
      stats: { count: 0, min: null, max: null, avg: null, sum: 0 },
      p: { values: { '50.0': null } },
      unmapped: { value: null },
      card: { value: 0 },
    });
  });

  test('on a keyword are refused', async () => {
    await expect(run({ a: { avg: { field: 'host' } } })).rejects.toMatchObject({
      cause: { message: 'Field [host] of type [keyword] is not supported for aggregation [avg]' },
    });
  });
});

describe('aggregations within aggregations', () => {
  test('to any depth, limited to the buckets that are shown', async () => {
    const found = await run({
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
    const found = await run({
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
    const found = await run(
      {
        avg: { avg: { field: 'took' } },
        took: { terms: { field: 'took', size: 1, order: { _key: 'asc' } } },
        host: { terms: { field: 'host', size: 1 } },
        tags: { terms: { field: 'tags', size: 1 }, aggs: { t: { max: { field: 'took' } } } },
        h: { date_histogram: { field: '@timestamp', calendar_interval: 'month' } },
      },
      { match_all: {} },
      [logs, other],
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
  await expect(run(aggs)).rejects.toThrow(reason);
});
