import { expect, test } from 'vitest';
import { inverseDocumentFrequency, STORED_LENGTHS, scoreOfValue, shownScore } from './bm25.ts';

test('a term counts the more the rarer it is, and never nothing', () => {
  expect(inverseDocumentFrequency(5, 2)).toBeCloseTo(Math.log(2.4), 12);
  expect(inverseDocumentFrequency(5, 5)).toBeCloseTo(Math.log(1 + 0.5 / 5.5), 12);
  // A document more was counted with the term than had been with the field.
  expect(inverseDocumentFrequency(5, 6)).toBeCloseTo(Math.log(1 + 0.5 / 6.5), 12);
});

test('a value that each document has once counts as its rarity', () => {
  expect(scoreOfValue(1.5, { documents: 9, averageLength: 1 })).toBeCloseTo(1.5, 12);
});

test('scores are shown with the digits of single precision', () => {
  expect(shownScore(2 * Math.log(8))).toBe(4.158883);
  expect(shownScore(0)).toBe(0);
});

test('lengths keep four binary digits of what is beyond 24', () => {
  const stored = (length: number) => STORED_LENGTHS.findLast((one) => one <= length);
  // 24 + 0b10000; 24 + 0b11010; 24 + 0b1111000; 24 + 0b111100000000 of 24 + 4072.
  expect([7, 39, 41, 51, 150, 4096].map(stored)).toEqual([7, 39, 40, 50, 144, 3864]);
  expect([...STORED_LENGTHS].sort((a, b) => a - b)).toEqual(STORED_LENGTHS);
});
