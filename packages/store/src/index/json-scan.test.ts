import fc from 'fast-check';
import { expect, test } from 'vitest';
import { duplicateIn } from './json-place.ts';
import { countMembers, scanJson } from './json-scan.ts';

test('a text has as many members as its value, whatever is in its strings', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (json) => {
      const value: unknown = JSON.parse(JSON.stringify(json));
      if (typeof value === 'object' && value !== null) {
        expect(scanJson(JSON.stringify(value)).members).toBe(countMembers(value));
        expect(scanJson(JSON.stringify(value, null, 2)).members).toBe(countMembers(value));
      }
    }),
  );
});

test.each([
  '{"a":1,"a":1}',
  '{"a":{"b":1,"c":[{"d":1,"d":{"e":1}}]}}',
  '{"\\u0061":1, "a" : 2}',
  '{"a\\\\":":","a\\\\":"\\""}',
])('%s has more members than its value', (text) => {
  expect(scanJson(text).members).toBeGreaterThan(countMembers(JSON.parse(text)));
  expect(duplicateIn(text)).toBeDefined();
});

test.each([
  ['{"a":1.5,"b":-2,"c":[0.05,123456789012345]}', false],
  ['{"a":"1.0","b":"9007199254740993"}', false],
  ['{"a":1.0}', true],
  ['[1,2.500,3e2]', true],
  ['[9007199254740993]', true],
  ['-0.0', true],
  ['1E5', true],
])('%s: %s', (text, hasOddNumbers) => {
  expect(scanJson(text).hasOddNumbers).toBe(hasOddNumbers);
});
