import type { Json } from '@longshore/common/json';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestLogs, refusal, type TestLogs } from './test-logs.ts';

let opened: TestLogs;
beforeAll(async () => {
  opened = await openTestLogs();
});
afterAll(() => opened.close());

interface Page {
  readonly after_key?: Json;
  readonly buckets: readonly { readonly key: Json; readonly doc_count: number }[];
}

async function page(composite: Json, aggs: Json = {}): Promise<Page> {
  return (await opened.run({ c: { composite, aggs } })).c as Page;
}

/** Keys and counts of all pages of a size; pages end with one that is empty. */
async function allPages(sources: Json, size: number): Promise<readonly (readonly Json[])[]> {
  const found: Json[][] = [];
  let after: Json | undefined;
  for (let pages = 0; pages < 20; pages += 1) {
    const { buckets, after_key } = await page({
      sources,
      size,
      ...(after === undefined ? {} : { after }),
    });
    found.push(
      ...buckets.map(
        ({ key, doc_count }) => [...Object.values(key as object), doc_count] as Json[],
      ),
    );
    if (after_key === undefined) {
      return found;
    }
    after = after_key;
  }
  throw new Error('pages do not end');
}

const HOST = { h: { terms: { field: 'host' } } };

describe('composite', () => {
  test('pages through combinations of values in their order, whatever the size', async () => {
    const sources = [
      { h: { terms: { field: 'host', order: 'desc' } } },
      { t: { terms: { field: 'took' } } },
    ];
    const expected = [
      ['c', 50, 1],
      ['b', 30, 1],
      ['b', 40, 1],
      ['a', 10, 1],
      ['a', 20, 1],
    ];
    expect(await allPages(sources, 2)).toEqual(expected);
    expect(await allPages(sources, 5)).toEqual(expected);
  });

  test('a page ends with the key that the next one is after; one without buckets has none', async () => {
    expect(await page({ sources: [HOST], size: 2 })).toEqual({
      after_key: { h: 'b' },
      buckets: [
        { key: { h: 'a' }, doc_count: 2 },
        { key: { h: 'b' }, doc_count: 2 },
      ],
    });
    expect(await page({ sources: [HOST], after: { h: 'c' } })).toEqual({ buckets: [] });
  });

  test('documents without a value are left out, or in a bucket of their own', async () => {
    const level = (more: object) => [{ l: { terms: { field: 'level', ...more } } }];
    const known = [
      ['error', 1],
      ['info', 3],
    ];
    expect(await allPages(level({}), 1)).toEqual(known);
    expect(await allPages(level({ missing_bucket: true }), 1)).toEqual([[null, 1], ...known]);
    expect(await allPages(level({ missing_bucket: true, missing_order: 'last' }), 1)).toEqual([
      ...known,
      [null, 1],
    ]);
    expect(await allPages(level({ missing_bucket: true, order: 'desc' }), 1)).toEqual([
      ...known.toReversed(),
      [null, 1],
    ]);
    expect(
      await allPages(level({ missing_bucket: true, order: 'desc', missing_order: 'first' }), 1),
    ).toEqual([[null, 1], ...known.toReversed()]);
  });

  test('lists are in a bucket for each of their values', async () => {
    const tags = { g: { terms: { field: 'tags', missing_bucket: true } } };
    expect(await allPages([tags, HOST], 2)).toEqual([
      [null, 'b', 1],
      [null, 'c', 1],
      ['x', 'a', 2],
      ['x', 'b', 1],
      ['y', 'a', 1],
      ['z', 'b', 1],
    ]);
  });

  test('numbers and times are rounded', async () => {
    expect(await allPages([{ n: { histogram: { field: 'took', interval: 20 } } }], 1)).toEqual([
      [0, 1],
      [20, 2],
      [40, 2],
    ]);
    const day = { field: '@timestamp', calendar_interval: '1d', time_zone: 'Europe/Berlin' };
    expect(await allPages([{ d: { date_histogram: day } }], 1)).toEqual([
      [Date.UTC(2024, 2, 29, 23), 1],
      [Date.UTC(2024, 2, 30, 23), 2],
      [Date.UTC(2024, 3, 1, 22), 2],
    ]);
    const written = { ...day, format: 'yyyy-MM-dd', order: 'desc' };
    expect(await allPages([{ d: { date_histogram: written } }], 1)).toEqual([
      ['2024-04-02', 2],
      ['2024-03-31', 2],
      ['2024-03-30', 1],
    ]);
  });

  test('keys have the types of their fields', async () => {
    const of = (field: string) => [{ k: { terms: { field } } }];
    expect(await allPages(of('ok'), 1)).toEqual([
      [false, 1],
      [true, 2],
    ]);
    expect(await allPages(of('ip'), 1)).toEqual([
      ['::1', 1],
      ['10.0.0.1', 1],
      ['10.0.0.2', 1],
    ]);
    expect(await allPages(of('load'), 1)).toEqual([
      [0.5, 1],
      [1.5, 1],
      [2.5, 1],
    ]);
    expect((await allPages(of('@timestamp'), 1))[0]).toEqual([Date.UTC(2024, 2, 30, 22, 30), 1]);
  });

  test('aggregations below see the buckets of the page', async () => {
    const found = await page(
      { sources: [HOST], size: 1, after: { h: 'a' } },
      {
        t: { sum: { field: 'took' } },
        l: { terms: { field: 'level' }, aggs: { m: { max: { field: 'took' } } } },
      },
    );
    expect(found.buckets).toMatchObject([
      { key: { h: 'b' }, t: { value: 70 }, l: { buckets: [{ key: 'info', m: { value: 40 } }] } },
    ]);
  });
});

test('composite refuses what it does not understand', async () => {
  const refused = async (composite: Json) => expect(await refusal(page(composite)));
  (await refused({ sources: [] })).toContain('cannot be null or empty');
  (await refused({ sources: [HOST, HOST] })).toContain('must be unique, found duplicates: [h]');
  (await refused({ sources: [HOST], size: 0 })).toContain('[size] must be greater than 0');
  (await refused({ sources: [HOST], after: { x: 1 } })).toContain('Missing value for [after.h]');
  (await refused({ sources: [HOST], after: { h: null } })).toContain('expected comparable');
  (await refused({ sources: [HOST], after: {} })).toContain('has 0 value(s) but [sources] has 1');
  (await refused({ sources: [{ h: { range: {} } }] })).toContain('invalid source type: range');
  (await refused({ sources: [{ h: { terms: { field: 'host', missing: 'x' } } }] })).toContain(
    'unknown field [missing]',
  );
  const composite = { composite: { sources: [HOST] } };
  expect(
    await refusal(opened.run({ t: { terms: { field: 'host' }, aggs: { composite } } })),
  ).toContain('[composite] aggregation cannot be used with a parent aggregation');
});
