import type { JsonObject } from '@longshore/common/json';
import { expect, test } from 'vitest';
import { MAPPING_DEFAULTS } from './index-mapping.ts';
import { mergeMapping, parseMapping } from './parse-mapping.ts';

const parse = (json: JsonObject) => parseMapping(json, MAPPING_DEFAULTS);

test('names with dots are objects, and fields come sorted by name', () => {
  const { json, objects } = parse({
    properties: {
      z: { type: 'long' },
      'a.c': { type: 'ip' },
      a: { properties: { b: { type: 'long' } } },
    },
  });
  expect(JSON.stringify(json)).toBe(
    '{"properties":{"a":{"properties":{"b":{"type":"long"},"c":{"type":"ip"}}},"z":{"type":"long"}}}',
  );
  expect([...objects]).toEqual(['a']);
});

test.each<[string, JsonObject, string]>([
  ['an unknown type', { f: { type: 'ship' } }, 'No handler for type [ship] declared on field [f]'],
  [
    'an unknown parameter',
    { f: { type: 'long', analyzer: 'x' } },
    'Mapping definition for [f] has unsupported parameters:  [analyzer : x]',
  ],
  [
    'an analyzer that we do not have',
    { f: { type: 'text', analyzer: 'klingon' } },
    'analyzer [klingon] has not been configured in mappings',
  ],
  ['a broken date format', { f: { type: 'date', format: 'wat' } }, 'Invalid format: [wat]'],
  ['an alias to nowhere', { f: { type: 'alias', path: 'g' } }, 'Invalid [path] value [g]'],
  [
    'a scaled float without a factor',
    { f: { type: 'scaled_float' } },
    '[scaling_factor] is required',
  ],
])('%s is refused', (_name, properties, reason) => {
  expect(() => parse({ properties })).toThrow(reason);
});

test('what would be ignored is refused: roots that we do not know', () => {
  expect(() => parse({ frobnicate: 1 })).toThrow(
    'Root mapping definition has unsupported parameters',
  );
  expect(() => parse({ dynamic: 'maybe' })).toThrow('dynamic');
});

test('an update adds fields and multi-fields and keeps what was there', () => {
  const before = parse({
    properties: { a: { type: 'text' }, o: { properties: { x: { type: 'ip' } } } },
  });
  const after = mergeMapping(before, {
    properties: {
      a: { type: 'text', fields: { raw: { type: 'keyword' } } },
      'o.y': { type: 'long' },
    },
  });
  expect([...after.fields.keys()].sort()).toEqual(['a', 'a.raw', 'o.x', 'o.y']);
});

test.each<[string, JsonObject, string]>([
  [
    'another type',
    { a: { type: 'long' } },
    'mapper [a] cannot be changed from type [text] to [long]',
  ],
  [
    'an object for a text',
    { a: { properties: {} } },
    "can't merge a non object mapping [a] with an object",
  ],
  [
    'a text for an object',
    { o: { type: 'text' } },
    "can't merge a non object mapping [o] with an object mapping",
  ],
])('an update with %s is refused', (_name, properties, reason) => {
  const before = parse({
    properties: { a: { type: 'text' }, o: { properties: { x: { type: 'ip' } } } },
  });
  expect(() => mergeMapping(before, { properties })).toThrow(reason);
});
