import { describe, expect, test } from 'vitest';
import { parseDateMath } from './date-math.ts';

const nowMs = Date.UTC(2024, 4, 15, 13, 45, 30, 123);
const at = (text: string, options: Partial<Parameters<typeof parseDateMath>[1]> = {}) =>
  new Date(parseDateMath(text, { nowMs, ...options })).toISOString();

test.each([
  ['now', '2024-05-15T13:45:30.123Z'],
  ['now-1h', '2024-05-15T12:45:30.123Z'],
  ['now-1h/d', '2024-05-15T00:00:00.000Z'],
  ['now/w', '2024-05-13T00:00:00.000Z'],
  ['now/M', '2024-05-01T00:00:00.000Z'],
  ['now-1y/y', '2023-01-01T00:00:00.000Z'],
  ['now+d', '2024-05-16T13:45:30.123Z'],
  ['2020-01-31||+1M', '2020-02-29T00:00:00.000Z'],
  ['2020-01-01||+1M/M', '2020-02-01T00:00:00.000Z'],
  ['2020', '2020-01-01T00:00:00.000Z'],
  ['2020-02', '2020-02-01T00:00:00.000Z'],
  ['2020-02-03T04', '2020-02-03T04:00:00.000Z'],
  ['2020-02-03T04:05:06.7Z', '2020-02-03T04:05:06.700Z'],
  ['2020-02-03T04:05:06+09:00', '2020-02-02T19:05:06.000Z'],
  ['2020-02-03T04:05:06.123456789Z', '2020-02-03T04:05:06.123Z'],
  ['1577836800000', '2020-01-01T00:00:00.000Z'],
])('%s is %s', (text, expected) => {
  expect(at(text)).toBe(expected);
});

test.each([
  ['now/d', '2024-05-15T23:59:59.999Z'],
  ['now/M', '2024-05-31T23:59:59.999Z'],
  ['2020-01-01', '2020-01-01T23:59:59.999Z'],
  ['2020-01', '2020-01-01T23:59:59.999Z'],
  ['2020-01-01T10', '2020-01-01T10:59:59.999Z'],
  ['2020-01-01T10:20:30', '2020-01-01T10:20:30.999Z'],
  ['2020-01-01||/M', '2020-01-31T23:59:59.999Z'],
  ['now-1h', '2024-05-15T12:45:30.123Z'],
])('rounded up, %s is %s', (text, expected) => {
  expect(at(text, { roundUp: true })).toBe(expected);
});

describe('a time zone', () => {
  test('shifts texts without an offset and what rounding calls a day, not now itself', () => {
    const timeZone = 'Asia/Seoul';
    expect(at('2020-01-01', { timeZone })).toBe('2019-12-31T15:00:00.000Z');
    expect(at('2020-01-01T00:00:00Z', { timeZone })).toBe('2020-01-01T00:00:00.000Z');
    expect(at('now', { timeZone })).toBe('2024-05-15T13:45:30.123Z');
    expect(at('now/d', { timeZone })).toBe('2024-05-14T15:00:00.000Z');
    expect(at('now/d', { timeZone: '+01:00', roundUp: true })).toBe('2024-05-15T22:59:59.999Z');
  });

  test('a day over a change of clocks is as long as it is there', () => {
    const timeZone = 'Europe/Berlin';
    expect(at('2026-03-29||/d', { timeZone })).toBe('2026-03-28T23:00:00.000Z');
    expect(at('2026-03-29||+1d', { timeZone })).toBe('2026-03-29T22:00:00.000Z');
    expect(at('2026-03-29||+24h', { timeZone })).toBe('2026-03-29T23:00:00.000Z');
  });

  test('a skipped time moves on, a repeated one is the first', () => {
    const timeZone = 'Europe/Berlin';
    expect(at('2026-03-29T02:30:00', { timeZone })).toBe('2026-03-29T01:30:00.000Z');
    expect(at('2026-10-25T02:30:00', { timeZone })).toBe('2026-10-25T00:30:00.000Z');
  });
});

test('a format replaces the default ones', () => {
  expect(at('15/05/2024', { format: 'dd/MM/yyyy' })).toBe('2024-05-15T00:00:00.000Z');
  expect(at('1577836800', { format: 'epoch_second' })).toBe('2020-01-01T00:00:00.000Z');
  expect(at('2024', { format: 'epoch_millis' })).toBe('1970-01-01T00:00:02.024Z');
  expect(at('2024-05-15 01:02', { format: 'yyyy-MM-dd HH:mm' })).toBe('2024-05-15T01:02:00.000Z');
});

test.each([
  ['yesterday', /failed to parse date field \[yesterday\] with format \[strict_date/],
  ['2020-02-30', /failed to parse date field/],
  ['now-1x', /unit \[x\] not supported/],
  ['now-1', /truncated date math/],
  ['now*2', /operator not supported/],
  ['now/2d', /single unit/],
  ['', /failed to parse/],
])('%s is refused', (text, reason) => {
  expect(() => at(text)).toThrow(reason);
});

test('an unknown zone is refused by name', () => {
  expect(() => at('2020-01-01', { timeZone: 'Mars/Base' })).toThrow(/Mars\/Base/);
});
