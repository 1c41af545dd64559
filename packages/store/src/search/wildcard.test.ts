import { expect, test } from 'vitest';
import {
  fitsWildcard,
  longestLiteral,
  wildcardToExpression,
  wildcardToLike,
  wildcardToRegExp,
} from './wildcard.ts';

test.each([
  ['a*b?', 'a%b_', 'a.*b.'],
  ['100%_\\*', '100\\%\\_*', '100%_\\*'],
  ['c:\\\\dir*', 'c:\\\\dir%', 'c:\\\\dir.*'],
  ['(x).y', '(x).y', '\\(x\\)\\.y'],
  ['end\\', 'end\\\\', 'end\\\\'],
])('%s as LIKE and as a regular expression', (pattern, like, expression) => {
  expect(wildcardToLike(pattern)).toBe(like);
  expect(wildcardToExpression(pattern, '.')).toBe(expression);
});

test('a name must fit as a whole', () => {
  expect(wildcardToRegExp('host.*').test('host.name')).toBe(true);
  expect(wildcardToRegExp('host.*').test('ahost.name')).toBe(false);
  expect(wildcardToRegExp('h?st').test('host')).toBe(true);
});

test('the longest literal is what every match has', () => {
  expect(longestLiteral('*ab\\*c?longer*')).toBe('longer');
  expect(longestLiteral('*?*')).toBe('');
});

test.each([
  ['', '', true],
  ['*', '', true],
  ['?', '', false],
  ['a*c', 'abcbc', true],
  ['a*c', 'abcb', false],
  ['*b?', 'abbc', true],
  ['a\\*', 'a*', true],
  ['a\\*', 'ab', false],
  ['?x', '😀x', true],
  [`${'*a'.repeat(200)}b`, 'a'.repeat(5_000), false],
])('pattern %# fits or does not', (pattern, text, fits) => {
  expect(fitsWildcard(pattern, text)).toBe(fits);
});
