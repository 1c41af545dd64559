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

test('a pattern with more parts than a date has is refused, since numbers side by side take ages', () => {
  expect(() => dateParser('dHmsdHmsdHmsdHmsd')).toThrow('more than 16 parts');
});
