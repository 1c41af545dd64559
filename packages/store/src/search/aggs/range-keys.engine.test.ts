import type { Json } from '@longshore/common/json';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SearchIndex } from '../../index/target.ts';
import { openTestEngine } from '../../testing.ts';
import { openTestIndex, openTestSearch } from '../test-index.ts';
import { refusal } from './test-logs.ts';

let opened: Awaited<ReturnType<typeof openTestEngine>>;
let plans: SearchIndex;
beforeAll(async () => {
  opened = await openTestEngine();
  plans = await openTestIndex(opened, 'plans', {
    properties: {
      time: { type: 'date_range' },
      size: { type: 'integer_range' },
      n: { type: 'long' },
      ip: { type: 'ip_range' },
    },
    documents: [
      { n: 1, time: { gte: '2024-01-31', lt: '2024-04-01' }, size: { gte: 1, lt: 10 } },
      {
        n: 2,
        time: { gte: '2024-03-30', lte: '2024-03-31' },
        size: [
          { gte: 4, lte: 4 },
          { gte: 6, lte: 7 },
        ],
      },
      { n: 4, time: { gte: '2024-04-02' }, size: { gte: 20 } },
      { n: 8 },
    ],
  });
});
afterAll(() => opened.close());

const one = async (a: Json): Promise<unknown> => {
  const { search } = openTestSearch(opened);
  return (await search([plans], { size: 0, aggs: { a } })).aggregations?.a;
};
const buckets = async (a: Json) =>
  (
    (await one({ ...(a as object), aggs: { s: { sum: { field: 'n' } } } })) as {
      buckets: { key: number; key_as_string?: string; doc_count: number; s: { value: number } }[];
    }
  ).buckets.map(({ key, key_as_string, doc_count, s }) => [
    key_as_string ?? key,
    doc_count,
    s.value,
  ]);

test('documents are in every bucket of time that their ranges meet', async () => {
  const months = { field: 'time', calendar_interval: 'month', format: 'yyyy-MM' };
  const hard_bounds = { min: '2024-01', max: '2024-05' };
  expect(await buckets({ date_histogram: { ...months, hard_bounds } })).toEqual([
    ['2024-01', 1, 1],
    ['2024-02', 1, 1],
    ['2024-03', 2, 3],
    ['2024-04', 1, 4],
    ['2024-05', 1, 4],
  ]);
  // The day on which clocks change has 23 hours.
  const days = {
    field: 'time',
    calendar_interval: 'day',
    format: 'MM-dd',
    time_zone: 'Europe/Berlin',
  };
  const three = { min: '03-29', max: '04-01' };
  const within = {
    ...days,
    format: 'yyyy-MM-dd',
    hard_bounds: { min: `2024-${three.min}`, max: `2024-${three.max}` },
  };
  expect(await buckets({ date_histogram: within })).toEqual([
    ['2024-03-29', 1, 1],
    ['2024-03-30', 2, 3],
    ['2024-03-31', 2, 3],
    // Until 02:00 there, as the ranges end with the day of UTC.
    ['2024-04-01', 2, 3],
  ]);
});

test('documents are in every bucket of numbers that their ranges meet, once', async () => {
  const sizes = { field: 'size', interval: 5 };
  expect(await buckets({ histogram: { ...sizes, hard_bounds: { min: 0, max: 24 } } })).toEqual([
    [0, 2, 3],
    [5, 2, 3],
    [10, 0, 0],
    [15, 0, 0],
    [20, 1, 4],
  ]);
});

test('ranges without an end are too many buckets, and others than of numbers and times are refused', async () => {
  expect(await refusal(one({ histogram: { field: 'size', interval: 5 } }))).toContain(
    'too many buckets',
  );
  expect(await refusal(one({ histogram: { field: 'time', interval: 5 } }))).toContain(
    '[date_range]',
  );
  expect(await refusal(one({ date_histogram: { field: 'ip', fixed_interval: '1h' } }))).toContain(
    '[ip_range]',
  );
});
