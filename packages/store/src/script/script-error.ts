import { LongshoreError } from '@longshore/common/errors';
import type { ScriptFault } from './script-fault.ts';

/** How much of the source is shown on each side of the place of an error. */
const WINDOW_LENGTH = 25;

/** An error of a script in Elasticsearch's shape: what happened, where in the source, and the source. */
export function scriptError(
  reason: 'compile error' | 'runtime error',
  source: string,
  fault: ScriptFault,
  at: number,
): LongshoreError {
  const offset = Math.min(at, source.length);
  const start = Math.max(0, offset - WINDOW_LENGTH);
  const end = Math.min(source.length, offset + WINDOW_LENGTH);
  const [before, after] = [start > 0 ? '... ' : '', end < source.length ? ' ...' : ''];
  return new LongshoreError('script_exception', 400, reason, {
    cause: new LongshoreError(fault.restType, 400, fault.message),
    details: {
      script_stack: [
        `${before}${source.slice(start, end)}${after}`,
        `${' '.repeat(before.length + offset - start)}^---- HERE`,
      ],
      script: source,
      lang: 'painless',
      position: { offset, start, end },
    },
  });
}
