import { errors } from './errors.ts';

const UNIT_MS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};
const PART = /(\d+(?:\.\d+)?)(ns|us|ms|s|m|h|d)/g;
const WHOLE = /^(?:\d+(?:\.\d+)?(?:ns|us|ms|s|m|h|d))+$/;

/** Reads a length of time such as `10s`, `500ms` or `1h30m` (units as in Go, and `d`); gives milliseconds. */
export function parseDuration(text: string): number {
  if (text === '0') {
    return 0;
  }
  if (!WHOLE.test(text)) {
    throw errors.illegalArgument(
      `[${text}] is not a duration; write a number with a unit (ms, s, m, h or d), for example 10s or 1h30m`,
    );
  }
  let totalMs = 0;
  for (const [, amount = '', unit = ''] of text.matchAll(PART)) {
    totalMs += Number(amount) * (UNIT_MS[unit] ?? 0);
  }
  return totalMs;
}
