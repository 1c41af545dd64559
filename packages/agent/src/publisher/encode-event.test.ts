import { expect, test } from 'vitest';
import { expandPaths } from './encode-event.ts';

const time = '2026-11-22T00:00:00.000Z';
const plain = (value: unknown) => JSON.parse(JSON.stringify(value));

test('dotted paths become objects', () => {
  const event = { '@timestamp': time, 'a.b.c': 1, 'a.b.d': [1, 2], 'a.e': { f: 'x' }, g: null };
  expect(plain(expandPaths(event))).toEqual({
    '@timestamp': time,
    a: { b: { c: 1, d: [1, 2] }, e: { f: 'x' } },
    g: null,
  });
});

test('a value and an object of the same name do not lose each other', () => {
  expect(plain(expandPaths({ '@timestamp': time, a: 1, 'a.b.c': 2 }))).toEqual({
    '@timestamp': time,
    a: 1,
    'a.b.c': 2,
  });
  expect(plain(expandPaths({ '@timestamp': time, 'x.a.b': 2, 'x.a': 1 }))).toEqual({
    '@timestamp': time,
    x: { a: { b: 2 } },
  });
});

test('names from outside cannot reach the prototype', () => {
  const tree = expandPaths({ '@timestamp': time, '__proto__.polluted': 1, 'constructor.x': 2 });
  expect(JSON.stringify(tree)).toContain('"__proto__":{"polluted":1}');
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});
