import { expect, test } from 'vitest';
import {
  parseList,
  parseSearch,
  parseSort,
  stringifyList,
  stringifySearch,
  stringifySort,
} from './url-state.ts';

test('an address is readable and reads back the same', () => {
  const search = { from: 'now-15m', q: 'level:error AND "a & b"', f: 'container.name:api,x' };
  const text = stringifySearch({ ...search, empty: '', none: undefined });
  expect(text).toBe('?from=now-15m&q=level:error+AND+%22a+%26+b%22&f=container.name:api,x');
  expect(parseSearch(text)).toEqual(search);
});

test('nothing to carry is no question mark', () => {
  expect(stringifySearch({ a: undefined })).toBe('');
});

test.each([[[]], [['a']], [['a,b', 'c\\d', '한글 값', 'e:f']], [['\\', ',', 'x']]])(
  'the list %j survives the address',
  (items) => {
    expect(parseList(stringifyList(items))).toEqual(items);
  },
);

test('a sort order reads back; an unknown column gives the fallback', () => {
  const fallback = { key: 'name', descending: false };
  expect(parseSort('-cpu', ['cpu', 'name'], fallback)).toEqual({ key: 'cpu', descending: true });
  expect(parseSort('-bogus', ['cpu', 'name'], fallback)).toBe(fallback);
  expect(parseSort(undefined, ['cpu'], fallback)).toBe(fallback);
  expect(stringifySort({ key: 'cpu', descending: true })).toBe('-cpu');
});
