import type { JsonObject } from '@longshore/common/json';
import { expect, test } from 'vitest';
import { MAPPING_DEFAULTS, type MappingOptions } from '../index-mapping.ts';
import { mergeMapping, parseMapping } from '../parse-mapping.ts';
import { sourceRules } from './source-rules.ts';

const SYNTHETIC = { mode: 'synthetic' };

/** The source that an index answers with for a document. */
function shown(
  properties: JsonObject,
  source: string | JsonObject,
  { root = {}, options = {} }: { root?: JsonObject; options?: Partial<MappingOptions> } = {},
) {
  const mapping = parseMapping(
    { _source: SYNTHETIC, properties, ...root },
    { ...MAPPING_DEFAULTS, ...options },
  );
  const bytes = Buffer.from(typeof source === 'string' ? source : JSON.stringify(source));
  return sourceRules(mapping)?.preview(bytes).source;
}

/** A field `f` of a type, its value, and what a synthetic source has of it by Elasticsearch's documentation. */
const RULES: readonly (readonly [string, JsonObject, string, string])[] = [
  [
    'keywords are sorted, each once',
    { type: 'keyword' },
    '["foo","foo","bar","baz"]',
    '["bar","baz","foo"]',
  ],
  ['a list of one is a value', { type: 'keyword' }, '["foo"]', '"foo"'],
  [
    'keywords that are too long come behind the others',
    { type: 'keyword', ignore_above: 3 },
    '["foo","foo","bang","bar","baz"]',
    '["bar","baz","foo","bang"]',
  ],
  [
    'a keyword is not its normalized form',
    { type: 'keyword', normalizer: 'lowercase' },
    '["B","a"]',
    '["B","a"]',
  ],
  ['numbers are texts to a keyword', { type: 'keyword' }, '[10,9,1.50]', '["1.5","10","9"]'],
  [
    'null stands for its value',
    { type: 'keyword', null_value: 'none' },
    '[null,"a"]',
    '["a","none"]',
  ],
  [
    'integers are sorted and stay as often',
    { type: 'long' },
    '[2,9007199254740993,1,"1",5.7]',
    '[1,1,2,5,9007199254740993]',
  ],
  [
    'unsigned ones too',
    { type: 'unsigned_long' },
    '[18446744073709551615,0]',
    '[0,18446744073709551615]',
  ],
  ['fractions keep their kind', { type: 'double' }, '[1e2,-0.5,3]', '[-0.5,3.0,100.0]'],
  ['singles have no more digits than they need', { type: 'float' }, '0.1', '0.1'],
  ['halves are what they were rounded to', { type: 'half_float' }, '0.1', '0.099975586'],
  ['scaled numbers are scaled', { type: 'scaled_float', scaling_factor: 0.01 }, '123', '100.0'],
  [
    'what is no number comes behind',
    { type: 'long', ignore_malformed: true },
    '["x",3,{"a":1},1]',
    '[1,3,"x",{"a":1}]',
  ],
  [
    'truth values are sorted',
    { type: 'boolean' },
    '[true,"false",true,""]',
    '[false,false,true,true]',
  ],
  [
    'moments are sorted and have the format of the field',
    { type: 'date' },
    '["2015-01-01T12:10:30Z","2014-01-01T12:10:30Z",0]',
    '["1970-01-01T00:00:00.000Z","2014-01-01T12:10:30.000Z","2015-01-01T12:10:30.000Z"]',
  ],
  [
    'also one of its own',
    { type: 'date', format: 'yyyy/MM/dd||epoch_millis' },
    '"2015/01/01"',
    '"2015/01/01"',
  ],
  [
    'unless it would lose a part',
    { type: 'date', format: 'yyyy/MM/dd||epoch_millis' },
    '1420114230001',
    '1420114230001',
  ],
  [
    'nanoseconds stay',
    { type: 'date_nanos' },
    '["2015-01-01T12:10:30.123456789Z","2014-01-01T12:10:30.120Z"]',
    '["2014-01-01T12:10:30.120Z","2015-01-01T12:10:30.123456789Z"]',
  ],
  [
    'addresses are sorted, each once',
    { type: 'ip' },
    '["192.168.0.1","192.168.0.1","10.10.12.123","2001:DB8:0:1:0:0:0:1","::afff:4567:890a"]',
    '["::afff:4567:890a","10.10.12.123","192.168.0.1","2001:db8:0:1::1"]',
  ],
  [
    'texts stay as they came',
    { type: 'text' },
    '["the quick","the quick","jumped"]',
    '["the quick","the quick","jumped"]',
  ],
  [
    'also with the sign that is between them',
    { type: 'text' },
    '["a \\uF8FF b","c"]',
    '["a \uF8FF b","c"]',
  ],
  ['and with half a character', { type: 'text' }, '"\\ud83d"', '"\\ud83d"'],
  [
    'words that are only counted stay',
    { type: 'token_count', analyzer: 'standard' },
    '"two words"',
    '"two words"',
  ],
  ['base64 stays', { type: 'binary' }, '["Yg==","YQ=="]', '["Yg==","YQ=="]'],
  [
    'points are sorted objects',
    { type: 'geo_point' },
    '[{"lat":41.5,"lon":-71},"12,13",[5,-8]]',
    '[{"lat":-8.0,"lon":5.0},{"lat":12.0,"lon":13.0},{"lat":41.5,"lon":-71.0}]',
  ],
  ['shapes stay', { type: 'geo_shape' }, '"POINT (1 2)"', '"POINT (1 2)"'],
  [
    'ranges are closed and sorted, each once',
    { type: 'integer_range' },
    '[{"gte":200,"lt":300},{"gte":1,"lte":100},{"gt":0,"lte":100},{"lte":5}]',
    '[{"gte":null,"lte":5},{"gte":1,"lte":100},{"gte":200,"lte":299}]',
  ],
  [
    'ranges of addresses have two ends',
    { type: 'ip_range' },
    '"10.0.0.0/24"',
    '{"gte":"10.0.0.0","lte":"10.0.0.255"}',
  ],
  [
    'ranges of moments too',
    { type: 'date_range' },
    '{"gte":"2015-01-01","lt":"2015-01-02"}',
    '{"gte":"2015-01-01T00:00:00.000Z","lte":"2015-01-01T23:59:59.999Z"}',
  ],
  [
    'objects of unknown members are sorted texts',
    { type: 'flattened' },
    '[{"id":2,"name":["foo","foo"]},{"id":1,"a.b":true}]',
    '{"a":{"b":"true"},"id":["1","2"],"name":"foo"}',
  ],
  [
    'a member can be value and object',
    { type: 'flattened' },
    '{"a":"x","a.b":"y"}',
    '{"a":"x","a.b":"y"}',
  ],
  [
    'histograms stay',
    { type: 'histogram' },
    '{"values":[0.1,2],"counts":[3,7]}',
    '{"values":[0.1,2],"counts":[3,7]}',
  ],
  ['vectors stay', { type: 'dense_vector', dims: 3 }, '[3,1,2]', '[3,1,2]'],
  [
    'weights of completions stay',
    { type: 'completion' },
    '{"input":["b","a"],"weight":3}',
    '{"input":["b","a"],"weight":3}',
  ],
  ['lists can be kept', { type: 'long', synthetic_source_keep: 'arrays' }, '[2,1,2]', '[2,1,2]'],
  ['or all', { type: 'date', synthetic_source_keep: 'all' }, '"2015-01-01"', '"2015-01-01"'],
];

