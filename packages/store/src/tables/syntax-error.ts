import { LongshoreError } from '@longshore/common/errors';

/** `line 1:8`, as errors of query languages name a place; columns begin with 1. */
function placeOf(source: string, offset: number): string {
  const before = source.slice(0, offset).split('\n');
  return `line ${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
}

/** A query that cannot be read. */
export const syntaxError = (source: string, offset: number, reason: string): LongshoreError =>
  new LongshoreError('parsing_exception', 400, `${placeOf(source, offset)}: ${reason}`);

/** A query that can be read and makes no sense: columns that there are not, values of the wrong types. */
export const verificationError = (source: string, offset: number, reason: string): LongshoreError =>
  new LongshoreError(
    'verification_exception',
    400,
    `Found 1 problem\n${placeOf(source, offset)}: ${reason}`,
  );

/** What is said of a value that could not be computed. */
export const placedWarning = (source: string, offset: number, reason: string): string =>
  `${placeOf(source, offset).replace('line', 'Line')}: ${reason}`;
