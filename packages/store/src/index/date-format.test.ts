import { DEFAULT_DATE_FORMAT } from '@longshore/common/date-format';
import { expect, test } from 'vitest';
import { dateParser } from './date-format.ts';

test.each([
  [DEFAULT_DATE_FORMAT, '2024-05-01T10:20:30.123Z', '2024-05-01T10:20:30.123Z'],
  [DEFAULT_DATE_FORMAT, '2024-05-01T10:20:30,5+09:00', '2024-05-01T01:20:30.500Z'],
  [DEFAULT_DATE_FORMAT, '2024-05', '2024-05-01T00:00:00.000Z'],
  [DEFAULT_DATE_FORMAT, '2024-02-30', undefined],
  [DEFAULT_DATE_FORMAT, '24-05-01', undefined],
  [DEFAULT_DATE_FORMAT, 1_714_557_600_000, '2024-05-01T10:00:00.000Z'],
  [DEFAULT_DATE_FORMAT, '1714557600000', '2024-05-01T10:00:00.000Z'],
  ['epoch_second', 1_714_557_600, '2024-05-01T10:00:00.000Z'],
  ['epoch_second', '1714557600.5', '2024-05-01T10:00:00.500Z'],
  ['date_optional_time', '2024-5-1', '2024-05-01T00:00:00.000Z'],
  ['basic_date', '20240501', '2024-05-01T00:00:00.000Z'],
  ['dd/MMM/yyyy:HH:mm:ss Z', '01/May/2024:12:00:00 +0200', '2024-05-01T10:00:00.000Z'],
  ['strict_date', '2024-5-1', undefined],
  ['date', '2024-5-1', '2024-05-01T00:00:00.000Z'],
  ['date_hour_minute', '2024-05-01T9:05', '2024-05-01T09:05:00.000Z'],
  ['strict_date_time', '2024-05-01T09:05:06.123456+01:00', '2024-05-01T08:05:06.123Z'],
  ['basic_date_time_no_millis', '20240501T090506Z', '2024-05-01T09:05:06.000Z'],
  ['basic_t_time_no_millis', 'T090506Z', '1970-01-01T09:05:06.000Z'],
  ['hour_minute_second_fraction', '09:05:06.5', '1970-01-01T09:05:06.500Z'],
  ['strict_ordinal_date', '2024-122', '2024-05-01T00:00:00.000Z'],
  ['ordinal_date', '2023-366', undefined],
  ['basic_ordinal_date_time', '2024122T090506.000+0900', '2024-05-01T00:05:06.000Z'],
  ['week_date', '2024-W18-3', '2024-05-01T00:00:00.000Z'],
  ['strict_week_date', '2024-W8-3', undefined],
  ['week_date', '2024-W8-3', '2024-02-21T00:00:00.000Z'],
  ['week_date', '2024-W53-1', undefined],
  ['strict_week_date_time', '2024-W18-3T09:05:06.123+01:00', '2024-05-01T08:05:06.123Z'],
  ['week_date_time_no_millis', '2024-W18-3T09:05:06Z', '2024-05-01T09:05:06.000Z'],
  ['strict_weekyear', '2025', '2024-12-30T00:00:00.000Z'],
  ['strict_weekyear_week', '2026-W53', '2026-12-28T00:00:00.000Z'],
  ['weekyear_week_day', '2026-W53-5', '2027-01-01T00:00:00.000Z'],
  ['basic_week_date', '2024W183', '2024-05-01T00:00:00.000Z'],
  ['basic_week_date_time', '2024W183T090506.000Z', '2024-05-01T09:05:06.000Z'],
  ['strict_basic_week_date_time_no_millis', '2024W183T090506+0900', '2024-05-01T00:05:06.000Z'],
  ["YYYY-'W'ww", '2024-W01', '2024-01-01T00:00:00.000Z'],
  ['YYYY-MM-dd', '2024-05-01', '2024-05-01T00:00:00.000Z'],
  ['yyyy-MM-dd HH:mmx', '2024-05-01 10:00+02', '2024-05-01T08:00:00.000Z'],
  ['year_month', '2024-05', '2024-05-01T00:00:00.000Z'],
  ["yyyy-MM-dd'T'HH:mm:ss.SSSSSS", '2024-05-01T10:00:00.123456', '2024-05-01T10:00:00.123Z'],
])('%s reads %s as %s', (format, value, iso) => {
  const moment = dateParser(format)(value);
  expect(moment && new Date(moment.epochMs).toISOString()).toBe(iso);
});

test('nanoseconds are kept', () => {
  expect(dateParser(DEFAULT_DATE_FORMAT)('2024-05-01T10:20:30.123456789Z')?.nanos).toBe(456_789);
  expect(dateParser('epoch_millis')('1764064800000.123456')).toEqual({
    epochMs: 1_764_064_800_000,
    nanos: 123_456,
  });
  expect(dateParser('epoch_second')('-1.25')).toEqual({ epochMs: -1250, nanos: 0 });
});

test('a letter that means nothing is refused', () => {
  expect(() => dateParser('yyyy-qq')).toThrow('Unknown pattern letter: q');
});

test.each(['d-'.repeat(65), 'd:'.repeat(100)])('%s has too many parts', (format) => {
  expect(() => dateParser(format)).toThrow('more than 64 parts');
});

test.each([
  'dHmsdHmsdHmsdHmsd',
  "d'1'H1m1s1d''H'1'm1s1d1H1m1s1d1H1m1s1d",
  "E'a'MEMEMEMEMEMEMEMEME",
])('numbers side by side take ages: %s is refused', (format) => {
  expect(() => dateParser(format)).toThrow('more than 16 parts side by side');
});

test('many parts with something between them are read in no time', () => {
  const format = Array.from({ length: 64 }, (_, i) => 'dHms'[i % 4]).join(':');
  expect(dateParser(format)(`${'1:'.repeat(63)}x`)).toBeUndefined();
});
