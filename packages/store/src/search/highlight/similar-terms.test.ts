import { expect, test } from 'vitest';
import { FUZZY_DEFAULTS } from '../fuzzy.ts';
import { similarTo } from './similar-terms.ts';

test.each([
  ['connection', 'connection', true],
  ['connection', 'conenction', true],
  ['connection', 'coonnecttion', true],
  ['connection', 'coonnecttiion', false],
  ['connection', 'connect', false],
  ['ab', 'ac', false],
  ['cafe', 'café', true],
  ['x😀yz', 'xyz', true],
])('%s and %s', (wanted, term, isSimilar) => {
  expect(similarTo(wanted, FUZZY_DEFAULTS)(term)).toBe(isSimilar);
});

test('a beginning is as it is, and places that are swapped are two edits on request', () => {
  const one = { ...FUZZY_DEFAULTS, fuzziness: 1 };
  expect(similarTo('abcd', one)('abdc')).toBe(true);
  expect(similarTo('abcd', { ...one, hasTranspositions: false })('abdc')).toBe(false);
  expect(similarTo('abcd', { ...one, prefixLength: 3 })('abdc')).toBe(false);
});
