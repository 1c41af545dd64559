import { expect, test } from 'vitest';
import { parseRows } from './rows.ts';

function answer(type: string, value: unknown): unknown {
  const text = JSON.stringify({ meta: [{ name: 'a', type }], data: [[value]], rows: 1 });
  return parseRows(Buffer.from(text))[0]?.a;
}

test.each([
  ['Int64', '-5', -5],
  ['UInt64', '18446744073709551615', '18446744073709551615'],
  ['Nullable(Int64)', null, null],
  ['LowCardinality(Nullable(UInt64))', '7', 7],
  ['Array(Nullable(Int64))', ['1', null], [1, null]],
  ['Array(Tuple(String, Array(UInt64)))', [['x,(', ['2']]], [['x,(', [2]]]],
  ['Map(String, UInt64)', { k: '3' }, { k: 3 }],
  ['String', '12', '12'],
  ['Array(String)', ['12'], ['12']],
  ['UInt32', 9, 9],
  ["DateTime64(3, 'UTC')", '2026-11-01 00:00:00.123', '2026-11-01 00:00:00.123'],
])('%s comes as what Row promises', (type, value, expected) => {
  expect(answer(type, value)).toEqual(expected);
});

test('a statement without rows has none', () => {
  expect(parseRows(Buffer.alloc(0))).toEqual([]);
});
