import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { runProcessors } from './testing.ts';

/** What a processor does, its type and options, a document, and the document afterwards. */
interface Case {
  readonly does: string;
  readonly processor: object;
  readonly source: unknown;
  readonly gives: unknown;
}

const CASES: readonly Case[] = JSON.parse(
  readFileSync(new URL('testdata/processors.json', import.meta.url), 'utf8'),
);

test.each(CASES)('$does', ({ processor, source, gives }) => {
  expect(runProcessors([processor], source).source).toEqual(gives);
});

const TEXTS = { twice: '{"a":1,"a":2}', blanks: 'a b' };

test.each([
  ['lowercase', { field: 'missing' }, 'field [missing] not present as part of path [missing]'],
  [
    'lowercase',
    { field: 'n' },
    'field [n] of type [java.lang.Integer] cannot be cast to [java.lang.String]',
  ],
  ['lowercase', { field: 'none' }, 'field [none] is null, cannot process it.'],
  [
    'set',
    { field: 'n.a', value: 1 },
    'cannot set [a] with parent object of type [java.lang.Integer] as part of path [n.a]',
  ],
  [
    'set',
    { field: 'l.5', value: 1 },
    '[5] is out of bounds for array with length [2] as part of path [l.5]',
  ],
  [
    'remove',
    { field: 'l.x' },
    '[x] is not an integer, cannot be used as an index as part of path [l.x]',
  ],
  ['rename', { field: 'missing', target_field: 'x' }, "field [missing] doesn't exist"],
  ['rename', { field: 's', target_field: 'n' }, 'field [n] already exists'],
  ['convert', { field: 's', type: 'integer' }, 'unable to convert [text] to integer'],
  ['convert', { field: 'big', type: 'integer' }, 'unable to convert [2147483648] to integer'],
  ['convert', { field: 's', type: 'ip' }, "'text' is not an IP string literal."],
  ['date', { field: 's', formats: ['UNIX'] }, 'unable to parse date [text]'],
  [
    'grok',
    { field: 's', patterns: ['%{IP:x}'] },
    'Provided Grok expressions do not match field value: [text]',
  ],
  [
    'dissect',
    { field: 's', pattern: '%{a}-%{b}' },
    'Unable to find match for dissect pattern: %{a}-%{b} against source: text',
  ],
  ['json', { field: 's' }, 'the text is not JSON'],
  ['geoip', { field: 's' }, "'text' is not an IP string literal."],
  ['json', { field: 'twice' }, "Duplicate field 'a'"],
  ['fingerprint', { fields: ['gone'] }, 'missing field [gone] when calculating fingerprint'],
  [
    'network_direction',
    { internal_networks: ['private'], ignore_missing: false },
    'unable to calculate network direction from document',
  ],
  ['uri_parts', { field: 'blanks' }, 'unable to parse URI [a b]'],
  ['fail', { message: 'no {{s}}' }, 'no text'],
  ['pipeline', { name: 'gone' }, 'Pipeline processor configured for non-existent pipeline [gone]'],
])('%s with %j fails in the words of Elasticsearch', (type, options, message) => {
  const source = { n: 1, s: 'text', l: [1, 2], none: null, big: '2147483648', ...TEXTS };
  expect(() => runProcessors([{ [type]: options }], source)).toThrow(message);
});

test.each([
  ['nonsense', {}, 'No processor type exists with name [nonsense]'],
  ['attachment', { field: 'a' }, 'No processor type exists with name [attachment]'],
  ['set', { value: 1 }, '[field] required property is missing'],
  [
    'set',
    { field: 1, value: 1 },
    "[field] property isn't a string, but of type [java.lang.Integer]",
  ],
  [
    'lowercase',
    { field: 'a', what: 1 },
    "processor [lowercase] doesn't support one or more provided configuration parameters [what]",
  ],
  ['lowercase', { field: 'a', ignore_failure: 'yes' }, "[ignore_failure] property isn't a boolean"],
  ['lowercase', { field: 'a', on_failure: [] }, '[on_failure] processors list cannot be empty'],
  ['lowercase', { field: 'a', if: 'ctx.' }, 'compile error'],
  ['script', { source: 'ctx.(' }, 'compile error'],
  [
    'grok',
    { field: 'a', patterns: ['%{NOSUCH:a}'] },
    "Unable to find pattern [NOSUCH] in Grok's pattern dictionary",
  ],
  [
    'grok',
    { field: 'a', patterns: ['%{A}'], pattern_definitions: { A: '%{B}', B: '%{A}' } },
    'circular reference',
  ],
  ['gsub', { field: 'a', pattern: '(?=a)', replacement: '' }, 'invalid regex pattern'],
  [
    'foreach',
    { field: 'a', processor: { set: {}, remove: {} } },
    'Must specify exactly one processor type',
  ],
  ['date', { field: 'a', formats: ['yyyy-bb'] }, 'Unknown pattern letter: b'],
  [
    'convert',
    { field: 'a', type: 'date' },
    '[type] type [date] not supported, cannot convert field.',
  ],
  ['csv', { field: 'a', target_fields: [] }, "[target_fields] target fields list can't be empty"],
  ['sort', { field: 'a', order: 'up' }, '[order] Sort direction [up] not recognized'],
  ['remove', {}, '[keep] or [field] must be specified'],
  ['remove', { field: 'a', keep: 'b' }, '[keep] and [field] cannot both be used'],
  ['network_direction', {}, '[internal_networks] or [internal_networks_field] must be specified'],
  ['append', { field: 'a' }, '[value] required property is missing'],
  ['append', { field: 'a', value: 1, copy_from: 'b' }, '[copy_from] cannot set both'],
  [
    'json',
    { field: 'a', add_to_root_conflict_strategy: 'merge' },
    'Cannot set `add_to_root_conflict_strategy` if `add_to_root` is false',
  ],
  ['reroute', { destination: 'a', type: 'b' }, '[destination] can only be set if type'],
])('%s with %j is refused when it is stored', (type, options, message) => {
  expect(() => runProcessors([{ [type]: options }], {})).toThrow(message);
});