test.each(RULES)('%s', (_, definition, value, expected) => {
  expect(shown({ f: definition }, `{"f":${value}}`)).toBe(`{"f":${expected}}`);
});

test('members are sorted, dots are objects, and lists of objects are lists of their leaves', () => {
  const properties = {
    b: { type: 'keyword' },
    'foo.bar': { type: 'long' },
    'foo.baz': { type: 'long' },
  };
  expect(
    shown(properties, {
      'foo.bar': 3,
      foo: [{ bar: 1 }, { baz: 2 }, { bar: 0 }],
      b: 'x',
      no: null,
    }),
  ).toBe('{"b":"x","foo":{"bar":[0,1,3],"baz":2}}');
});

test('objects can be kept as they came', () => {
  const properties = {
    foo: { synthetic_source_keep: 'arrays', properties: { bar: { type: 'long' } } },
  };
  expect(shown(properties, { foo: [{ bar: 2 }, { bar: 1, x: null }] })).toBe(
    '{"foo":[{"bar":2},{"bar":1,"x":null}]}',
  );
  expect(shown(properties, { foo: { bar: [2, 1] } })).toBe('{"foo":{"bar":[1,2]}}');
});

test('what has no field stays as it came, wherever it is', () => {
  const properties = {
    off: { type: 'object', enabled: false },
    foo: { dynamic: false, properties: { bar: { type: 'keyword' } } },
  };
  const source = {
    off: { z: null, a: [1.5, { 'x.y': [] }] },
    foo: [
      { bar: 'b', u: 1 },
      { bar: 'a', u: [{ v: 2 }] },
    ],
    top: { z: 1, a: null },
  };
  expect(shown(properties, source, { root: { dynamic: false } })).toBe(
    '{"foo":{"bar":["a","b"],"u":[1,{"v":2}]},"off":{"z":null,"a":[1.5,{"x.y":[]}]},"top":{"z":1,"a":null}}',
  );
});

