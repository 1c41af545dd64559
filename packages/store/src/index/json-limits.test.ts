import { expect, test } from 'vitest';
import { checkLimits, NESTING_LEVELS_MAX, VALUES_MAX } from './json-limits.ts';

const nested = (levels: number, open = '{"a":', close = '}') =>
  `${open.repeat(levels)}1${close.repeat(levels)}`;

test('the deepest JSON that is allowed passes, one level more is refused', () => {
  expect(() => checkLimits(nested(NESTING_LEVELS_MAX))).not.toThrow();
  expect(() => checkLimits(nested(NESTING_LEVELS_MAX + 1))).toThrow(/nesting depth/);
  expect(() => checkLimits(nested(300, '[{"a":', '}]'))).toThrow(/nesting depth/);
});

test('many brackets side by side, or within texts, are not deep', () => {
  const list = JSON.stringify(Array.from({ length: 2_000 }, () => ({ a: [1] })));
  const text = JSON.stringify({ message: `"\\${'{['.repeat(2_000)}` });
  expect(() => checkLimits(list)).not.toThrow();
  expect(() => checkLimits(text)).not.toThrow();
});

test.each([
  ['objects', '{},'],
  ['lists', '[],'],
  ['numbers', '1,'],
])('JSON of too many %s is refused before it is read', (_name, value) => {
  const list = (count: number) => `[${value.repeat(count)}0]`;
  expect(() => checkLimits(list(VALUES_MAX + 1))).toThrow(/more than 500000 values/);
  expect(() => checkLimits(list(VALUES_MAX / 4))).not.toThrow();
});

test('what stands in strings is not counted', () => {
  expect(() => checkLimits(JSON.stringify({ log: '[{},'.repeat(VALUES_MAX) }))).not.toThrow();
});
