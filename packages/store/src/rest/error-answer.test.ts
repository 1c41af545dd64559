import { errors, type LongshoreError } from '@longshore/common/errors';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { EngineAborted } from '../engine/engine.ts';
import { errorAnswer, toLongshoreError } from './error-answer.ts';

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

test('the root of an error is its innermost cause that is one of Elasticsearch, not one of Java', () => {
  const rootOf = (error: LongshoreError) =>
    (errorAnswer(error, false).body as { error: { root_cause: unknown } }).error.root_cause;
  const inner = errors.mapperParsing('no type');
  const outer = errors.mapperParsing('Failed to parse mapping: no type', inner);
  expect(rootOf(outer)).toEqual([{ type: 'mapper_parsing_exception', reason: 'no type' }]);
  const plain = errors.mapperParsing('Failed to parse mapping: x', errors.illegalArgument('x'));
  expect(rootOf(plain)).toEqual([
    { type: 'mapper_parsing_exception', reason: 'Failed to parse mapping: x' },
  ]);
});
