import { expect, test } from 'vitest';
import { duplicateKey } from './duplicate-key.ts';

test.each([
  ['{"a":1,"a":2}', 'a'],
  ['{"a":{"b":1},"c":[{"b":1},{"b":2,"\\u0062":3}]}', 'b'],
  ['{"a":{"a":{"a":"a:a"}},"b":["a","a"]}', undefined],
  ['{"a":"\\"a\\":{","b":"{\\"b\\":"}', undefined],
  ['{"__proto__":1,"__proto__":2}', '__proto__'],
  ['"a"', undefined],
])('%s has the key %s twice', (json, key) => {
  expect(duplicateKey(json)).toBe(key);
});
