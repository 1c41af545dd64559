import { expect, test } from 'vitest';
import { checkIndexName, resolveDateMath } from './names.ts';
import { patternsOverlap } from './patterns.ts';

test.each([
  ['Logs', 'must be lowercase'],
  ['_logs', "must not start with '_', '-', or '+'"],
  ['a b', 'must not contain the following characters [ , ", *, \\, <, |, ,, >, /, ?]'],
  ['a#b', "must not contain '#'"],
  ['..', "must not be '.' or '..'"],
  ['ü'.repeat(200), 'index name is too long, (400 > 255)'],
])('%s is no name for an index', (name, reason) => {
  expect(() => checkIndexName(name)).toThrow(`Invalid index name [${name}], ${reason}`);
});

const NOW = new Date('2024-05-15T22:30:00Z');

test.each([
  ['plain', 'plain'],
  ['<logs-{now/d}>', 'logs-2024.05.15'],
  ['<logs-{now/M{yyyy.MM}}>', 'logs-2024.05'],
  ['<logs-{now-1d/d}-000001>', 'logs-2024.05.14-000001'],
  ['<logs-{now/d{yyyy.MM.dd|+02:00}}>', 'logs-2024.05.16'],
  ['<logs-{now/w{yyyy-MM-dd}}>', 'logs-2024-05-13'],
  ['<a\\{b-{now/y{yyyy}}>', 'a{b-2024'],
  ["<logs-{now/w{YYYY-'w'ww}}>", 'logs-2024-w20'],
])('%s is %s', (name, resolved) => {
  expect(resolveDateMath(name, NOW)).toBe(resolved);
});

test.each(['<a-{now', '<a-{then}>', '<a-{now/d{qqq}}>', '<a-{now/d{yyyy|Nowhere/City}}>'])(
  '%s is refused or left alone',
  (name) => {
    if (name.endsWith('>')) {
      expect(() => resolveDateMath(name, NOW)).toThrow();
    } else {
      expect(resolveDateMath(name, NOW)).toBe(name);
    }
  },
);

test.each([
  ['a*', '*b', true],
  ['a*', 'b*', false],
  ['logs-*', 'logs-nginx-*', true],
  ['metrics-docker.cpu-*', 'metrics-docker.container-*', false],
  ['abc', 'ab', false],
  ['*', 'x', true],
])('%s and %s fit a common name: %s', (a, b, overlaps) => {
  expect(patternsOverlap(a, b)).toBe(overlaps);
  expect(patternsOverlap(b, a)).toBe(overlaps);
});
