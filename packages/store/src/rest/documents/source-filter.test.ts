import { expect, test } from 'vitest';
import { filterSource, WHOLE_SOURCE } from './source-filter.ts';

const SOURCE = '{ "a": {"b": 1.0, "c": [{"d": 1, "e": 2}, {"e": 3}]}, "f": [1, 2], "g": {} }';

const filter = (includes: string[], excludes: string[] = []) =>
  filterSource(Buffer.from(SOURCE), { isWanted: true, includes, excludes });

test('without a filter the bytes are as received', () => {
  expect(filterSource(Buffer.from(SOURCE), WHOLE_SOURCE)).toBe(SOURCE);
  expect(filterSource(Buffer.from(SOURCE), { ...WHOLE_SOURCE, isWanted: false })).toBeUndefined();
});

test.each([
  [['a.b'], [], '{"a":{"b":1.0}}'],
  [['a'], ['a.c'], '{"a":{"b":1.0}}'],
  [['a.c.d'], [], '{"a":{"c":[{"d":1}]}}'],
  [['*.e'], [], '{"a":{"c":[{"e":2},{"e":3}]}}'],
  [['f', 'g'], [], '{"f":[1,2],"g":{}}'],
  [[], ['a', 'f'], '{"g":{}}'],
  [['nothing'], [], '{}'],
])('%j without %j is %s', (includes, excludes, expected) => {
  expect(filter(includes, excludes)).toBe(expected);
});
