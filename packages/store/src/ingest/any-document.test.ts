import { LongshoreError } from '@longshore/common/errors';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PROCESSOR_NAMES } from './processor-types.ts';
import { runProcessors } from './testing.ts';

const PATHS = ['a', 'b', 'a.b', 'a.0', 'a.b.c', '__proto__.x', '_ingest._value', '_id', '{{b}}'];
const path = fc.constantFrom(...PATHS);
const word = fc.oneof(
  fc.string({ maxLength: 20 }),
  fc.constantFrom('10.0.0.1', '::1', '2021-03-04', '1.5kb', 'a=1&b=2', '<p>x', '%zz', '{"a":', '-'),
);
const scalar = fc.oneof(word, fc.integer(), fc.double(), fc.boolean(), fc.constant(null));
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'c', '0', '__proto__', ''), tie('value'), {
      maxKeys: 3,
    }),
  ),
}));
const document = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'source', 'tags'), value, {
  maxKeys: 4,
});

/** Options that make sense, so that documents are reached, by the kind of processor. */
const OPTIONS: Readonly<Record<string, object>> = {
  append: { value: ['x', '{{b}}'], allow_duplicates: false },
  community_id: { source_ip: 'a', destination_ip: 'b', transport: 'c', ignore_missing: false },
  csv: { target_fields: ['x', 'y'] },
  date: { formats: ['ISO8601', 'UNIX', 'yyyy-MM-dd'], timezone: '{{b}}' },
  date_index_name: { date_rounding: 'd', date_formats: ['ISO8601', 'UNIX_MS'] },
  dissect: { pattern: '%{x} %{*k}=%{&k}' },
  fail: { message: '{{a}}' },
  foreach: { processor: { uppercase: { field: '_ingest._value' } } },
  gsub: { pattern: '(.)b', replacement: '$1' },
  grok: { patterns: ['%{IP:x}', '%{NUMBER:a.b:int}', '%{DATA:_id} '] },
  join: { separator: ',' },
  kv: { field_split: '&', value_split: '=' },
  network_direction: { source_ip: 'a', destination_ip: 'b', internal_networks: ['{{c}}'] },
  pipeline: { name: '{{a}}' },
  redact: { patterns: ['%{IP:IP}'] },
  remove: {},
  remove_by_pattern: { field_pattern: 'a*' },
  rename: { target_field: 'c.d' },
  reroute: { dataset: '{{a}}' },
  script: { source: 'ctx.x = ctx.a; ctx.y = [ctx.b, params]' },
  set: { value: { x: '{{a}}', y: ['{{{b}}}'] } },
  split: { separator: ',' },
};

const WITHOUT_FIELD = [
  ...['community_id', 'drop', 'fail', 'fingerprint', 'network_direction', 'pipeline'],
  ...['remove_by_pattern', 'reroute', 'script', 'terminate'],
];

const convertTypes = ['integer', 'long', 'float', 'double', 'boolean', 'ip', 'string', 'auto'];

function optionsOf(name: string, at: string, choice: number): object {
  const own = OPTIONS[name] ?? {};
  if (name === 'fingerprint') {
    return { fields: [at, 'a'] };
  }
  if (name === 'dot_expander') {
    return { field: choice % 2 === 0 ? '*' : 'a.b' };
  }
  const type = name === 'convert' ? { type: convertTypes[choice % convertTypes.length] } : {};
  return WITHOUT_FIELD.includes(name) ? own : { field: at, ...own, ...type };
}

test.each(PROCESSOR_NAMES)('%s does its work or fails with an error of the API', (name) => {
  fc.assert(
    fc.property(document, path, fc.nat(), (source, at, choice) => {
      try {
        const { text } = runProcessors([{ [name]: optionsOf(name, at, choice) }], source);
        JSON.parse(text);
      } catch (error) {
        if (!(error instanceof LongshoreError)) {
          throw error;
        }
      }
    }),
    { numRuns: 300 },
  );
  expect(Object.hasOwn(Object.prototype, 'x')).toBe(false);
});

test.each(PROCESSOR_NAMES)('%s takes any options, or refuses them', (name) => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.constantFrom('field', 'value', 'if', 'tag', 'patterns'), value),
      (options) => {
        try {
          runProcessors([{ [name]: options }], { a: 'x' });
        } catch (error) {
          if (!(error instanceof LongshoreError)) {
            throw error;
          }
        }
      },
    ),
    { numRuns: 100 },
  );
});
