import type { Json } from '@longshore/common/json';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SearchIndex } from '../../index/target.ts';
import { openTestEngine } from '../../testing.ts';
import { openTestIndex, openTestSearch } from '../test-index.ts';
import { refusal } from './test-logs.ts';

const LINES = [
  { message: 'Node 1 shutting down', host: 'a', n: -3, at: '2024-03-30T22:30:00Z' },
  { message: 'Node 22 shutting down', host: 'a', n: -2, at: '2024-03-31T00:30:00Z' },
  { message: 'Node starting up', host: 'b', n: 1, at: '2024-03-31T01:30:00Z' },
  { message: 'User bob logged in from 10.0.0.1', host: 'b', n: 4, at: '2024-04-02T12:00:00Z' },
  { message: 'User al logged in from 10.0.0.2\nat x', host: 'c', n: 5, at: '2024-04-02T13:00:00Z' },
] as const;

let opened: Awaited<ReturnType<typeof openTestEngine>>;
let lines: SearchIndex;
beforeAll(async () => {
  opened = await openTestEngine();
  lines = await openTestIndex(opened, 'lines', {
    properties: {
      message: { type: 'text', fielddata: true },
      host: { type: 'keyword' },
      n: { type: 'long' },
      at: { type: 'date' },
    },
    documents: LINES,
  });
});
afterAll(() => opened.close());

const one = async (a: Json, query: Json = { match_all: {} }): Promise<unknown> => {
  const { search } = openTestSearch(opened);
  const { aggregations } = await search([lines], { size: 0, query, aggs: { a } });
  return aggregations?.a;
};
const refused = (a: Json): Promise<string> => refusal(one(a));
const SUM = { sum: { field: 'n' } };

describe('auto_date_histogram', () => {
  test('takes the shortest interval that makes few enough buckets', async () => {
    expect(
      await one({ auto_date_histogram: { field: 'at', buckets: 3 }, aggs: { s: SUM } }),
    ).toEqual({
      // Four days, and one week that begins with the first of them.
      interval: '7d',
      buckets: [
        {
          ...{ key_as_string: '2024-03-30T00:00:00.000Z', key: 1711756800000 },
          ...{ doc_count: 5, s: { value: 5 } },
        },
      ],
    });
    const days = { field: 'at', minimum_interval: 'day', buckets: 99, format: 'dd' };
    expect(await one({ auto_date_histogram: days })).toMatchObject({
      interval: '1d',
      buckets: [
        { key_as_string: '30', doc_count: 1 },
        { key_as_string: '31', doc_count: 2 },
        { key_as_string: '01', doc_count: 0 },
        { key_as_string: '02', doc_count: 2 },
      ],
    });
  });

  test('has hours and days of a zone', async () => {
    const zoned = { field: 'at', time_zone: 'Europe/Berlin', buckets: 6 };
    expect(await one({ auto_date_histogram: zoned })).toMatchObject({
      interval: '12h',
      buckets: [
        { key_as_string: '2024-03-30T23:00:00.000+01:00', doc_count: 3 },
        { key_as_string: '2024-03-31T12:00:00.000+02:00', doc_count: 0 },
        { key_as_string: '2024-04-01T00:00:00.000+02:00', doc_count: 0 },
        { key_as_string: '2024-04-01T12:00:00.000+02:00', doc_count: 0 },
        { key_as_string: '2024-04-02T00:00:00.000+02:00', doc_count: 0 },
        { key_as_string: '2024-04-02T12:00:00.000+02:00', doc_count: 2 },
      ],
    });
  });

  test('has an interval of its own in each bucket around', async () => {
    const aggs = { h: { auto_date_histogram: { field: 'at', buckets: 2 } } };
    expect(await one({ terms: { field: 'host' }, aggs })).toMatchObject({
      buckets: [
        { key: 'a', h: { interval: '3h', buckets: [{ key: 1711836000000, doc_count: 2 }] } },
        { key: 'b', h: { interval: '7d', buckets: [{ doc_count: 2 }] } },
        { key: 'c', h: { interval: '1s', buckets: [{ doc_count: 1 }] } },
      ],
    });
    expect(await one({ auto_date_histogram: { field: 'nothing' } })).toEqual({
      buckets: [],
      interval: '1s',
    });
    expect(await refused({ auto_date_histogram: { field: 'at', buckets: 9999 } })).toContain(
      '2184',
    );
  });
});

