import { expect, test } from 'vitest';
import { levelOf } from './log-level.ts';

test.each([
  ['FATAL', 'error'],
  ['err', 'error'],
  ['Warning', 'warn'],
  ['notice', 'info'],
  ['trace', 'debug'],
  ['LOG', undefined],
  [null, undefined],
])('the level %s is read as %s', (written, level) => {
  expect(levelOf(written)).toBe(level);
});
