import { expect, test } from 'vitest';
import { type Json, jsonNumber, jsonText } from './json.ts';

const HOSTILE: Json = { toString: 1, valueOf: 'x' };

test.each<[Json | undefined, string]>([
  ['one', 'one'],
  [5, '5'],
  [null, 'null'],
  [undefined, 'undefined'],
  [['a', 1, ['b']], 'a,1,b'],
  [HOSTILE, '{"toString":1,"valueOf":"x"}'],
])('the text of %j', (value, text) => {
  expect(jsonText(value)).toBe(text);
});

test.each<[Json | undefined, number]>([
  [5, 5],
  ['5', 5],
  [true, 1],
  [null, 0],
  ['five', Number.NaN],
  [undefined, Number.NaN],
  [[5], Number.NaN],
  [HOSTILE, Number.NaN],
])('the number of %j', (value, number) => {
  expect(jsonNumber(value)).toBe(number);
});
