import type { JsonObject } from '@longshore/common/json';
import { expect, test } from 'vitest';
import { type IndexMapping, MAPPING_DEFAULTS } from '../index-mapping.ts';
import { mergeMapping, parseMapping, restoreMapping } from '../parse-mapping.ts';

const parse = (json: JsonObject): IndexMapping => parseMapping(json, MAPPING_DEFAULTS);
const field = (definition: JsonObject) => () => parse({ properties: { f: definition } });

test.each<[JsonObject, string]>([
  [{ type: 'text', term_vector: 'zz' }, 'Unknown value [zz] for field [term_vector] - accepted'],
  [
    { type: 'text', index_options: 'zz' },
    'Unknown value [zz] for field [index_options] - accepted values are [positions, docs, freqs, offsets]',
  ],
  [
    { type: 'keyword', index_options: 'positions' },
    'Unknown value [positions] for field [index_options] - accepted values are [docs, freqs]',
  ],
  [{ type: 'text', similarity: 'zz' }, 'Unknown Similarity type [zz] for field [similarity]'],
  [{ type: 'long', similarity: 'BM25' }, 'unsupported parameters:  [similarity : BM25]'],
  [{ type: 'text', boost: 2 }, 'Unknown parameter [boost] on mapper [f]'],
  [
    { type: 'keyword', store: 'maybe' },
    'Failed to parse value [maybe] as only [true] or [false] are allowed.',
  ],
  [{ type: 'keyword', ignore_above: -1 }, '[ignore_above] must be positive, got [-1]'],
  [{ type: 'keyword', ignore_above: 'x' }, 'For input string: "x"'],
  [
    { type: 'keyword', ignore_above: null },
    '[ignore_above] on mapper [f] of type [keyword] must not have a [null] value',
  ],
  [{ type: 'scaled_float', scaling_factor: 0 }, '[scaling_factor] must be a positive number'],
  [{ type: 'token_count' }, "Analyzer must be set for field [f] but wasn't."],
  [{ type: 'date', locale: 'zz' }, 'Unknown language: zz'],
  [{ type: 'date', format: 'wat' }, 'Error parsing [format] on field [f]: Invalid format: [wat]'],
  [{ type: 'geo_shape', orientation: 'up' }, 'Unknown orientation [up]'],
  [{ type: 'constant_keyword', value: {} }, 'Property [value] on field [f] must be a number or'],
  [
    { type: 'completion', contexts: [{ name: 'x' }] },
    'Required attribute [type] is missing in context [x]',
  ],
  [{ type: 'search_as_you_type', max_shingle_size: 5 }, 'at least [2] and at most [4], got [5]'],
])('a parameter with an impossible value is refused: %j', (definition, reason) => {
  expect(field(definition)).toThrow(reason);
});

test.each<[JsonObject, string]>([
  [{ type: 'long', null_value: 'abc' }, 'For input string: "abc"'],
  [{ type: 'long', null_value: 1.5 }, 'Value [1.5] has a decimal part'],
  [{ type: 'integer', null_value: 3e9 }, 'Value [3000000000] is out of range for an integer'],
  [{ type: 'date', null_value: 'abc' }, 'Error parsing [null_value] on field [f]: failed to parse'],
  [{ type: 'ip', null_value: 'abc' }, "Error parsing [null_value] on field [f]: 'abc' is not"],
  [{ type: 'boolean', null_value: 'abc' }, 'Failed to parse value [abc] as only [true]'],
  [{ type: 'geo_point', null_value: 'abc' }, 'geohash'],
  [{ type: 'token_count', analyzer: 'standard', null_value: 'x' }, 'For input string: "x"'],
])('a null_value that the field could not hold is refused: %j', (definition, reason) => {
  expect(field(definition)).toThrow(reason);
});

test.each<[JsonObject, string]>([
  [{ metrics: ['zz'], default_metric: 'zz' }, 'Metric [zz] is not supported.'],
  [{ default_metric: 'min' }, 'Property [metrics] is required for field [f].'],
  [{ metrics: ['min', 'max'] }, 'Property [default_metric] is required for field [f].'],
  [
    { metrics: ['min'], default_metric: 'max' },
    'Default metric [max] is not defined in the metrics of field [f].',
  ],
])('aggregated numbers name their metrics: %j is refused', (parameters, reason) => {
  expect(field({ type: 'aggregate_metric_double', ...parameters })).toThrow(reason);
});

test.each<[JsonObject, string]>([
  [
    { type: 'text', position_increment_gap: 10, index_options: 'docs' },
    'Cannot set position_increment_gap on field [f] without positions enabled',
  ],
  [{ type: 'text', index_phrases: true, index: false }, 'Cannot set index_phrases on unindexed'],
  [{ type: 'text', index_prefixes: { min_chars: 0 } }, 'min_chars [0] must be greater than zero'],
  [
    { type: 'long', time_series_dimension: true, time_series_metric: 'gauge' },
    'cannot be set in conjunction with field [time_series_metric]',
  ],
  [
    { type: 'double', time_series_dimension: true },
    'Parameter [time_series_dimension] cannot be set to numeric type [double]',
  ],
  [
    { type: 'dense_vector', dims: 3, index: false, similarity: 'cosine' },
    'Field [similarity] can only be specified for a field of type [dense_vector] when it is indexed',
  ],
  [{ type: 'passthrough' }, 'missing a non-negative value for parameter [priority]'],
])('parameters that contradict each other are refused: %j', (definition, reason) => {
  expect(field(definition)).toThrow(reason);
});

