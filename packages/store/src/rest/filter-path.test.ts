import { expect, test } from 'vitest';
import { filterPath } from './filter-path.ts';

const BULK = {
  took: 1,
  errors: true,
  items: [
    { create: { _index: 'a', status: 201 } },
    { create: { _index: 'b', status: 400, error: { type: 't', reason: 'r' } } },
  ],
};

test.each([
  ['took', { took: 1 }],
  [
    'errors,items.*.error,items.*.status',
    {
      errors: true,
      items: [
        { create: { status: 201 } },
        { create: { status: 400, error: { type: 't', reason: 'r' } } },
      ],
    },
  ],
  ['items.*.error.type', { items: [{ create: { error: { type: 't' } } }] }],
  ['**.reason', { items: [{ create: { error: { reason: 'r' } } }] }],
  ['t*', { took: 1 }],
  ['-items', { took: 1, errors: true }],
  [
    '-items.*._index,-items.*.error,-took',
    {
      errors: true,
      items: BULK.items.map(({ create }) => ({ create: { status: create.status } })),
    },
  ],
  [
    'items.create,-**.error',
    { items: [{ create: { _index: 'a', status: 201 } }, { create: { _index: 'b', status: 400 } }] },
  ],
  ['nothing', {}],
])('%s', (path, expected) => {
  expect(filterPath(BULK, path)).toEqual(expected);
});

test('what was empty before is kept', () => {
  expect(filterPath({ a: {}, b: [], c: 1 }, '-c')).toEqual({ a: {}, b: [] });
});

test('names with dots are written with a backslash', () => {
  expect(filterPath({ 'a.b': 1, a: { b: 2 } }, 'a\\.b')).toEqual({ 'a.b': 1 });
});
