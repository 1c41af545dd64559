import { errors } from './errors.ts';

/** The units of times, in milliseconds. */
export const TIME_UNITS_MS: Readonly<Record<string, number>> = {
  nanos: 1e-6,
  micros: 1e-3,
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};
const TIME = /^(\d{1,15})(nanos|micros|ms|s|m|h|d)$/;
const FRACTION = /^\d*\.\d+(?:nanos|micros|ms|s|m|h|d)$/;

/** Milliseconds of a time as requests and settings have it: `30s`, `2d`, `0`; -1 for `-1`. `setting` is what errors call it. */
export function parseTimeValue(text: string, setting: string): number {
  const given = text.trim().toLowerCase();
  if (given === '-1' || given === '0') {
    return Number(given);
  }
  const [, amount = '', unit = ''] = TIME.exec(given) ?? [];
  const unitMs = TIME_UNITS_MS[unit];
  if (unitMs !== undefined) {
    return Number(amount) * unitMs;
  }
  if (FRACTION.test(given)) {
    throw errors.illegalArgument(
      `failed to parse [${text}], fractional time values are not supported`,
    );
  }
  const reason = /^-\d+[a-z]+$/.test(given)
    ? 'negative durations are not supported'
    : 'unit is missing or unrecognized';
  throw errors.illegalArgument(
    `failed to parse setting [${setting}] with value [${text}] as a time value: ${reason}`,
  );
}
