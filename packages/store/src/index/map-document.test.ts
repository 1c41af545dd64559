import { LongshoreError } from '@longshore/common/errors';
import type { JsonObject } from '@longshore/common/json';
import { expect, test } from 'vitest';
import { parseExact } from './exact-json.ts';
import { type IndexMapping, MAPPING_DEFAULTS } from './index-mapping.ts';
import { mapDocument } from './map-document.ts';
import { TEXT_BOUNDARY } from './mapping.ts';
import { parseMapping, promoteLists } from './parse-mapping.ts';

const EMPTY = parseMapping({}, MAPPING_DEFAULTS);

const mappingOf = (properties: JsonObject, more: JsonObject = {}) =>
  parseMapping({ ...more, properties }, MAPPING_DEFAULTS);

const map = (mapping: IndexMapping, text: string) =>
  mapDocument(mapping, parseExact(text), { id: '1' });

const values = (mapping: IndexMapping, text: string) =>
  Object.fromEntries(map(mapping, text).row.values);

function refusal(mapping: IndexMapping, text: string): LongshoreError {
  try {
    map(mapping, text);
  } catch (error) {
    if (error instanceof LongshoreError) {
      return error;
    }
    throw error;
  }
  throw new Error('the document was taken');
}

const KEYWORD_TOO = {
  type: 'text',
  fields: { keyword: { type: 'keyword', ignore_above: 256 } },
};

test.each([
  ['true', { type: 'boolean' }],
  ['"true"', KEYWORD_TOO],
  ['5', { type: 'long' }],
  ['-9223372036854775808', { type: 'long' }],
  ['5.5', { type: 'float' }],
  ['1.0', { type: 'float' }],
  ['1e2', { type: 'float' }],
  ['"2024-05-01T10:00:00Z"', { type: 'date' }],
  ['"2024-05-01"', { type: 'date' }],
  ['"2024"', KEYWORD_TOO],
  ['"2024/05/01 10:00:00 Z"', { type: 'date', format: 'yyyy/MM/dd HH:mm:ss Z||yyyy/MM/dd Z' }],
  ['"5"', KEYWORD_TOO],
  ['[null, 5]', { type: 'long' }],
  ['{}', { type: 'object' }],
  ['{"b.c": 1}', { properties: { b: { properties: { c: { type: 'long' } } } } }],
])('a new field with %s becomes %j', (json, definition) => {
  const { mapping } = map(EMPTY, `{"a": ${json}}`);
  expect(mapping.json).toEqual({ properties: { a: definition } });
});

test('null and an empty list say nothing of a type', () => {
  const { mapping, row } = map(EMPTY, '{"a": null, "b": [], "c": [null]}');
  expect(mapping).toBe(EMPTY);
  expect(row.values.size).toBe(0);
});

test('the first document decides a type, and the next ones are coerced to it or refused', () => {
  const { mapping } = map(EMPTY, '{"n": 1}');
  expect(values(mapping, '{"n": 5.7}')).toEqual({ f_n: 5 });
  expect(values(mapping, '{"n": "6"}')).toEqual({ f_n: 6 });
  const error = refusal(mapping, '{"n": "abc"}');
  expect(error).toMatchObject({
    type: 'document_parsing_exception',
    status: 400,
    message:
      "failed to parse field [n] of type [long] in document with id '1'. Preview of field's value: 'abc'",
    cause: { message: 'For input string: "abc"' },
  });
});

test('a text where an object is mapped is refused, and an object where a text is', () => {
  const { mapping } = map(EMPTY, '{"host": {"name": "a"}, "tag": "x"}');
  expect(refusal(mapping, '{"host": "a"}').message).toBe(
    'object mapping for [host] tried to parse field [host] as object, but found a concrete value',
  );
  expect(refusal(mapping, '{"tag": {"a": 1}}').message).toContain(
    "failed to parse field [tag] of type [text] in document with id '1'. Preview of field's value: '{a=1}'",
  );
});

test('a document that is refused adds no fields', () => {
  const { mapping } = map(EMPTY, '{"n": 1}');
  expect(refusal(mapping, '{"new": 1, "n": "abc"}').status).toBe(400);
  expect([...mapping.fields.keys()]).toEqual(['n']);
});

test('integers beyond 2^53 keep every digit', () => {
  const mapping = mappingOf({ n: { type: 'long' }, u: { type: 'unsigned_long' } });
  expect(values(mapping, '{"n": 9007199254740993, "u": 18446744073709551615}')).toEqual({
    f_n: '9007199254740993',
    f_u: '18446744073709551615',
  });
  expect(refusal(mapping, '{"n": 9223372036854775808}').cause).toMatchObject({
    message: 'Value [9223372036854775808] is out of range for a long',
  });
});

test('the second value makes a field a list, with a column computed from the first one', () => {
  const first = map(EMPTY, '{"n": 1}');
  const second = map(first.mapping, '{"n": [2, 3]}');
  expect(Object.fromEntries(second.row.values)).toEqual({ fa_n: [2, 3] });
  expect(second.mapping.columns.filter(({ name }) => name !== '_ignored')).toEqual([
    { name: 'f_n', type: 'Int64', list: false, required: false },
    { name: 'fa_n', type: 'Int64', list: true, required: false, promotedFrom: 'f_n' },
  ]);
  expect(values(second.mapping, '{"n": 4}')).toEqual({ fa_n: [4] });
});

