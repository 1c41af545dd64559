import { calculate } from './numbers.ts';
import type { Run } from './run.ts';
import { toText } from './text.ts';

/** `+`: adds numbers, joins when one side is a text. */
export function add(left: unknown, right: unknown, run: Run): unknown {
  if (typeof left !== 'string' && typeof right !== 'string') {
    return calculate('+', left, right);
  }
  const [a, b] = [toText(left), toText(right)];
  // The engine joins long texts without copying them; the short side stands for the work.
  run.willMakeText(Math.min(a.length, b.length));
  run.holdText(a.length + b.length);
  return a + b;
}
