import { expect, test } from 'vitest';
import { stringifyExact } from '../../index/exact-json.ts';
import { MAPPING_DEFAULTS } from '../../index/index-mapping.ts';
import { parseMapping } from '../../index/parse-mapping.ts';
import { storedFieldsOf } from './stored-fields.ts';

const mapping = parseMapping(
  {
    properties: {
      name: { type: 'keyword', store: true, copy_to: 'all' },
      note: { type: 'text', fields: { raw: { type: 'keyword', store: true, ignore_above: 5 } } },
      all: { type: 'text', store: true },
      count: { type: 'long', store: true },
      at: { type: 'date', store: true, format: 'yyyy' },
      plain: { type: 'keyword' },
      inner: { properties: { flag: { type: 'boolean', store: true } } },
    },
  },
  MAPPING_DEFAULTS,
);

function stored(source: string, ...names: readonly string[]): unknown {
  const fields = storedFieldsOf(mapping, names, Buffer.from(source));
  return fields && JSON.parse(stringifyExact(fields));
}

test('fields that the mapping stores come as lists, others not at all', () => {
  const source = '{"name":"a","plain":"b"}';
  expect(stored(source, 'name', 'plain', 'nowhere', '_routing')).toEqual({ name: ['a'] });
  expect(stored(source, 'plain')).toBeUndefined();
});

test('values are what the field makes of them', () => {
  expect(stored('{"count":["7",8],"at":"2024"}', 'count', 'at')).toEqual({
    count: [7, 8],
    at: ['2024'],
  });
  const big = storedFieldsOf(mapping, ['count'], Buffer.from('{"count":9007199254740993}'));
  expect(big && stringifyExact(big)).toBe('{"count":[9007199254740993]}');
});

test('paths may be objects or names with dots', () => {
  expect(stored('{"inner":[{"flag":true},{"flag":"false"}]}', 'inner.flag')).toEqual({
    'inner.flag': [true, false],
  });
  expect(stored('{"inner.flag":true}', 'inner.flag')).toEqual({ 'inner.flag': [true] });
});

test('multi-fields and targets of copies have values of other fields', () => {
  const source = '{"note":["long text","short"],"name":"a"}';
  expect(stored(source, 'note.raw', 'all')).toEqual({ 'note.raw': ['short'], all: ['a'] });
});

test('an object is no stored field', () => {
  expect(() => stored('{}', 'inner')).toThrow("field [inner] isn't a leaf field");
});
