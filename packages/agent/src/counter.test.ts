import { expect, test } from 'vitest';
import { difference, toNumber, wrappedDifference } from './counter.ts';

test('counters beyond 2^53 are subtracted before they become doubles', () => {
  expect(difference(9_007_199_254_740_993n, 9_007_199_254_740_992)).toBe(1);
  expect(difference(5, 7)).toBe(-2);
});

test('what a long field cannot hold is no number', () => {
  expect(toNumber(18_446_744_073_709_551_615n)).toBeUndefined();
  expect(toNumber(2n ** 63n - 1n)).toBeUndefined();
  expect(toNumber(9_223_372_036_854_771_712n)).toBe(2 ** 63 - 4096);
  expect(toNumber(null)).toBeUndefined();
});

test.each([
  ['4294967285', '10', '21'],
  ['347458374592', '347458378044', '3452'],
  ['18446744073709546615', '32', '5033'],
  ['18446744073709551615', '0', '1'],
])('a counter that goes from %s to %s advanced by %s', (previous, current, advance) => {
  expect(wrappedDifference(BigInt(current), BigInt(previous))).toBe(BigInt(advance));
});
