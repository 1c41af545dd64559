import { expect, test } from 'vitest';
import { minimumShouldMatch } from './minimum-should-match.ts';

test.each([
  ['2', 4, 2],
  ['-1', 4, 3],
  ['75%', 4, 3],
  ['75%', 3, 2],
  ['-25%', 4, 3],
  ['2<75%', 2, 2],
  ['2<75%', 4, 3],
  ['2<-25% 9<-3', 8, 6],
  ['2<-25% 9<-3', 12, 9],
  ['-9', 4, 0],
])('%s of %i is %i', (text, clauses, expected) => {
  expect(minimumShouldMatch(text, clauses)).toBe(expected);
});

test('what is no rule is refused with examples', () => {
  expect(() => minimumShouldMatch('most', 3)).toThrow(/"most".*75%/);
});
