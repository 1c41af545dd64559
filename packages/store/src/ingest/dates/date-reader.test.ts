import { expect, test } from 'vitest';
import { datePattern } from './date-pattern.ts';
import { dateReader } from './date-reader.ts';

const reading = { zone: 'UTC', locale: 'en', nowYear: 2024 };
const iso = (format: string, text: string, more = {}) => {
  const moment = dateReader(format)(text, { ...reading, ...more });
  return moment && new Date(moment.epochMs).toISOString();
};

test.each([
  ['ISO8601', '2021-03-04T05:06:07.891Z', '2021-03-04T05:06:07.891Z'],
  ['ISO8601', '2021-03-04T05:06:07+02:00', '2021-03-04T03:06:07.000Z'],
  ['ISO8601', '2021-03-04', '2021-03-04T00:00:00.000Z'],
  ['UNIX', '1000.5', '1970-01-01T00:16:40.500Z'],
  ['UNIX_MS', '1000500', '1970-01-01T00:16:40.500Z'],
  ['TAI64N', '4000000050d506482dbdf024', '2012-12-22T01:00:46.767Z'],
  ['dd/MMM/yyyy:HH:mm:ss Z', '10/Oct/2000:13:55:36 -0700', '2000-10-10T20:55:36.000Z'],
  ['MMM d HH:mm:ss', 'Mar 4 05:06:07', '2024-03-04T05:06:07.000Z'],
  ['yyyy-MM-dd hh:mm a', '2021-03-04 12:30 AM', '2021-03-04T00:30:00.000Z'],
  ['yyyy-MM-dd[ HH:mm]', '2021-03-04', '2021-03-04T00:00:00.000Z'],
  ['EEE MMM dd HH:mm:ss zzz yyyy', 'Thu Mar 04 05:06:07 CET 2021', '2021-03-04T04:06:07.000Z'],
  ["yyyy'年'MM", '2021年03', '2021-03-01T00:00:00.000Z'],
  ["YYYY-'W'ww-e", '2021-W09-4', '2021-03-04T00:00:00.000Z'],
  ['YYYY w', '2021 9', '2021-03-01T00:00:00.000Z'],
  ['weekyear_week', '2021-W09', '2021-03-01T00:00:00.000Z'],
  ['strict_date_optional_time', '2021-03-04T05:06:07Z', '2021-03-04T05:06:07.000Z'],
])('%s reads %s', (format, text, expected) => {
  expect(iso(format, text)).toBe(expected);
});

test('a text without an offset is in the zone that is given', () => {
  expect(iso('yyyy-MM-dd HH:mm', '2021-07-01 12:00', { zone: 'Europe/Berlin' })).toBe(
    '2021-07-01T10:00:00.000Z',
  );
});

test('months have the names of their language', () => {
  expect(iso('d MMMM yyyy', '4 mars 2021', { locale: 'fr' })).toBe('2021-03-04T00:00:00.000Z');
});

test.each([
  ['yyyy-MM-dd', '2021-02-30'],
  ['yyyy-MM-dd', '2021-2-3'],
  ['HH:mm', '25:00'],
  ['UNIX', 'soon'],
])('%s does not read %s', (format, text) => {
  expect(iso(format, text)).toBeUndefined();
});

test('a letter that means nothing is refused', () => {
  expect(() => dateReader('yyyy-bb')).toThrow('Unknown pattern letter: b');
});

test('a moment is written with nanoseconds and the offset of its zone', () => {
  const pattern = datePattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSSSSXXX", 'en');
  const moment = { epochMs: Date.UTC(2021, 6, 1, 10, 0, 0, 5), nanos: 6007 };
  expect(pattern.format(moment, 'Europe/Berlin')).toBe('2021-07-01T12:00:00.005006007+02:00');
});