test('variable widths put near numbers together, in each bucket around', async () => {
  const aggs = { s: SUM };
  expect(await one({ variable_width_histogram: { field: 'n', buckets: 3 }, aggs })).toEqual({
    buckets: [
      { min: -3, key: -2.5, max: -2, doc_count: 2, s: { value: -5 } },
      { min: 1, key: 1, max: 1, doc_count: 1, s: { value: 1 } },
      { min: 4, key: 4.5, max: 5, doc_count: 2, s: { value: 9 } },
    ],
  });
  const inner = { w: { variable_width_histogram: { field: 'n', buckets: 1 } } };
  expect(await one({ terms: { field: 'host' }, aggs: inner })).toMatchObject({
    buckets: [
      { w: { buckets: [{ min: -3, key: -2.5, max: -2, doc_count: 2 }] } },
      { w: { buckets: [{ min: 1, key: 2.5, max: 4, doc_count: 2 }] } },
      { w: { buckets: [{ min: 5, key: 5, max: 5, doc_count: 1 }] } },
    ],
  });
});

describe('samplers', () => {
  const aggs = { s: SUM };

  test('have the documents with the best scores', async () => {
    const query = { match: { message: 'node starting' } };
    expect(await one({ sampler: { shard_size: 1 }, aggs }, query)).toEqual({
      doc_count: 1,
      s: { value: 1 },
    });
    const inner = { t: { sampler: { shard_size: 1 }, aggs } };
    expect(await one({ terms: { field: 'host' }, aggs: inner })).toMatchObject({
      buckets: [
        { key: 'a', t: { doc_count: 1, s: { value: -3 } } },
        { key: 'b', t: { doc_count: 1, s: { value: 1 } } },
        { key: 'c', t: { doc_count: 1, s: { value: 5 } } },
      ],
    });
    expect(await refused({ sampler: { shard_size: 0 } })).toContain('between 1 and');
  });

  test('can be of few documents of each value', async () => {
    expect(await one({ diversified_sampler: { field: 'host' }, aggs })).toEqual({
      doc_count: 3,
      s: { value: 3 },
    });
    const two = { field: 'host', max_docs_per_value: 2, shard_size: 3 };
    expect(await one({ diversified_sampler: two, aggs })).toEqual({
      doc_count: 3,
      s: { value: -4 },
    });
  });

  test('by chance count for as many as they stand for', async () => {
    const random = { random_sampler: { probability: 0.5, seed: 3 } };
    const inner = { s: { value_count: { field: 'n' } }, h: { terms: { field: 'host' } } };
    const found = (await one({ ...random, aggs: inner })) as { doc_count: number };
    expect(found).toMatchObject({ probability: 0.5, seed: 3, s: { value: found.doc_count } });
    expect(found.doc_count % 2).toBe(0);
    expect(await one({ ...random, aggs: inner })).toEqual(found);
    expect(await one({ random_sampler: { probability: 1 }, aggs })).toMatchObject({
      doc_count: 5,
      s: { value: 5 },
    });
    expect(await refused({ random_sampler: { probability: 0.7 } })).toContain('exactly 1.0');
    expect(await refused({ terms: { field: 'host' }, aggs: { random } })).toContain('top level');
  });
});

