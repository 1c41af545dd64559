import fc from 'fast-check';
import { expect, test } from 'vitest';
import { duplicateIn, faultIn, placeOfField, placeOfKey } from './json-place.ts';

test.each([
  ['{"a":1,"a":2}', 'a'],
  ['{"a":{"b":1},"c":[{"b":1},{"b":2,"\\u0062":3}]}', 'b'],
  ['{"a":{"a":{"a":"a:a"}},"b":["a","a"]}', undefined],
  ['{"a":"\\"a\\":{","b":"{\\"b\\":"}', undefined],
  ['{"__proto__":1,"__proto__":2}', '__proto__'],
  ['"a"', undefined],
])('%s has the key %s twice', (json, key) => {
  expect(duplicateIn(json)?.key).toBe(key);
});

test.each([
  ['{"a":}', 1, 6, "Unexpected character ('}' (code 125)): expected a valid value"],
  ['{"a":1,}', 1, 8, "Unexpected character ('}' (code 125)): was expecting double-quote to start"],
  ['{"a" 1}', 1, 6, "Unexpected character ('1' (code 49)): was expecting a colon"],
  ['{"a":1\n "b":2}', 2, 2, 'was expecting comma to separate Object entries'],
  ['[1 2]', 1, 4, 'was expecting comma to separate Array entries'],
  ['{"a":[1}', 1, 8, "Unexpected close marker '}': expected ']' (for Array starting at [line: 1"],
  ['{"a":foo}', 1, 6, "Unrecognized token 'foo': was expecting (JSON String"],
  ["{'a':1}", 1, 2, 'was expecting double-quote'],
  ['{"a":01}', 1, 7, 'Leading zeroes not allowed'],
  ['{"a":-}', 1, 7, 'in a numeric value'],
  ['{"a":1.}', 1, 7, 'in a numeric value'],
  ['{"a":"x\ty"}', 1, 8, 'Illegal unquoted character ((CTRL-CHAR, code 9))'],
  ['{"a":"\\x"}', 1, 8, "Unrecognized character escape 'x'"],
  ['{"a":"\\u00g0"}', 1, 8, 'expected a hex-digit'],
  ['{} {}', 1, 4, 'nothing but white space behind the value'],
])('%j is at fault in line %d, column %d', (text, line, column, reason) => {
  expect(faultIn(text)).toMatchObject({ line, column, isEnd: false });
  expect(faultIn(text)?.reason).toContain(reason);
});

test.each(['', '{', '{"a":', '{"a":[1,', '{"a":"b', '{"a":"\\', '{"a":1'])(
  '%j ends early',
  (text) => {
    expect(faultIn(text)).toMatchObject({ isEnd: true, column: text.length + 1 });
  },
);

test('a text has a fault if and only if JSON.parse refuses it', () => {
  const broken = fc
    .tuple(
      fc.json(),
      fc.nat(),
      fc.constantFrom('', '"', '{', ']', ',', ':', '-', '0', 'e', '\\', 'n'),
    )
    .map(([json, at, piece]) => {
      const cut = at % (json.length + 1);
      return json.slice(0, cut) + piece + json.slice(cut + 1);
    });
  fc.assert(
    fc.property(broken, (text) => {
      let isJson = true;
      try {
        JSON.parse(text);
      } catch {
        isJson = false;
      }
      expect(faultIn(text) === undefined).toBe(isJson);
    }),
    { numRuns: 2000 },
  );
});

test('members and fields are found where they begin', () => {
  const text = '{\n "a": {"b.c" : [1]},\r\n "b": {"c": 2}}';
  expect(placeOfKey(text, 'b')).toEqual({ line: 3, column: 2 });
  expect(placeOfField(text, 'a.b.c')).toEqual({ line: 2, column: 16 });
  expect(placeOfField(text, 'b.c')).toEqual({ line: 3, column: 13 });
  expect(placeOfField(text, 'c')).toBeUndefined();
});
