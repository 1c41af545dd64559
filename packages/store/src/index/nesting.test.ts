import { expect, test } from 'vitest';
import { checkNesting, NESTING_LEVELS_MAX } from './nesting.ts';

const nested = (levels: number, open = '{"a":', close = '}') =>
  `${open.repeat(levels)}1${close.repeat(levels)}`;

test('the deepest JSON that is allowed passes, one level more is refused', () => {
  expect(() => checkNesting(nested(NESTING_LEVELS_MAX))).not.toThrow();
  expect(() => checkNesting(nested(NESTING_LEVELS_MAX + 1))).toThrow(/nesting depth/);
  expect(() => checkNesting(nested(300, '[{"a":', '}]'))).toThrow(/nesting depth/);
});

test('many brackets side by side, or within texts, are not deep', () => {
  const list = JSON.stringify(Array.from({ length: 2_000 }, () => ({ a: [1] })));
  const text = JSON.stringify({ message: `"\\${'{['.repeat(2_000)}` });
  expect(() => checkNesting(list)).not.toThrow();
  expect(() => checkNesting(text)).not.toThrow();
});
