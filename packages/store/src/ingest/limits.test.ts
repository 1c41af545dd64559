import { expect, test } from 'vitest';
import { parseIngest } from './ingest-value.ts';
import { PipelineRun } from './pipeline-run.ts';
import { runProcessors } from './testing.ts';
import { userRegexp } from './user-regexp.ts';

const nested = (depth: number) => `${'['.repeat(depth)}1${']'.repeat(depth)}`;

test('a value that is too deep is refused, however deep it is', () => {
  expect(() => parseIngest(nested(400))).not.toThrow();
  for (const depth of [600, 100_000]) {
    expect(() => parseIngest(nested(depth))).toThrow(/nest/);
  }
});

test('processors within each other end', () => {
  let processor: object = { set: { field: 'a', value: 1 } };
  for (let i = 0; i < 40; i += 1) {
    processor = { foreach: { field: 'v', processor } };
  }
  expect(() => runProcessors([processor], {})).toThrow('nested deeper than 32 levels');
});

test('a document does not run processors without end', () => {
  const inner = { set: { field: 'n', value: 1 } };
  const outer = { foreach: { field: 'w', processor: inner } };
  const items = Array.from({ length: 400 }, (_, i) => i);
  const loop = { foreach: { field: 'v', processor: outer } };
  expect(() => runProcessors([loop], { v: items, w: items })).toThrow(
    'more than 100000 processors',
  );
});

test('pipelines within each other end', () => {
  const call = (i: number) => ({ pipeline: { name: `p${i}` } });
  const pipelines = Object.fromEntries(
    Array.from({ length: 200 }, (_, i) => [`p${i}`, { processors: [call(i + 1)] }]),
  );
  expect(() => runProcessors([call(0)], {}, { pipelines })).toThrow(
    'Too many nested pipelines, more than 100',
  );
});

test('a template does not grow without end', () => {
  const value = '{{{a}}}'.repeat(200);
  expect(() => runProcessors([{ set: { field: 'b', value } }], { a: 'x'.repeat(10_000) })).toThrow(
    'a template gives more than 1048576 characters',
  );
});

test('a replacement does not grow without end', () => {
  const gsub = { field: 'a', pattern: 'x', replacement: 'y'.repeat(10_000) };
  expect(() => runProcessors([{ gsub }], { a: 'x'.repeat(10_000) })).toThrow(
    'a replacement gives more than 16777216 characters',
  );
});

test('a text that patterns look through has a length', () => {
  const source = { a: 'x'.repeat(1_048_577) };
  for (const processor of [
    { gsub: { field: 'a', pattern: 'y', replacement: '' } },
    { grok: { field: 'a', patterns: ['y'] } },
    { split: { field: 'a', separator: 'y' } },
    { redact: { field: 'a', patterns: ['%{IP:ip}'] } },
  ]) {
    expect(() => runProcessors([processor], source)).toThrow('may have 1048576 characters');
  }
});

test('a document does not hold up others without end', () => {
  let nowMs = 0;
  const run = new PipelineRun(
    () => undefined,
    undefined,
    () => nowMs,
  );
  nowMs = 10_000;
  run.step();
  nowMs += 1;
  expect(() => run.step()).toThrow('took more than 10000 ms');
});

test('a pattern has a length', () => {
  expect(() => userRegexp('a'.repeat(70_000))).toThrow('a pattern may have 65536 characters');
});

test.each([
  ['html_strip', {}, '<a'],
  ['html_strip', {}, '<!--'],
  ['html_strip', {}, '<style>'],
  ['json', { strict_json_parsing: false, ignore_failure: true }, '"\\"'],
  ['uri_parts', { ignore_failure: true }, 'a.'],
  ['urldecode', {}, '%20+'],
  ['trim', {}, ' '],
  ['date', { formats: ['dHmsdHmsdHmsdHmsdHmsdHms'], ignore_failure: true }, '1'],
])('%s with %j reads a long text of %s in a time that grows with it', (type, options, piece) => {
  const source = { a: piece.repeat(type === 'date' ? 36 : 100_000) + (type === 'date' ? 'x' : '') };
  // A way that is quadratic, or worse, would not come back within the time of a test.
  expect(() => runProcessors([{ [type]: { field: 'a', ...options } }], source)).not.toThrow();
});
