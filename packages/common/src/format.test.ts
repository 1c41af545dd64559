import { expect, test } from 'vitest';
import {
  formatByteRate,
  formatBytes,
  formatCores,
  formatCount,
  formatDiskBytes,
  formatDuration,
  formatNumber,
  formatPercent,
  formatRelativeTime,
  formatShortDuration,
  formatTime,
} from './format.ts';

const plain = (text: string) => text.replaceAll('\u202f', ' ');

test.each([
  [0, '0 B'],
  [512, '512 B'],
  [1_536, '1.5 KiB'],
  [536_870_912, '512 MiB'],
  [1_288_490_189, '1.2 GiB'],
  [1_072_693_248, '1023 MiB'],
  [1_073_741_823, '1 GiB'],
])('memory of %d bytes reads %s', (bytes, text) => {
  expect(plain(formatBytes(bytes))).toBe(text);
});

test('disks and rates count in thousands', () => {
  expect(plain(formatDiskBytes(1_234_567))).toBe('1.23 MB');
  expect(plain(formatByteRate(999_600))).toBe('1 MB/s');
  expect(plain(formatByteRate(12_345))).toBe('12.3 kB/s');
});

test.each([
  [0, '0 %'],
  [0.1234, '12.3 %'],
  [0.5, '50 %'],
  [1, '100 %'],
  [1.421, '142 %'],
])('a share of %d reads %s', (ratio, text) => {
  expect(plain(formatPercent(ratio))).toBe(text);
});

test.each([
  [0.0001, '0'],
  [0.0042, '0.004'],
  [0.42, '0.42'],
  [12.34, '12.3'],
])('%d cores read %s', (cores, text) => {
  expect(formatCores(cores)).toBe(text);
});

test.each([
  [120, '120 ms', '120밀리초'],
  [45_000, '45 s', '45초'],
  [12_000_000, '3 h 20 m', '3시간 20분'],
  [3_600_000, '1 h', '1시간'],
  [190_800_000, '2 d 5 h', '2일 5시간'],
])('%d ms read %s and %s', (ms, en, ko) => {
  expect(plain(formatDuration(ms))).toBe(en);
  expect(formatDuration(ms, 'ko')).toBe(ko);
});

test('a narrow column shows the largest unit only', () => {
  expect(plain(formatShortDuration(12_000_000))).toBe('3 h');
  expect(formatShortDuration(190_800_000, 'ko')).toBe('2일');
});

test.each([
  [1_000_000 - 2_000, 'just now', '방금'],
  [1_000_000 - 180_000, '3 m ago', '3분 전'],
  [1_000_000 + 7_200_000, 'in 2 h', '2시간 후'],
])('%d seen from 1,000,000 reads %s and %s', (at, en, ko) => {
  expect(plain(formatRelativeTime(at, 1_000_000))).toBe(en);
  expect(formatRelativeTime(at, 1_000_000, 'ko')).toBe(ko);
});

test('times are on a 24-hour clock in both languages', () => {
  const at = Date.UTC(2026, 10, 22, 0, 3, 7, 42);
  expect(formatTime(at, 'en', { timeZone: 'UTC' })).toBe('00:03:07');
  expect(formatTime(at, 'en', { timeZone: 'UTC', ms: true })).toBe('00:03:07.042');
  expect(formatTime(at, 'en', { timeZone: 'UTC', date: true, seconds: false })).toBe(
    'Nov 22 00:03',
  );
  expect(formatTime(at, 'ko', { timeZone: 'UTC', date: true })).toBe('11월 22일 00:03:07');
});

test('counts are exact, other numbers have three digits, what is unknown is a dash', () => {
  expect(formatCount(12_480)).toBe('12,480');
  expect(formatNumber(2.34567)).toBe('2.35');
  expect(formatNumber(123_456.7)).toBe('123,457');
  expect([formatBytes(null), formatCores(undefined), formatPercent(Number.NaN)]).toEqual([
    '—',
    '—',
    '—',
  ]);
});
