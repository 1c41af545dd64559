import { expect, test } from 'vitest';
import { formatDate, parseDate } from './date-format.ts';

const ms = Date.UTC(2024, 2, 31, 1, 2, 3, 4);

test.each([
  ['strict_date_optional_time||epoch_millis', 'UTC', '2024-03-31T01:02:03.004Z'],
  ['strict_date_optional_time', 'Europe/Berlin', '2024-03-31T03:02:03.004+02:00'],
  ['epoch_millis', 'Asia/Seoul', '1711846923004'],
  ['epoch_second', 'UTC', '1711846923'],
  ['yyyy-MM-dd', 'America/New_York', '2024-03-30'],
  ["yyyy-MM-dd'T'HH:mm:ss.SSSXXX", 'UTC', '2024-03-31T01:02:03.004Z'],
  ['date', 'UTC', '2024-03-31'],
  ['dd/MMM/yyyy HH', 'UTC', '31/Mar/2024 01'],
])('%s in %s', (format, zone, expected) => {
  expect(formatDate(ms, format, zone)).toBe(expected);
});

test('a text in the format of its own is read back', () => {
  for (const format of [
    "yyyy-MM-dd'T'HH:mm:ss.SSSXXX",
    'strict_date_optional_time',
    'epoch_millis',
  ]) {
    expect(parseDate(formatDate(ms, format, 'Asia/Seoul'), { format })).toBe(ms);
  }
});

test('a pattern letter that we do not know is named', () => {
  expect(() => formatDate(ms, 'yyyy-QQ')).toThrow(/Unknown pattern letter: Q/);
});

test.each([
  ['ordinal_date', '2026-329'],
  ['strict_date_hour_minute', '2026-11-25T10:00'],
  ['basic_date_time', '20261125T100000.000Z'],
  ['t_time_no_millis', 'T10:00:00Z'],
  ['strict_week_date', '2026-W48-3'],
  ['week_date_time', '2026-W48-3T10:00:00.000Z'],
  ['weekyear_week', '2026-W48'],
  ['basic_week_date_time_no_millis', '2026W483T100000Z'],
  ["YY'w'w ee", '26w48 03'],
  ['YYYY-MM-dd', '2026-11-25'],
])('the format %s is written as it is read', (format, text) => {
  const at = Date.UTC(2026, 10, 25, 10);
  expect(formatDate(at, format)).toBe(text);
  const read = parseDate(text, { format });
  expect(read !== undefined && formatDate(read, format)).toBe(text);
});

test.each([
  ['X', '+05', 'Z'],
  ['XX', '+0530', 'Z'],
  ['XXX', '+05:30', 'Z'],
  ['x', '+0530', '+00'],
  ['xxx', '+05:30', '+00:00'],
  ['xxxx', '+0530', '+0000'],
  ['Z', '+0530', '+0000'],
  ['ZZZZ', 'GMT+05:30', 'GMT'],
  ['ZZZZZ', '+05:30', 'Z'],
])('%s writes an offset as java.time does', (letters, offset, none) => {
  const zone = letters === 'X' ? '+05:00' : '+05:30';
  expect(formatDate(ms, `HH ${letters}`, zone)).toMatch(
    new RegExp(`^\\d\\d ${offset.replace('+', '\\+')}$`),
  );
  expect(formatDate(ms, letters)).toBe(none);
});
