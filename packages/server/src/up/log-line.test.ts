import { expect, test } from 'vitest';
import { formatForTerminal } from './log-line.ts';

test.each([
  ['{"log.level":"warn","message":"disk is nearly full"}', 'disk is nearly full'],
  [
    '{"log":{"level":"error"},"message":"bulk failed","error":{"message":"503"}}',
    'bulk failed: 503',
  ],
  ['{"level":50,"msg":"bulk failed","err":{"message":"refused"}}', 'bulk failed: refused'],
  ['{"log.level":"error","message":"bulk failed","error.message":"503"}', 'bulk failed: 503'],
])('%s is shown as "%s"', (line, shown) => {
  expect(formatForTerminal(line)).toBe(shown);
});

test.each([
  '{"log.level":"info","message":"ready"}',
  '{"level":30,"msg":"x"}',
  'text',
  '{broken',
  '',
])('%j stays in the log file', (line) => {
  expect(formatForTerminal(line)).toBeUndefined();
});
