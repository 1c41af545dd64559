import fc from 'fast-check';
import { expect, test } from 'vitest';
import { detectLogLevel } from './log-level.ts';

/** As the text stands in a log file: the inside of a JSON string. */
function detect(text: string) {
  const bytes = Buffer.from(JSON.stringify(text).slice(1, -1));
  return detectLogLevel(bytes, 0, bytes.length);
}

test.each([
  ['INFO started', 'info'],
  ['2026-01-01 12:00:00 ERROR [main] failed', 'error'],
  ['[2026] WARN: slow', 'warn'],
  ['12:00 DEBUG', 'debug'],
  ['2026/01/01 00:00:00 [error] 7#7: *1 open() failed', 'error'],
  ['<warn> low battery', 'warn'],
  ['error: cannot open', 'error'],
  ['Error: cannot open', 'error'],
  ['panic: runtime error', 'fatal'],
  ['\u001b[32mINFO\u001b[0m started', 'info'],
  ['\u001b[1;31mFATAL\u001b[0m', 'fatal'],
  ['E0102 15:04:05.000000       1 controller.go:114] lost', 'error'],
  ['time="2026-01-01T00:00:00Z" level=warning msg="low"', 'warn'],
  ['ts=1 lvl=eror msg=x', 'error'],
  ['level: debug', 'debug'],
  ['{"level":"info","msg":"an ERROR happened"}', 'info'],
  ['{"msg":"x","severity":"CRITICAL"}', 'fatal'],
  ['{"log.level":"WARN"}', 'warn'],
  ['{"level":30,"time":1,"msg":"x"}', 'info'],
  ['{"level":50,"msg":"x"}', 'error'],
  ['NOTICE: table exists', 'notice'],
  ['TRACE enter', 'trace'],
] as const)('%j states %s', (text, level) => {
  expect(detect(text)).toBe(level);
});

test.each([
  'LOG:  database system is ready',
  'an error: not at the start, not upper-case',
  'GET /ERROR HTTP/1.1',
  'file INFO.txt and X_ERROR',
  'information is not a level here',
  '{"msg":"ERROR"}',
  '{"level":35}',
  '{"level":true}',
  'constructor toString __proto__',
  `${'x'.repeat(200)} ERROR far from the start`,
  '',
])('%j states none', (text) => {
  expect(detect(text)).toBeUndefined();
});

test('any bytes are survived', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 700 }), (bytes) => {
      const buffer = Buffer.from(bytes);
      detectLogLevel(buffer, 0, buffer.length);
    }),
  );
});
