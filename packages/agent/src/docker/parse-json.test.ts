import { expect, test } from 'vitest';
import { parseJson } from './parse-json.ts';

test('keeps every digit of whole numbers beyond 2^53, and others as they are', () => {
  expect(
    parseJson('{"a":9223372036854771712,"b":[18446744073709551615,-9007199254740993],"c":1.5e3}'),
  ).toEqual({
    a: 9_223_372_036_854_771_712n,
    b: [18_446_744_073_709_551_615n, -9_007_199_254_740_993n],
    c: 1500,
  });
});

test('leaves digits in texts and fractions alone', () => {
  const text =
    '{"a":"x:18446744073709551615,","b":"\\"18446744073709551615","c":0.12345678901234567890}';
  expect(parseJson(text)).toEqual(JSON.parse(text));
});
