import { expect, test } from 'vitest';
import { ExactNumber } from '../index/exact-json.ts';
import { RawJson, toJsonText } from './json-text.ts';

test('raw JSON and exact numbers keep their spelling, undefined members vanish', () => {
  const value = {
    a: new RawJson('{"b": 1.0}'),
    n: new ExactNumber('9223372036854775807'),
    gone: undefined,
    list: [1, null, 'é"', { x: true }],
  };
  expect(toJsonText(value)).toBe(
    '{"a":{"b": 1.0},"n":9223372036854775807,"list":[1,null,"é\\"",{"x":true}]}',
  );
});
