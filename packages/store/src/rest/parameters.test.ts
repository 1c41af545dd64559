import { expect, test } from 'vitest';
import { readParameters, resolveOptions } from './parameters.ts';

const KNOWN = ['refresh', 'size', 'ignore_unavailable', 'allow_no_indices', 'expand_wildcards'];
const read = (query: string) => readParameters('/_search', query, KNOWN);

test('a boolean is true when it is only named, and nothing but true or false else', () => {
  expect(read('refresh').boolean('refresh', false)).toBe(true);
  expect(read('refresh=').boolean('refresh', false)).toBe(true);
  expect(read('refresh=false').boolean('refresh', true)).toBe(false);
  expect(read('').boolean('refresh', true)).toBe(true);
  expect(() => read('refresh=yes').boolean('refresh', false)).toThrow(
    'Failed to parse value [yes] as only [true] or [false] are allowed.',
  );
});

test('numbers and lists are read, and a broken number is refused', () => {
  expect(read('size=10').integer('size')).toBe(10);
  expect(() => read('size=1e3').integer('size')).toThrow(
    'Failed to parse int parameter [size] with value [1e3]',
  );
  expect(read('refresh=a%2Cb,,c').list('refresh')).toEqual(['a', 'b', 'c']);
});

test('unknown names are refused together, sorted, with the nearest known ones', () => {
  expect(() => read('zzz=1&sise=2')).toThrow(
    'request [/_search] contains unrecognized parameters: [sise] -> did you mean [size]?, [zzz]',
  );
});

test('wildcards stand for open indices unless the request says more', () => {
  expect([...resolveOptions(read('')).expandWildcards]).toEqual(['open']);
  expect([...resolveOptions(read('expand_wildcards=all')).expandWildcards]).toEqual([
    'open',
    'closed',
    'hidden',
  ]);
  expect(() => resolveOptions(read('expand_wildcards=some'))).toThrow(
    'No valid expand wildcard value [some]',
  );
});
