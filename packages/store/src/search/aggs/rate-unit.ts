import { errors } from '@longshore/common/errors';
import { nextKey, type Rounding } from './rounding.ts';

const UNITS = ['second', 'minute', 'hour', 'day', 'week', 'month', 'quarter', 'year'] as const;

/** What a rate is per. */
export type RateUnit = (typeof UNITS)[number];

const ABBREVIATIONS: ReadonlyMap<string, RateUnit> = new Map([
  ['1s', 'second'],
  ['1m', 'minute'],
  ['1h', 'hour'],
  ['1d', 'day'],
  ['1w', 'week'],
  ['1M', 'month'],
  ['1q', 'quarter'],
  ['1y', 'year'],
]);

const UNIT_MS: Readonly<Partial<Record<RateUnit, number>>> = {
  second: 1_000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
};
const UNIT_MONTHS: Readonly<Partial<Record<RateUnit, number>>> = { month: 1, quarter: 3, year: 12 };

/** Reads a unit by its name or as `1h`. */
export function readRateUnit(given: string): RateUnit {
  const unit = ABBREVIATIONS.get(given) ?? UNITS.find((one) => one === given);
  if (unit === undefined) {
    throw errors.illegalArgument(`Unsupported unit ${given}`);
  }
  return unit;
}

/** How many of a unit the bucket of a histogram at a key lasts. Months have no length in shorter units that would fit all of them. */
export function durationIn(rounding: Rounding, key: number, unit: RateUnit): number {
  const unitMs = UNIT_MS[unit];
  if (unitMs !== undefined) {
    return (nextKey(rounding, key) - key) / unitMs;
  }
  const { interval } = rounding;
  const months = interval.kind === 'calendar' ? UNIT_MONTHS[interval.unit as RateUnit] : undefined;
  if (months === undefined) {
    throw errors.illegalArgument(
      `Cannot use month-based rate unit [${unit}] with fixed interval based histogram, only week, day, hour, minute and second are supported for this histogram`,
    );
  }
  return months / (UNIT_MONTHS[unit] ?? 1);
}