test.each<[JsonObject, string]>([
  [{ a: { type: 'keyword', fields: { b: { type: 'keyword' } } } }, 'Defining chained multi-fields'],
  [{ a: { type: 'object' } }, 'Type [object] cannot be used in multi field'],
  [{ a: { type: 'histogram' } }, "Field [a] of type [histogram] can't be used in multifields"],
  [{ a: {} }, 'no type specified for property [a]'],
  [{ a: 'keyword' }, 'illegal field [a], only fields can be specified inside fields'],
  [{ 'a.b': { type: 'keyword' } }, "cannot contain '.'"],
  [{ a: { type: 'keyword', analyzer: 'x' } }, 'for [f.a] has unsupported parameters'],
])('multi-fields are plain fields: %j is refused', (fields, reason) => {
  expect(field({ type: 'keyword', fields })).toThrow(reason);
});

test.each<[JsonObject]>([[{}], [{ index: true }], [{ type: null }], [{ dynamic: 'strict' }]])(
  'a definition that says neither type nor properties is refused: %j',
  (definition) => {
    expect(field(definition)).toThrow('No type specified for field [f]');
  },
);

test('an object that is switched off needs no type', () => {
  expect([...field({ enabled: false })().objects]).toEqual(['f']);
});

test.each<[JsonObject, string]>([
  [{ a: 1 }, 'values can only be strings, but got Integer[1]'],
  [{ a: '1', b: '1', c: '1', d: '1', e: '1', f: '1' }, "can't have more than 5 entries, but got 6"],
  [{ ['k'.repeat(21)]: '1' }, "keys can't be longer than 20 chars"],
  [{ a: 'v'.repeat(51) }, "values can't be longer than 50 chars"],
])('meta is a few short texts: %j is refused', (meta, reason) => {
  expect(field({ type: 'keyword', meta })).toThrow(reason);
});

test.each<[JsonObject, string]>([
  [{ _id: { type: 'keyword' } }, 'Field [_id] is defined more than once'],
  [
    { f: { type: 'keyword', copy_to: 'o' }, o: { type: 'object' } },
    'Cannot copy to field [o] since it is mapped as an object',
  ],
  [
    { f: { type: 'keyword', fields: { a: { type: 'keyword', copy_to: 'g' } } } },
    '[copy_to] may not be used to copy from a multi-field: [f.a]',
  ],
  [
    {
      f: { type: 'keyword', copy_to: 'g.a' },
      g: { type: 'keyword', fields: { a: { type: 'ip' } } },
    },
    '[copy_to] may not be used to copy to a multi-field: [g.a]',
  ],
  [
    {
      f: { type: 'keyword', copy_to: 'n.a' },
      n: { type: 'nested', properties: { a: { type: 'keyword' } } },
    },
    'trying to copy data from nested object [null] to [n]',
  ],
  [{ a: { type: 'alias', path: 'a' } }, 'an alias cannot refer to itself.'],
  [
    { f: { type: 'ip' }, a: { type: 'alias', path: 'f' }, b: { type: 'alias', path: 'a' } },
    'an alias cannot refer to another alias.',
  ],
])('fields that cannot be together are refused: %j', (properties, reason) => {
  expect(() => parse({ properties })).toThrow(reason);
});

test('values may be copied to the nested object that they are in, and to the document', () => {
  const a = { type: 'keyword', copy_to: ['n.b', 'all'] };
  const { nestedFields } = parse({
    properties: { n: { type: 'nested', properties: { a, b: { type: 'keyword' } } } },
  });
  expect(nestedFields.get('n.a')?.copyTo).toEqual(['n.b', 'all']);
});

test.each<[JsonObject, string]>([
  [{ match: 'x' }, 'template [t] must have either mapping or runtime set'],
  [{ match: 'x', match_pattern: 'zz', mapping: {} }, 'No matching pattern matched on [zz]'],
  [
    { match_mapping_type: 'string', mapping: { type: 'ship' } },
    'dynamic template [t] has invalid content [{"match_mapping_type":"string","mapping":{"type":"ship"}}], attempted to validate it with the following match_mapping_type: [[STRING]]',
  ],
  [{ match: 'x', mapping: { type: 'keyword', analyzer: 'standard' } }, 'has invalid content'],
])('a dynamic template that no field could follow is refused: %j', (template, reason) => {
  expect(() => parse({ dynamic_templates: [{ t: template }] })).toThrow(reason);
});

test('a dynamic template is taken when a field of one kind could follow it, or when it names fields', () => {
  const templates = [
    { dates: { match: '*_at', mapping: { type: '{dynamic_type}', format: 'epoch_second' } } },
    { analyzed: { match: 'a*', mapping: { type: 'text', analyzer: '{name}' } } },
  ];
  expect(parse({ dynamic_templates: templates }).dynamicTemplates).toHaveLength(2);
});

test('an update is checked as a mapping is, but what is there already may stay', () => {
  const old = { properties: { f: { type: 'keyword', store: 'maybe', ignore_above: -1 } } };
  const mapping = restoreMapping(old, MAPPING_DEFAULTS);
  const added = mergeMapping(mapping, { properties: { g: { type: 'keyword' } } });
  expect([...added.fields.keys()]).toEqual(['f', 'g']);
  expect(() =>
    mergeMapping(mapping, { properties: { g: { type: 'keyword', store: 'maybe' } } }),
  ).toThrow('Failed to parse mapping: Failed to parse value [maybe]');
});