test('known and declared lists are list columns from the start', () => {
  const mapping = mappingOf({
    tags: { type: 'keyword' },
    ports: { type: 'long', meta: { list: 'true' } },
  });
  expect(mapping.columns.every(({ list, promotedFrom }) => list && !promotedFrom)).toBe(true);
  expect(values(mapping, '{"tags": "a", "ports": [1, 2]}')).toEqual({
    fa_tags: ['a'],
    fa_ports: [1, 2],
  });
});

test('the values of one text are one text, with a boundary that no phrase crosses', () => {
  const mapping = mappingOf({ message: { type: 'text' } });
  expect(values(mapping, '{"message": ["a b", "c"]}')).toEqual({
    f_message: `a b${TEXT_BOUNDARY}c`,
  });
});

test('objects in lists are flattened', () => {
  const { row } = map(EMPTY, '{"a": [{"n": 1}, {"n": 2}]}');
  expect(Object.fromEntries(row.values)).toEqual({ fa_a__n: [1, 2] });
});

test('dynamic: false keeps a field in the source only; strict refuses it; sub-objects inherit', () => {
  const mapping = mappingOf(
    { open: { type: 'object', dynamic: true }, shut: { dynamic: 'strict', properties: {} } },
    { dynamic: false },
  );
  const taken = map(mapping, '{"x": 1, "open": {"y": 2}}');
  expect([...taken.mapping.fields.keys()]).toEqual(['open.y']);
  expect(refusal(mapping, '{"shut": {"z": 1}}').message).toBe(
    'mapping set to strict, dynamic introduction of [z] within [shut] is not allowed',
  );
});

test('the first dynamic template that fits decides', () => {
  const mapping = parseMapping(
    {
      date_detection: false,
      dynamic_templates: [
        { ids: { match: '*_id', match_mapping_type: 'string', mapping: { type: 'keyword' } } },
        { labels: { path_match: 'labels.*', mapping: { type: 'keyword', ignore_above: 10 } } },
        { numbers: { match_mapping_type: ['long', 'double'], mapping: { type: 'double' } } },
        { rest: { match_mapping_type: '*', mapping: { type: '{dynamic_type}' } } },
      ],
    },
    MAPPING_DEFAULTS,
  );
  const { mapping: grown } = map(
    mapping,
    '{"user_id": "a", "labels": {"x": "y"}, "n": 1, "d": "2024-01-01", "b": true}',
  );
  const types = [...grown.fields.values()].map(({ path, type }) => [path, type]);
  expect(Object.fromEntries(types)).toEqual({
    user_id: 'keyword',
    'labels.x': 'keyword',
    n: 'double',
    d: 'text',
    b: 'boolean',
  });
});

test('no document brings more fields than the limit, or deeper objects', () => {
  const mapping = parseMapping({}, { ...MAPPING_DEFAULTS, fieldsMax: 3, depthMax: 3 });
  expect(map(mapping, '{"a": 1, "b": 2, "c": 3}').mapping.fields.size).toBe(3);
  expect(refusal(mapping, '{"a": 1, "b": 2, "c": 3, "d": 4}').message).toBe(
    'Limit of total fields [3] has been exceeded',
  );
  expect(refusal(mapping, '{"a": {"b": {"c": {"d": {"e": 1}}}}}').message).toContain(
    'Limit of mapping depth [3] has been exceeded',
  );
});

test('a value that is malformed is skipped where the mapping says so', () => {
  const mapping = mappingOf({ n: { type: 'long', ignore_malformed: true } });
  expect(values(mapping, '{"n": "abc"}')).toEqual({ _ignored: ['n'] });
});

test('each type reads its values', () => {
  const mapping = mappingOf({
    k: { type: 'keyword', ignore_above: 3 },
    z: { type: 'keyword', null_value: 'none' },
    b: { type: 'boolean' },
    d: { type: 'date' },
    dn: { type: 'date_nanos' },
    ip4: { type: 'ip' },
    ip6: { type: 'ip' },
    s: { type: 'scaled_float', scaling_factor: 100 },
    flat: { type: 'flattened' },
    off: { type: 'object', enabled: false },
  });
  expect(
    values(
      mapping,
      `{"k": "long", "z": null, "b": "true", "d": "2024-05-01T12:00:00.5+02:00", "ip4": "10.0.0.1",
        "dn": "2024-05-01T10:00:00.123456789Z", "ip6": "2001:db8::1", "s": 1.239,
        "flat": {"a": {"b": 1}, "c": ["x", "y"]}, "off": {"anything": [{}]}}`,
    ),
  ).toEqual({
    _ignored: ['k'],
    f_z: 'none',
    f_b: true,
    f_d: Date.UTC(2024, 4, 1, 10, 0, 0, 500),
    f_dn: '2024-05-01 10:00:00.123456789',
    f_ip4: '::ffff:10.0.0.1',
    f_ip6: '2001:db8::1',
    f_s: 1.24,
    fa_flat: ['a.b\u00001', 'c\u0000x', 'c\u0000y'],
  });
});

