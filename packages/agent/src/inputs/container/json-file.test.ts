import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeJsonFileLine, emptyEntry, eventTime } from './json-file.ts';

const TIME = '2017-11-09T13:27:36.277747246Z';

function decode(line: string | Buffer) {
  const bytes = Buffer.concat([Buffer.from('before\n'), Buffer.from(line), Buffer.from('\nafter')]);
  const entry = emptyEntry();
  const end = bytes.length - '\nafter'.length;
  if (!decodeJsonFileLine(bytes, 'before\n'.length, end, entry)) {
    return undefined;
  }
  const { textStart, textEnd, endsLine, stream, time, attributes } = entry;
  const text = JSON.parse(`"${entry.bytes.toString('utf8', textStart, textEnd)}"`) as string;
  return { text, endsLine, stream, time, attributes };
}

const line = (log: string, stream = 'stdout', time = TIME) => JSON.stringify({ log, stream, time });

test.each([
  ['a line', line('hello\n'), { text: 'hello', endsLine: true, stream: 'stdout' }],
  ['a line of a terminal', line('hello\r\n'), { text: 'hello', endsLine: true }],
  ['a line of stderr', line('oops\n', 'stderr'), { text: 'oops', stream: 'stderr' }],
  ['a part of a line', line('hel'), { text: 'hel', endsLine: false }],
  ['an empty text', line(''), { text: '', endsLine: false }],
  ['an empty line', line('\n'), { text: '', endsLine: true }],
  ['a backslash and an n', line('a\\n'), { text: 'a\\n', endsLine: false }],
  ['a backslash before the line end', line('a\\\n'), { text: 'a\\', endsLine: true }],
  ['quotes', line('say "hi" {"stream":"x"}\n'), { text: 'say "hi" {"stream":"x"}' }],
  ['more than ASCII', line('값 \u2028 😀\n'), { text: '값 \u2028 😀' }],
  [
    'blanks between members',
    `{ "log": "a\\n", "stream": "stderr", "time": "${TIME}" }`,
    { text: 'a' },
  ],
  ['another order', `{"time":"${TIME}","stream":"stderr","log":"a\\n"}`, { stream: 'stderr' }],
  ['a time of whole seconds', line('a\n', 'stdout', '2017-11-09T13:27:36Z'), { text: 'a' }],
  [
    'attributes of the log options',
    `{"log":"a\\n","stream":"stdout","attrs":{"k":"v"},"time":"${TIME}"}`,
    { text: 'a', attributes: '{"k":"v"}' },
  ],
])('%s is decoded', (_, text, expected) => {
  expect(decode(text)).toMatchObject(expected);
});

test.each([
  'this is not JSON',
  '{this is not JSON',
  '{"log":"a\\n","stream":"stdout"}',
  '{"log":"a\\n","stream',
  '36.276 #","stream":"stdout","time":"2017-11-09T13:27:36.277747246Z"}',
  `{"log":"torn {"log":"a\\n","stream":"stdout","time":"${TIME}"}`,
  '{"log":"a\\n","stream":"stdout","time":"yesterday evening at six"}',
  `{"log":"a\\","stream":"stdout","time":"${TIME}"}`,
  '{"log":"a\\n","stream":"stdout","time":"2017-13-09T13:27:36.277747246+00:00"}',
  '{"log":"a\\n","stream":"stdout","time":"2017-11-09T25:27:36Z"}',
  '[]',
  'null',
  '',
])('%j is not a line, and not an exception', (text) => {
  expect(decode(text)).toBeUndefined();
});

test('bytes that are not UTF-8 are replaced, so that the store can read the rest', () => {
  const [before, after] = ['{"log":"caf', `!\\n","stream":"stdout","time":"${TIME}"}`];
  const bytes = Buffer.concat([Buffer.from(before), Buffer.from([0xe9]), Buffer.from(after)]);
  const entry = emptyEntry();
  expect(decodeJsonFileLine(bytes, 0, bytes.length, entry)).toBe(true);
  const text = entry.bytes.subarray(entry.textStart, entry.textEnd);
  expect(text.equals(Buffer.from('caf\ufffd!'))).toBe(true);
});

test('zeros that a power cut left in front of a line are passed over', () => {
  expect(decode(`${'\0'.repeat(100)}${line('after\n')}`)).toMatchObject({ text: 'after' });
});

test('a line that is cut at any byte is no line', () => {
  const whole = line('cut me "here" \\ and 값\n');
  for (let length = 0; length < Buffer.byteLength(whole); length++) {
    expect(decode(Buffer.from(whole).subarray(0, length))).toBeUndefined();
  }
});

test('what the engine encodes is decoded to the same text, whatever it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.boolean(), (text, isStderr) => {
      const clean = text.replace(/\r?\n?$/, '');
      const decoded = decode(line(`${clean}\n`, isStderr ? 'stderr' : 'stdout'));
      const expected = clean.endsWith('\r') ? clean.slice(0, -1) : clean;
      expect(decoded).toMatchObject({ text: expected, endsLine: true });
    }),
  );
});

test('any bytes are survived', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      const buffer = Buffer.from(bytes);
      decodeJsonFileLine(buffer, 0, buffer.length, emptyEntry());
    }),
  );
});

test.each([
  [TIME, '2017-11-09T13:27:36.277Z'],
  ['2017-11-09T13:27:36.2Z', '2017-11-09T13:27:36.200Z'],
  ['2017-11-09T13:27:36Z', '2017-11-09T13:27:36.000Z'],
  ['2017-11-09T22:27:36.277747246+09:00', '2017-11-09T13:27:36.277Z'],
])('the time %s is stored as %s', (time, expected) => {
  expect(eventTime(time)).toBe(expected);
});
