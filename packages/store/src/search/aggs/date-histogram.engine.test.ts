import type { Json } from '@longshore/common/json';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestLogs, type TestLogs } from './test-logs.ts';

let opened: TestLogs;
beforeAll(async () => {
  opened = await openTestLogs();
});
afterAll(() => opened.close());

describe('date_histogram', () => {
  const keys = (found: Record<string, unknown>, name = 'h') =>
    (found[name] as { buckets: { key_as_string: string; doc_count: number }[] }).buckets.map(
      ({ key_as_string, doc_count }) => `${key_as_string} ${doc_count}`,
    );

  test('a fixed interval ignores the change of clocks; a calendar day follows it, gaps are filled', async () => {
    const found = await opened.run({
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
    const fixed = await opened.run({
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
        await opened.run({
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
    const wide = await opened.run(
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
    const hard = await opened.run({
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
    const found = await opened.run(
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
    const found = await opened.run({
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
      opened.run({ h: { date_histogram: { field: '@timestamp', fixed_interval: '1s' } } }),
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
      opened.run({ h: { date_histogram: { field: '@timestamp', ...(body as object) } } }),
    ).rejects.toThrow(reason);
  });
});
