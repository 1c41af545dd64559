import type { Json } from '@longshore/common/json';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestLogs, type TestLogs } from './test-logs.ts';

let opened: TestLogs;
beforeAll(async () => {
  opened = await openTestLogs();
});
afterAll(() => opened.close());

describe('terms', () => {
  test('counts values, the most frequent first, ties by key, and says what is not shown', async () => {
    expect(await opened.run({ h: { terms: { field: 'host', size: 2 } } })).toEqual({
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

  test('each bucket says that its count is right, when that is asked', async () => {
    const found = await opened.run({
      h: { terms: { field: 'host', size: 1, show_term_doc_count_error: true } },
    });
    expect(found).toMatchObject({
      h: { buckets: [{ key: 'a', doc_count: 2, doc_count_error_upper_bound: 0 }] },
    });
  });

  test('a document is in a bucket for each value of its list', async () => {
    expect(await opened.run({ t: { terms: { field: 'tags', size: 1 } } })).toMatchObject({
      t: { sum_other_doc_count: 2, buckets: [{ key: 'x', doc_count: 3 }] },
    });
  });

  test('within buckets of the same list, a document is in one for each pair of its values', async () => {
    const tags = { terms: { field: 'tags', size: 2 } };
    const found = await opened.run({ t: { ...tags, aggs: { t: { ...tags, aggs: { t: tags } } } } });
    const inner = (buckets: readonly object[]) => ({ t: { buckets } });
    expect(found).toMatchObject({
      t: {
        buckets: [
          {
            key: 'x',
            ...inner([
              { key: 'x', doc_count: 3, ...inner([{ key: 'x', doc_count: 3 }, { key: 'y' }]) },
              { key: 'y', doc_count: 1, ...inner([{ key: 'x', doc_count: 1 }, { key: 'y' }]) },
            ]),
          },
          {
            key: 'y',
            ...inner([
              { key: 'x', doc_count: 1 },
              { key: 'y', doc_count: 1 },
            ]),
          },
        ],
      },
    });
  });

  test('keys are written with the type of the field', async () => {
    const found = await opened.run({
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
    const found = await opened.run({
      missing: { terms: { field: 'level', missing: 'none' } },
      include: { terms: { field: 'host', include: ['a', 'c'], min_doc_count: 2 } },
      exclude: { terms: { field: 'tags', exclude: '[yz]' } },
      // One of the documents has no level.
      all: { terms: { field: 'level', exclude: 'info|error' } },
    });
    expect(found).toMatchObject({
      missing: { buckets: [{ key: 'info', doc_count: 3 }, { key: 'error' }, { key: 'none' }] },
      include: { sum_other_doc_count: 1, buckets: [{ key: 'a' }] },
      exclude: { sum_other_doc_count: 0, buckets: [{ key: 'x', doc_count: 3 }] },
      all: { sum_other_doc_count: 0, buckets: [] },
    });
  });

  test('with min_doc_count 0, values of other documents come with none', async () => {
    const show = async (order: Json, size: number, hosts = ['b']) => {
      const body = { h: { terms: { field: 'host', min_doc_count: 0, size, order } } };
      const found = await opened.run(body, { terms: { host: hosts } });
      const { buckets } = found.h as { buckets: { key: string; doc_count: number }[] };
      return buckets.map(({ key, doc_count }) => `${key} ${doc_count}`);
    };
    expect(await show({ _count: 'desc' }, 10)).toEqual(['b 2', 'a 0', 'c 0']);
    expect(await show({ _count: 'desc' }, 2)).toEqual(['b 2', 'a 0']);
    expect(await show({ _count: 'asc' }, 10)).toEqual(['a 0', 'c 0', 'b 2']);
    expect(await show({ _key: 'desc' }, 2)).toEqual(['c 0', 'b 2']);
    expect(await show([{ _count: 'desc' }, { _key: 'desc' }], 10)).toEqual(['b 2', 'c 0', 'a 0']);
    expect(await show({ _count: 'asc' }, 1, ['a', 'b'])).toEqual(['c 0']);
    expect(await show({ _count: 'asc' }, 2, ['a', 'b', 'c'])).toEqual(['c 1', 'a 2']);
  });

  test('the least of no values is above all, the greatest below, and their mean last in any order', async () => {
    const keys = async (path: string, direction: 'asc' | 'desc') => {
      const aggs = {
        least: { min: { field: 'load' } },
        greatest: { max: { field: 'load' } },
        mean: { avg: { field: 'load' } },
        all: { stats: { field: 'load' } },
      };
      const terms = { field: 'host', order: { [path]: direction } };
      const found = await opened.run({ h: { terms, aggs } });
      return (found.h as { buckets: { key: string }[] }).buckets.map(({ key }) => key).join('');
    };
    // Of `c` there is no load.
    expect([await keys('least', 'asc'), await keys('least', 'desc')]).toEqual(['abc', 'cba']);
    expect([await keys('greatest', 'asc'), await keys('greatest', 'desc')]).toEqual(['cab', 'bac']);
    expect([await keys('mean', 'asc'), await keys('mean', 'desc')]).toEqual(['abc', 'bac']);
    expect([await keys('all.min', 'desc'), await keys('all.max', 'asc')]).toEqual(['cba', 'cab']);
  });

  test('are ordered by a metric, by a property of one, and by several', async () => {
    const found = await opened.run({
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

  test('an order by what stats do not have is refused by name, also where all objects have it', async () => {
    const terms = { field: 'host', order: { 's.constructor': 'desc' } };
    const aggs = { s: { stats: { field: 'n' } } };
    await expect(opened.run({ t: { terms, aggs } })).rejects.toMatchObject({
      cause: { message: expect.stringContaining('found [constructor]') },
    });
  });

  test('on a text field are refused, on an unmapped one empty', async () => {
    await expect(opened.run({ t: { terms: { field: 'message' } } })).rejects.toMatchObject({
      cause: { message: expect.stringContaining('Text fields are not optimised for operations') },
    });
    expect(await opened.run({ t: { terms: { field: 'nothing' } } })).toEqual({
      t: { doc_count_error_upper_bound: 0, sum_other_doc_count: 0, buckets: [] },
    });
  });
});
