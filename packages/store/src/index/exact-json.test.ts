import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  ExactNumber,
  exactText,
  parseExact,
  parseExactBytes,
  stringifyExact,
} from './exact-json.ts';

test.each([
  '{"a":1.0}',
  '{"a":[1e3,2,-0.0,1.50,1e39]}',
  '{"a":{"b":9007199254740993,"c":"x"}}',
  '[18446744073709551615]',
  '{"a\\"b":"1.0, [","c":12345678901234567890}',
])('spells the numbers of %s as they came', (text) => {
  expect(stringifyExact(parseExact(text))).toBe(text);
});

test('keeps plain numbers as numbers, and others with their spelling', () => {
  const value = parseExact('{"plain":5,"fraction":1.5,"whole":1.0,"big":9007199254740993}');
  expect(value).toEqual({
    plain: 5,
    fraction: 1.5,
    whole: new ExactNumber('1.0'),
    big: new ExactNumber('9007199254740993'),
  });
});

test('reads like JSON.parse whatever it is given', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (json) => {
      // The last member sends the whole text through the exact reader.
      const text = JSON.stringify([json, 0]).replace(/0\]$/, '1.0]');
      const [read] = parseExact(text) as unknown[];
      expect(JSON.parse(stringifyExact(read as never))).toEqual(JSON.parse(JSON.stringify(json)));
    }),
  );
});

test('a broken text, bytes that are no UTF-8 and bottomless nesting are refused', () => {
  expect(() => parseExact('{"a":')).toThrow('[1:6] Unexpected end of file');
  expect(() => parseExactBytes(Buffer.from([0x22, 0xff, 0x22]))).toThrow(/UTF-8/);
  expect(() => parseExact(`${'['.repeat(600)}1.0${']'.repeat(600)}`)).toThrow(/nesting depth/);
});

test('a member called __proto__ is a member', () => {
  const value = parseExact('{"__proto__":{"x":1.0}}');
  expect(stringifyExact(value)).toBe('{"__proto__":{"x":1.0}}');
});

test.each([
  ['1.0', '1.0'],
  ['"a"', 'a'],
  ['null', 'null'],
  ['{"toString":1.0,"valueOf":"x"}', '{"toString":1.0,"valueOf":"x"}'],
  ['[9007199254740993]', '[9007199254740993]'],
])('the text of %s', (json, text) => {
  expect(exactText(parseExact(json))).toBe(text);
});
