import type { TimeRange } from './time-range.ts';

const STORAGE_KEY = 'longshore.ranges';
const RANGES_MAX = 8;

/** The ranges last typed or drawn in this browser, newest first. */
export function recentRanges(): readonly TimeRange[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(STORAGE_KEY) ?? '[]');
    return Array.isArray(stored) ? stored.filter(isRange) : [];
  } catch {
    return [];
  }
}

/** Remembers a range as the newest. */
export function rememberRange(range: TimeRange): void {
  const others = recentRanges().filter(({ from, to }) => from !== range.from || to !== range.to);
  try {
    localStorage.setItem(STORAGE_KEY, JSON.stringify([range, ...others].slice(0, RANGES_MAX)));
  } catch {
    // Storage may be switched off or full; the list is a convenience only.
  }
}

function isRange(value: unknown): value is TimeRange {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof Reflect.get(value, 'from') === 'string' &&
    typeof Reflect.get(value, 'to') === 'string'
  );
}
