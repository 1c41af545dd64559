import { pino } from 'pino';
import { expect, test } from 'vitest';
import { EngineAborted } from '../engine/engine.ts';
import { toLongshoreError } from './error-answer.ts';

function logged(error: unknown): readonly { readonly level: number }[] {
  const lines: string[] = [];
  const log = pino({ level: 'trace' }, { write: (line: string) => lines.push(line) });
  toLongshoreError(error, log);
  return lines.map((line) => JSON.parse(line));
}

test('a client that goes away is nothing to be told about', () => {
  const levels = logged(new EngineAborted('stopped')).map(({ level }) => level);
  expect(levels).toEqual([pino.levels.values.debug]);
});

test('what is not on purpose is told as an error', () => {
  const levels = logged(new Error('BUG')).map(({ level }) => level);
  expect(levels).toEqual([pino.levels.values.error]);
});
