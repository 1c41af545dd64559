import { expect, test } from 'vitest';
import { runProcessors } from './testing.ts';

const fail = (message: string, more = {}) => ({ fail: { message, ...more } });
const note = (field: string, value: string) => ({ set: { field, value } });
const ABOUT =
  '{{_ingest.on_failure_pipeline}}/{{_ingest.on_failure_processor_type}}/{{_ingest.on_failure_processor_tag}}: {{_ingest.on_failure_message}}';

test('what handles a failure knows what it was, and afterwards nobody does', () => {
  const { source, document } = runProcessors(
    [fail('no', { tag: 't', on_failure: [note('about', ABOUT)] }), note('after', ABOUT)],
    {},
  );
  expect(source).toEqual({ about: 'tested/fail/t: no', after: '//: ' });
  expect(Object.keys(document.ingest)).toEqual(['timestamp']);
});

test('a failure that is ignored changes nothing, and goes before its handlers', () => {
  const ignored = fail('no', { ignore_failure: true, on_failure: [note('handled', 'x')] });
  expect(runProcessors([ignored, note('next', 'y')], {}).source).toEqual({ next: 'y' });
});

test('a failure in a handler is that of its processor', () => {
  const inner = fail('second', { tag: 'b', on_failure: [note('about', ABOUT)] });
  const { source } = runProcessors([fail('first', { on_failure: [inner] })], {});
  expect(source).toEqual({ about: 'tested/fail/b: second' });
  const bare = [fail('first', { on_failure: [fail('second')] })];
  expect(() => runProcessors(bare, {})).toThrow('second');
});

test('the handlers of a pipeline end it, and the document goes on', () => {
  const { source } = runProcessors(
    [fail('no'), note('never', 'x')],
    {},
    {
      onFailure: [note('about', ABOUT)],
    },
  );
  expect(source).toEqual({ about: 'tested/fail/: no' });
});

test('a failure in an inner pipeline is handled by the outer one, which knows where it was', () => {
  const { source } = runProcessors(
    [{ pipeline: { name: 'inner', on_failure: [note('about', ABOUT)] } }, note('next', 'y')],
    {},
    { pipelines: { inner: { processors: [fail('no', { tag: 'deep' })] } } },
  );
  expect(source).toEqual({ about: 'inner/fail/deep: no', next: 'y' });
});

test('a condition that fails is a failure of its processor', () => {
  const bad = { set: { if: 'ctx.a.b.c == 1', field: 'x', value: 1 } };
  expect(() => runProcessors([bad], {})).toThrow('runtime error');
  const handled = {
    set: { ...bad.set, on_failure: [note('about', '{{_ingest.on_failure_processor_type}}')] },
  };
  expect(runProcessors([handled], {}).source).toEqual({ about: 'set' });
});

test('a script that fails is told by its cause', () => {
  const bad = {
    script: { source: 'ctx.a.b = 1', on_failure: [note('why', '{{_ingest.on_failure_message}}')] },
  };
  expect(runProcessors([bad], {}).source.why).toMatch(/null/);
});

test('a condition must be true or false', () => {
  expect(() => runProcessors([{ drop: { if: '1' } }], {})).toThrow('must give true or false');
});

test('drop ends everything, also from a handler and from an inner pipeline', () => {
  const pipelines = { inner: { processors: [{ drop: {} }, note('never', 'x')] } };
  const { run, source } = runProcessors(
    [{ pipeline: { name: 'inner' } }, note('never', 'x')],
    {},
    { pipelines },
  );
  expect(run.isDropped).toBe(true);
  expect(source).toEqual({});
  expect(runProcessors([fail('no', { on_failure: [{ drop: {} }] })], {}).run.isDropped).toBe(true);
});

test('terminate ends its own pipeline only', () => {
  const pipelines = { inner: { processors: [{ terminate: {} }, note('never', 'x')] } };
  const { source } = runProcessors(
    [{ pipeline: { name: 'inner' } }, note('next', 'y')],
    {},
    {
      pipelines,
    },
  );
  expect(source).toEqual({ next: 'y' });
});

test('pipelines know their own names', () => {
  const mark = { append: { field: 'p', value: '{{_ingest.pipeline}}' } };
  const pipelines = { inner: { processors: [mark] } };
  const { source } = runProcessors(
    [mark, { pipeline: { name: 'inner' } }, mark],
    {},
    { pipelines },
  );
  expect(source).toEqual({ p: ['tested', 'inner', 'tested'] });
});

test('pipelines that call each other are told', () => {
  const pipelines = {
    a: { processors: [{ pipeline: { name: 'b' } }] },
    b: { processors: [{ pipeline: { name: 'a' } }] },
  };
  expect(() => runProcessors([{ pipeline: { name: 'a' } }], {}, { pipelines })).toThrow(
    'Cycle detected for pipeline: a',
  );
});

test('conditions and scripts see what pipelines know beside the document', () => {
  const processor = {
    set: { if: 'ctx._ingest._value == 2', field: '_ingest._value', value: 'two' },
  };
  const script = { script: { source: 'ctx.at = ctx._ingest.timestamp; ctx.n = ctx.size()' } };
  const { source } = runProcessors([{ foreach: { field: 'v', processor } }, script], { v: [1, 2] });
  // `v`, `at`, and the metadata `_index`, `_id`, `_version`.
  expect(source).toEqual({ v: [1, 'two'], at: '2026-01-02T03:04:05.678Z', n: 5 });
});