test.each([
  ['boolean', '"yes"', 'Failed to parse value [yes] as only [true] or [false] are allowed.'],
  ['ip', '"10.0.0"', "'10.0.0' is not an IP string literal."],
  ['byte', '200', 'Value [200] is out of range for a byte'],
  ['float', '1e39', '[float] supports only finite values, but got [1e39]'],
  ['long', 'true', 'Current token (VALUE_TRUE) not numeric, can not use numeric value accessors'],
  ['long', '"0x10"', 'For input string: "0x10"'],
  [
    'date',
    '"tomorrow"',
    'failed to parse date field [tomorrow] with format [strict_date_optional_time||epoch_millis]',
  ],
])('%s refuses %s', (type, value, reason) => {
  const mapping = mappingOf({ f: { type } });
  expect(refusal(mapping, `{"f": ${value}}`).cause).toMatchObject({ message: reason });
});

test('a constant keyword takes its value from the first document and refuses others', () => {
  const mapping = mappingOf({ c: { type: 'constant_keyword' } });
  const first = map(mapping, '{"c": "x"}');
  expect(Object.fromEntries(first.row.values)).toEqual({ f_c: 'x' });
  expect(values(first.mapping, '{}')).toEqual({ f_c: 'x' });
  expect(refusal(first.mapping, '{"c": "y"}').cause).toMatchObject({
    message: expect.stringContaining('only accepts values that are equal to the value'),
  });
});

test('a data stream needs one @timestamp, which is the time column', () => {
  const mapping = parseMapping(
    { properties: { '@timestamp': { type: 'date' } } },
    { ...MAPPING_DEFAULTS, timeField: '@timestamp' },
  );
  const { row } = map(mapping, '{"@timestamp": 1714557600000, "n": 1}');
  expect(row.timeMs).toBe(1_714_557_600_000);
  expect(Object.fromEntries(row.values)).toEqual({ f_n: 1 });
  expect(mapping.fields.get('@timestamp')?.column).toMatchObject({ name: 'ts', required: true });
  expect(refusal(mapping, '{"n": 1}').message).toContain(
    'data stream timestamp field [@timestamp] is missing',
  );
  expect(refusal(mapping, '{"@timestamp": [1, 2]}').message).toContain('multiple values');
});

test('a plain index has the time of @timestamp beside its own column', () => {
  const { row } = map(EMPTY, '{"@timestamp": "2024-05-01T10:00:00Z"}');
  const epochMs = Date.UTC(2024, 4, 1, 10);
  expect(row.timeMs).toBe(epochMs);
  expect(Object.fromEntries(row.values)).toEqual({ f__x40timestamp: epochMs });
});

test('an alias of a field cannot be written, and is searched in the column of its field', () => {
  const mapping = mappingOf({ a: { type: 'long' }, b: { type: 'alias', path: 'a' } });
  expect(mapping.fields.get('b')).toMatchObject({
    path: 'b',
    type: 'long',
    column: { name: 'f_a' },
  });
  expect(refusal(mapping, '{"b": 1}').message).toBe('Cannot write to a field alias [b].');
});

test('nested objects are kept each on its own, hidden from plain queries', () => {
  const mapping = mappingOf({ n: { type: 'nested', properties: { a: { type: 'long' } } } });
  expect(values(mapping, '{"n": [{"a": 1}, {"b": "x"}], "k": true}')).toEqual({
    f_k: true,
    fn_n: ['{"a":1}', 'fo_n__a\0' + '1', '{"b":"x"}', 'fo_n__b\0x', 'fo_n__b__keyword\0x'],
  });
  expect(map(mapping, '{"k": 1.5}').mapping.json.properties).toMatchObject({
    n: { type: 'nested', properties: { a: { type: 'long' } } },
  });
});

test('lists stay lists when the mapping is read again', () => {
  const mapping = promoteLists(mappingOf({ n: { type: 'long' } }), ['n']);
  const again = parseMapping(mapping.json, mapping.options);
  expect(again.columns).toEqual(mapping.columns);
});

test.each(['{"": 1}', '{"a": {" ": 1}}', '{"a..b": 1}', '{".a": 1}', '[1]', '"text"'])(
  '%s is refused',
  (text) => {
    expect(refusal(EMPTY, text).status).toBe(400);
  },
);

test('a field called __proto__ or constructor is a field like any other', () => {
  const { row } = map(EMPTY, '{"__proto__": {"x": 1}, "constructor": 2}');
  expect(Object.fromEntries(row.values)).toEqual({ f__u_uproto_u_u__x: 1, f_constructor: 2 });
});

test('a @timestamp that is a text and no time leaves the document without one', () => {
  expect(map(EMPTY, '{"@timestamp":"yesterday or so"}').row.timeMs).toBe(0);
});

test('a text called __proto__ is a field like any other too', () => {
  expect(Object.keys(values(EMPTY, '{"__proto__":"x"}'))).toHaveLength(2);
});
