import { isNumeric, isOrdered, isSameNumber, javaTypeOf } from './numbers.ts';
import { faults } from './script-fault.ts';
import { ScriptObject } from './values.ts';

/** The natural order of two values, as `compareTo` tells. */
export function order(a: unknown, b: unknown): number {
  if (isNumeric(a) && isNumeric(b)) {
    return isSameNumber(a, b) ? 0 : isOrdered('<', a, b) ? -1 : 1;
  }
  if (typeof a === 'string' && typeof b === 'string') {
    return compareTexts(a, b);
  }
  if (typeof a === 'boolean' && typeof b === 'boolean') {
    return Number(a) - Number(b);
  }
  const found = a instanceof ScriptObject ? a.compare(b) : undefined;
  if (found === undefined) {
    throw faults.classCast(`Cannot compare ${javaTypeOf(a)} with ${javaTypeOf(b)}`);
  }
  return found;
}

/** Below 0, 0, or above 0: the difference of the first units that differ, as Java tells. */
export function compareTexts(a: string, b: string): number {
  const end = Math.min(a.length, b.length);
  for (let i = 0; i < end; i += 1) {
    const difference = a.charCodeAt(i) - b.charCodeAt(i);
    if (difference !== 0) {
      return difference;
    }
  }
  return a.length - b.length;
}
