import type { JsonObject } from '@longshore/common/json';
import { expect, test } from 'vitest';
import { parseExact } from './exact-json.ts';
import { MAPPING_DEFAULTS, type MappingOptions } from './index-mapping.ts';
import { mapDocument } from './map-document.ts';
import { objectsOfItems } from './nested-objects.ts';
import { parseMapping } from './parse-mapping.ts';

function valuesOf(properties: JsonObject, source: string, options: Partial<MappingOptions> = {}) {
  const mapping = parseMapping({ dynamic: false, properties }, { ...MAPPING_DEFAULTS, ...options });
  return Object.fromEntries(mapDocument(mapping, parseExact(source)).row.values);
}

const keyword = { type: 'keyword' };
const inner = { type: 'nested', properties: { b: keyword } };

test('what is indexed of an object in another one is in that one', () => {
  const properties = { n: { type: 'nested', properties: { a: keyword, m: inner } } };
  expect(valuesOf(properties, '{"n": {"a": "x", "m": [{"b": "y"}, {}]}}')).toEqual({
    fn_n: [
      '{"a":"x","m":[{"b":"y"},{}]}',
      'fo_n__a\0x',
      'fn_n__m\0{',
      'fn_n__m\0fo_n__m__b\0y',
      'fn_n__m\0{',
    ],
    fn_n__m: ['{"b":"y"}', '{}'],
  });
});

test.each([
  [{ include_in_root: true }, { f_n__a: 'x', f_n__m__b: 'y' }],
  [{ include_in_parent: true }, { f_n__a: 'x' }],
  [{}, { f_n__m__b: 'y' }],
])('with %j the document has the fields of an object, too', (included, expected) => {
  const isAll = Object.hasOwn(expected, 'f_n__m__b');
  const m = { ...inner, ...(isAll ? { include_in_root: true } : {}) };
  const properties = { n: { type: 'nested', ...included, properties: { a: keyword, m } } };
  const values = valuesOf(properties, '{"n": {"a": "x", "m": {"b": "y"}}}');
  const own = Object.entries(values).filter(([name]) => name.startsWith('f_'));
  expect(Object.fromEntries(own)).toEqual(expected);
});

test('copies within an object stay in it, and others go to the document', () => {
  const n = {
    type: 'nested',
    properties: { a: { ...keyword, copy_to: ['n.all', 'all'] }, all: keyword },
  };
  expect(
    valuesOf({ n, all: { ...keyword, meta: { list: 'true' } } }, '{"n": [{"a": "x"}, {"a": "y"}]}'),
  ).toEqual({
    fn_n: ['{"a":"x"}', 'fo_n__a\0x', 'fo_n__all\0x', '{"a":"y"}', 'fo_n__a\0y', 'fo_n__all\0y'],
    fa_all: ['x', 'y'],
  });
});

test('a document has no more objects than its index allows', () => {
  const source = '{"n": [{}, {}, {}]}';
  expect(valuesOf({ n: inner }, source, { nestedObjectsMax: 3 }).fn_n).toHaveLength(3);
  expect(() => valuesOf({ n: inner }, source, { nestedObjectsMax: 2 })).toThrow(
    'The number of nested documents has exceeded the allowed limit of [2]. This limit can be set by changing the [index.mapping.nested_objects.limit] index level setting.',
  );
});

test('a mapping has no more nested paths than its index allows', () => {
  expect(() => valuesOf({ n: inner, m: inner }, '{}', { nestedFieldsMax: 1 })).toThrow(
    'Limit of nested fields [1] has been exceeded',
  );
});

test('the JSON of objects is found among what is indexed of them', () => {
  expect(objectsOfItems(['{"a":"{"}', 'fo_n__a\0{', '{}'])).toEqual(['{"a":"{"}', '{}']);
});
