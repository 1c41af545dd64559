import { expect, test } from 'vitest';
import { loadSettings, loadValues } from './load.ts';
import { define } from './settings.ts';

const load = (text: string, overrides: readonly string[] = [], env = {}) =>
  loadSettings({ files: [{ name: 'longshore.yml', text }], overrides, env });

test('without any source, every setting has its default in its unit', () => {
  const settings = loadSettings({ files: [], overrides: [], env: {} });
  expect(settings).toMatchObject({
    'http.port': 9200,
    'http.max_content_length': 104_857_600,
    'agent.period': 10_000,
    'agent.enabled': true,
  });
  expect(settings['elasticsearch.hosts']).toBeUndefined();
});

test('dotted and nested keys are the same, mixed freely', () => {
  const text =
    'http:\n  port: 9201\nqueue.mem:\n  flush.timeout: 2s\n  events: 64\nserver.port: 5602\n';
  expect(load(text)).toMatchObject({
    'http.port': 9201,
    'queue.mem.flush.timeout': 2_000,
    'queue.mem.events': 64,
    'server.port': 5602,
  });
});

test('a later file wins over an earlier one, and -E over both', () => {
  const files = [
    { name: 'a.yml', text: 'http.port: 1\nserver.port: 1\nagent.period: 1s' },
    { name: 'b.yml', text: 'http.port: 2\nserver.port: 2' },
  ];
  const settings = loadSettings({ files, overrides: ['http.port=3'], env: {} });
  expect(settings).toMatchObject({ 'http.port': 3, 'server.port': 2, 'agent.period': 1_000 });
});

test.each([
  ['', {}],
  ['# nothing\n', {}],
  ['docker:\nhttp.port:\n', { 'http.port': 9200 }],
  ['agent.name: 007', { 'agent.name': '007' }],
  ['agent.name: "yes"', { 'agent.name': 'yes' }],
  [
    'elasticsearch.hosts: [http://a:1, http://b:2]',
    { 'elasticsearch.hosts': ['http://a:1', 'http://b:2'] },
  ],
  [
    'elasticsearch.hosts: http://a:1, http://b:2',
    { 'elasticsearch.hosts': ['http://a:1', 'http://b:2'] },
  ],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: this is the notation of the file.
  ['agent.name: ${HOST}-${ZONE:a}', { 'agent.name': 'shop-a' }],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: this is the notation of the file.
  ['http.port: ${PORT:9300}', { 'http.port': 9300 }],
])('reads %j', (text, expected) => {
  expect(load(text, [], { HOST: 'shop' })).toMatchObject(expected);
});

test.each([
  ['a: 1\nhttp.prot: 2', 'longshore.yml line 1: there is no setting [a] All'],
  [
    '# c\nhttp.prot: 2',
    'longshore.yml line 2: there is no setting [http.prot]; did you mean [http.port]?',
  ],
  [
    'docker:\n  enable: true',
    'line 2: there is no setting [docker.enable]; did you mean [docker.enabled]?',
  ],
  ['http.port: many', 'line 1: http.port [many] is not a whole number'],
  ['http.port: 70000', 'line 1: http.port [70000] is too large; the most is 65535'],
  ['http.port: -1', 'line 1: http.port [-1] is too small; the least is 0'],
  ['http.port: [1]', 'line 1: http.port needs a single value'],
  ['http: 9200', 'line 1: there is no setting [http]'],
  ['agent.enabled: yes', 'line 1: agent.enabled [yes] is neither true nor false'],
  ['agent.period: 10', 'line 1: agent.period [10] is not a duration; write a number with a unit'],
  ['elasticsearch.hosts: {a: 1}', 'line 1: elasticsearch.hosts needs a list'],
  ['http.port: 1\nhttp:\n  port: 2', 'line 3: [http.port] was given before (longshore.yml line 1)'],
  ['http.port: 1\nhttp.port: 2', 'longshore.yml line 2 is not YAML: Map keys must be unique'],
  ['a: [', 'longshore.yml line 1 is not YAML'],
  ['- a', 'longshore.yml must hold settings of the form'],
  ['agent.name: &a x\nnode.name: *a', 'line 2: the reference *a cannot be used'],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: this is the notation of the file.
  ['agent.name: ${GONE}', 'agent.name the environment variable GONE is not set; set it'],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: this is the notation of the file.
  ['agent.name: ${GONE:?name this host}', 'GONE is not set: name this host'],
  ['agent.name: a${b', 'holds a ${ that is not'],
])('stops at %j', (text, reason) => {
  expect(() => load(text)).toThrow(reason);
});

test.each([
  ['http.port', '-E http.port: write a setting as key=value'],
  ['http.prot=1', '-E http.prot: there is no setting [http.prot]; did you mean [http.port]?'],
  ['http.port=x', '-E http.port: [x] is not a whole number'],
  ['toString=x', 'there is no setting [toString]'],
])('-E %s is refused', (override, reason) => {
  expect(() => load('', [override])).toThrow(reason);
});

test('an object setting is handed on as it stands, with the environment filled in', () => {
  const definitions = define({ rules: { type: 'object', description: 'Rules.' } });
  // biome-ignore lint/suspicious/noTemplateCurlyInString: this is the notation of the file.
  const files = [{ name: 'a.yml', text: 'rules:\n  a: [{ b: "${X}" }]' }];
  const { rules } = loadValues(definitions, { files, overrides: [], env: { X: '7' } });
  expect(rules).toEqual({ a: [{ b: '7' }] });
});
