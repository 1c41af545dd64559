import type { JsonObject } from '@longshore/common/json';
import { expect, test } from 'vitest';
import { MAPPING_DEFAULTS } from './index-mapping.ts';
import { mergeMapping, parseMapping } from './parse-mapping.ts';

const SHIPS = parseMapping(
  {
    properties: {
      name: { type: 'text', fields: { raw: { type: 'keyword', ignore_above: 20 } } },
      knots: { type: 'long', index: 'false' },
      sailed: { type: 'date' },
      crew: { properties: { mates: { type: 'integer' } } },
      ports: { type: 'nested' },
    },
  },
  MAPPING_DEFAULTS,
);

test.each<[string, JsonObject, string]>([
  ['an analyzer', { name: { type: 'text', analyzer: 'simple' } }, '[analyzer] from [default] to'],
  ['a format', { sailed: { type: 'date', format: 'yyyy' } }, '[format] from [strict_date_optional'],
  ['an index again', { knots: { type: 'long', index: true } }, '[index] from [false] to [true]'],
  [
    'an object off',
    { crew: { enabled: false } },
    "the [enabled] parameter can't be updated for the object mapping [crew]",
  ],
  [
    'nested values in their parent',
    { ports: { type: 'nested', include_in_parent: true } },
    "the [include_in_parent] parameter can't be updated on a nested object mapping",
  ],
  [
    'a multi-field, which is called by its whole path',
    { name: { type: 'text', fields: { raw: { type: 'keyword', doc_values: false } } } },
    'Mapper for [name.raw] conflicts with existing mapper:\n\tCannot update parameter [doc_values]',
  ],
  [
    'several at once, all of which are named',
    { knots: { type: 'long', store: true, null_value: 3 } },
    '[null_value] from [null] to [3]\n\tCannot update parameter [store] from [false] to [true]',
  ],
])('an update is refused that gives %s', (_name, properties, reason) => {
  expect(() => mergeMapping(SHIPS, { properties })).toThrow(reason);
});

test('an update may say again what holds, in other spellings and where it is the default', () => {
  const after = mergeMapping(SHIPS, {
    properties: {
      name: { type: 'text', term_vector: 'no' },
      knots: { type: 'long', index: false, doc_values: 'true' },
    },
  });
  expect(after.fields.get('knots')?.type).toBe('long');
});

test('an update may change what only new documents and searches read', () => {
  const { json } = mergeMapping(SHIPS, {
    properties: {
      name: { type: 'text', fields: { raw: { type: 'keyword', ignore_above: 99 } } },
      knots: { type: 'long', ignore_malformed: true },
    },
  });
  expect(json).toMatchObject({
    properties: {
      name: { fields: { raw: { ignore_above: 99 } } },
      knots: { ignore_malformed: true, index: 'false' },
    },
  });
});