test('so does all of an index that maps nothing', () => {
  expect(shown({}, { b: 1, a: { 'c.d': [null] } }, { root: { enabled: false } })).toBe(
    '{"a":{"c.d":[null]},"b":1}',
  );
});

test('fields beyond the limit stay', () => {
  const options = { fieldsMax: 1, ignoresBeyondLimit: true };
  expect(shown({ a: { type: 'long' } }, { a: 1, b: ['y', 'x'] }, { options })).toBe(
    '{"a":1,"b":["y","x"]}',
  );
});

test('nested objects stay apart, each as it came', () => {
  const properties = {
    n: { type: 'nested', include_in_root: true, properties: { v: { type: 'keyword' } } },
  };
  expect(shown(properties, { n: [{ v: ['b', 'a'], u: null }, { v: 'b' }] })).toBe(
    '{"n":[{"v":["b","a"],"u":null},{"v":"b"}]}',
  );
});

test('a copy is not shown where it was copied to', () => {
  const properties = {
    a: { type: 'keyword', copy_to: ['all', 'both'] },
    all: { type: 'text' },
    both: { type: 'keyword' },
  };
  expect(shown(properties, { a: 'x', both: ['z', 'y'] })).toBe('{"a":"x","both":["z","y"]}');
});

test('a constant is shown where the document has it', () => {
  const properties = { c: { type: 'constant_keyword', value: 'k' }, a: { type: 'long' } };
  expect(shown(properties, { a: 1 })).toBe('{"a":1}');
  expect(shown(properties, { a: 1, c: 'k' })).toBe('{"a":1,"c":"k"}');
});

test('names with dots stay names below subobjects: false', () => {
  const root = { subobjects: false };
  expect(shown({ 'a.b': { type: 'long' } }, { a: { b: 2, c: 'x' }, 'd.e': 1 }, { root })).toBe(
    '{"a.b":2,"a.c":"x","d.e":1}',
  );
});

test('a member called __proto__ is one', () => {
  expect(shown({}, '{"__proto__":{"a":1}}', { root: { dynamic: false } })).toBe(
    '{"__proto__":{"a":1}}',
  );
});

const read = (root: JsonObject, source: JsonObject, options: Partial<MappingOptions> = {}) =>
  sourceRules(parseMapping(root, { ...MAPPING_DEFAULTS, ...options }))?.preview(
    Buffer.from(JSON.stringify(source)),
  );

test('a source that is not kept is not shown, but scripts see what is indexed of it', () => {
  expect(read({ _source: { enabled: false } }, { b: 1, a: 'x' })).toEqual({
    source: undefined,
    indexed: '{"a":"x","b":1}',
  });
  expect(read({}, { a: 1 }, { sourceMode: 'disabled' })?.source).toBeUndefined();
});

test('of a filtered one what its patterns name is shown', () => {
  const _source = { includes: ['a*'], excludes: ['a.x'] };
  expect(read({ _source }, { b: 1, a: { y: 2, x: 1 } })).toEqual({
    source: '{"a":{"y":2}}',
    indexed: '{"a":{"x":1,"y":2},"b":1}',
  });
});

test('a source that is kept as received needs no rules', () => {
  expect(read({ _source: { mode: 'stored' } }, { a: 1 }, { sourceMode: 'synthetic' })).toBe(
    undefined,
  );
});

test.each([
  [{ mode: 'synthetic', enabled: true }, 'Cannot set both [mode] and [enabled] parameters'],
  [{ mode: 'synthetic', excludes: ['a'] }, 'incompatible with synthetic source'],
  [{ mode: 'other' }, 'Unknown value [other] for field [mode]'],
  [{ exclude: 'a' }, 'unknown parameter [exclude]'],
])('%j is refused', (_source, reason) => {
  expect(() => parseMapping({ _source }, MAPPING_DEFAULTS)).toThrow(reason);
});

test('an index keeps its way, since its documents are read by it', () => {
  const mapping = parseMapping({ _source: SYNTHETIC }, MAPPING_DEFAULTS);
  expect(mergeMapping(mapping, { properties: { a: { type: 'long' } } }).source).toEqual(SYNTHETIC);
  expect(() => mergeMapping(mapping, { _source: { mode: 'stored' } })).toThrow(
    'Mapper for [_source] conflicts with existing mapper',
  );
});