test('numbers that nobody touches keep their spelling', () => {
  const source = '{"a":1.0,"b":12345678901234567890,"c":1e3,"d":"x"}';
  const { text } = runProcessors([{ uppercase: { field: 'd' } }], source);
  expect(text).toBe('{"a":1.0,"b":12345678901234567890,"c":1e3,"d":"X"}');
});

test.each([
  ['float', '1', '1.0'],
  ['float', '123.42', '123.42'],
  ['double', '1e3', '1000.0'],
  ['long', '9223372036854775807', '9223372036854775807'],
])('convert to %s writes %s as %s', (type, given, written) => {
  const { text } = runProcessors([{ convert: { field: 'n', type } }], { n: given });
  expect(text).toBe(`{"n":${written}}`);
});

test('the same flow has the same community id in both directions', () => {
  const client = { ip: '128.232.110.120', port: 34855 };
  const server = { ip: '66.35.250.204', port: 80 };
  const network = { transport: 'tcp' };
  const idOf = (source: object, destination: object) =>
    runProcessors([{ community_id: { target_field: 'id' } }], { source, destination, network })
      .source.id;
  // From the examples of the specification.
  expect(idOf(client, server)).toBe('1:LQU9qZlK+B5F3KDmev6m5PMibrg=');
  expect(idOf(server, client)).toBe('1:LQU9qZlK+B5F3KDmev6m5PMibrg=');
});

test('a fingerprint does not depend on the order of fields, but on values', () => {
  const print = (fields: string[], source: unknown) =>
    runProcessors([{ fingerprint: { fields } }], source).source.fingerprint;
  expect(print(['a', 'b'], { a: 1, b: 'x' })).toBe(print(['b', 'a'], { b: 'x', a: 1 }));
  expect(print(['a'], { a: 1 })).not.toBe(print(['a'], { a: '1' }));
  expect(print(['a'], { a: { x: 1, y: 2 } })).toBe(print(['a'], { a: { y: 2, x: 1 } }));
});

test('reroute sends a document to another data stream and passes over the rest', () => {
  const { source, document } = runProcessors(
    [{ reroute: { dataset: ['{{service}}', 'other'] } }, { set: { field: 'x', value: 1 } }],
    { service: 'My-App' },
  );
  expect(document.ctx._index).toBe('logs-my_app-default');
  expect(source).toEqual({
    service: 'My-App',
    data_stream: { type: 'logs', dataset: 'my_app', namespace: 'default' },
  });
});

test('reroute may change the type of a stream, too', () => {
  const { source, document } = runProcessors([{ reroute: { type: '{{kind}}' } }], {
    kind: 'metrics',
  });
  expect(document.ctx._index).toBe('metrics-app-default');
  expect(source).toMatchObject({ data_stream: { type: 'metrics', dataset: 'app' } });
});

test('all processors that cannot be read are told at once', () => {
  const bad = [
    { set: { field: 'a' } },
    { nonsense: { tag: 't' } },
    { script: { source: 'ctx.(' } },
  ];
  expect(() => runProcessors(bad, {})).toThrow(
    expect.objectContaining({
      message: '[value] required property is missing',
      details: {
        processor_type: 'set',
        property_name: 'value',
        suppressed: [
          expect.objectContaining({ processor_type: 'nonsense', processor_tag: 't' }),
          expect.objectContaining({
            type: 'script_exception',
            processor_type: 'script',
            property_name: 'source',
          }),
        ],
      },
    }),
  );
});

test('date_index_name names the index of the month', () => {
  const { document } = runProcessors(
    [
      {
        date_index_name: {
          field: 'd',
          index_name_prefix: 'logs-',
          date_rounding: 'M',
          index_name_format: 'yyyy.MM',
          date_formats: ['ISO8601'],
        },
      },
    ],
    { d: '2021-03-04T05:06:07Z' },
  );
  expect(document.ctx._index).toBe('logs-2021.03');
});