describe('significant values', () => {
  test('are those that more of the found documents have than of all', async () => {
    // In both of two found ones, and in 2 of 5: (1 - 0.4) * (1 / 0.4). In one of two, and in 3 of 5: less often.
    const significant_terms = { field: 'host', min_doc_count: 1 };
    expect(await one({ significant_terms }, { range: { n: { lt: 0 } } })).toEqual({
      doc_count: 2,
      bg_count: 5,
      buckets: [{ key: 'a', doc_count: 2, score: expect.closeTo(1.5, 9), bg_count: 2 }],
    });
  });

  test('are measured in several ways, against a background, within buckets', async () => {
    const score = async (heuristic: Json) => {
      const background_filter = { terms: { host: ['a', 'b'] } };
      const spec = { field: 'host', min_doc_count: 1, background_filter, ...(heuristic as object) };
      const query = { range: { n: { lt: 0 } } };
      const found = (await one({ significant_terms: spec }, query)) as {
        bg_count: number;
        buckets: { score: number }[];
      };
      expect(found.bg_count).toBe(4);
      return found.buckets[0]?.score;
    };
    // Two found documents have it and no other; two others do not.
    expect(await score({ chi_square: {} })).toBeCloseTo((4 * (2 * 2) ** 2) / 16, 9);
    expect(await score({ mutual_information: {} })).toBeCloseTo(1, 9);
    expect(await score({ gnd: {} })).toBe(1);
    expect(await score({ percentage: {} })).toBe(1);
    const script = 'params._subset_freq / params._superset_size';
    expect(await score({ script_heuristic: { script } })).toBe(0.5);
    const aggs = {
      s: { significant_terms: { field: 'host', min_doc_count: 1 }, aggs: { s: SUM } },
    };
    expect(await one({ histogram: { field: 'n', interval: 4 }, aggs })).toMatchObject({
      buckets: [
        { key: -4, s: { doc_count: 2, buckets: [{ key: 'a', s: { value: -5 } }] } },
        { key: 0, s: { doc_count: 1, buckets: [{ key: 'b', s: { value: 1 } }] } },
        { key: 4, s: { doc_count: 2, buckets: [{ key: 'c', s: { value: 5 } }, { key: 'b' }] } },
      ],
    });
    expect(await refused({ significant_terms: { field: 'host', gnd: {}, jlh: {} } })).toContain(
      'one heuristic',
    );
  });

  test('can be words of texts', async () => {
    const significant_text = {
      field: 'message',
      min_doc_count: 2,
      exclude: ['in', 'from', '0', '10'],
    };
    const score = expect.closeTo(0.6 * 2.5, 9);
    expect(await one({ significant_text }, { match: { message: 'user' } })).toEqual({
      doc_count: 2,
      bg_count: 5,
      buckets: ['logged', 'user'].map((key) => ({ key, doc_count: 2, score, bg_count: 2 })),
    });
    // With fielddata they are values as well.
    const significant_terms = { field: 'message', min_doc_count: 2, include: ['user', 'node'] };
    expect(await one({ significant_terms }, { match: { message: 'user' } })).toMatchObject({
      buckets: [{ key: 'user', doc_count: 2, bg_count: 2 }],
    });
  });
});

test('lines of a log are put together by what wrote them', async () => {
  const aggs = { h: { terms: { field: 'host' } } };
  expect(await one({ categorize_text: { field: 'message', size: 2 }, aggs })).toMatchObject({
    buckets: [
      {
        ...{ key: 'Node shutting down', doc_count: 2, max_matching_length: 21 },
        ...{ regex: '.*?Node.+?shutting.+?down.*?', h: { buckets: [{ key: 'a', doc_count: 2 }] } },
      },
      {
        ...{ key: 'User logged in from', doc_count: 2, max_matching_length: 32 },
        h: { buckets: [{ key: 'b' }, { key: 'c' }] },
      },
    ],
  });
  const filtered = { field: 'message', categorization_filters: ['shutting|starting', 'up|down'] };
  const inner = { c: { categorize_text: filtered } };
  expect(await one({ terms: { field: 'host', size: 2 }, aggs: inner })).toMatchObject({
    buckets: [
      { key: 'a', c: { buckets: [{ key: 'Node', doc_count: 2 }] } },
      // Of the shown hosts; that of the other has no such line.
      {
        key: 'b',
        c: { buckets: [{ key: 'Node', doc_count: 1 }, { key: 'User bob logged in from' }] },
      },
    ],
  });
  const broken = { field: 'message', categorization_filters: ['('] };
  expect(await refused({ categorize_text: broken })).toContain('must be regular expressions');
});
