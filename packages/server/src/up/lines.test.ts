import { expect, test } from 'vitest';
import { lineSplitter } from './lines.ts';

function split(...chunks: readonly (string | Buffer)[]): string[] {
  const lines: string[] = [];
  const splitter = lineSplitter((line) => lines.push(line));
  for (const chunk of chunks) {
    splitter.write(Buffer.from(chunk));
  }
  splitter.end();
  return lines;
}

test('lines that come in pieces, with any line end, are put together', () => {
  expect(split('a\r\nb', 'c\n', '\n', 'd')).toEqual(['a', 'bc', '', 'd']);
});

test('a character that is torn between two chunks stays whole', () => {
  const bytes = Buffer.from('물\n');
  expect(split(bytes.subarray(0, 1), bytes.subarray(1))).toEqual(['물']);
});

test('a line without an end is cut instead of filling the memory', () => {
  const lines = split(...Array.from({ length: 5 }, () => 'x'.repeat(50_000)));
  expect(lines.join('').length).toBe(250_000);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(65_536);
});
