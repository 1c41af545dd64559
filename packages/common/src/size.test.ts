import { expect, test } from 'vitest';
import { parseSize } from './size.ts';

test.each([
  ['0b', 0],
  ['17b', 17],
  ['1kb', 1_024],
  ['1KiB', 1_024],
  ['100mb', 104_857_600],
  ['1.5mib', 1_572_864],
  ['2 GB', 2_147_483_648],
  ['1gib', 1_073_741_824],
])('%s is %d bytes', (text, bytes) => {
  expect(parseSize(text)).toBe(bytes);
});

test.each(['', '100', 'mb', '-1mb', '1 mega', '1e3kb'])('"%s" is refused', (text) => {
  expect(() => parseSize(text)).toThrow(`[${text}] is not a size; write a number`);
});
