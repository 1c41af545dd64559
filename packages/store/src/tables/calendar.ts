import { weekDateOf } from '@longshore/common/iso-week';
import { localToEpochMs, zoneOffsetMs } from '@longshore/common/time-zone';
import type { Interval } from './value.ts';

const DAY_MS = 86_400_000;
/** The first Monday was three days before the epoch. */
const MONDAY_MS = 3 * DAY_MS;

/** A moment moved by a length of time; months by the local calendar. */
export function addInterval(epochMs: number, interval: Interval, timeZone: string): number {
  if (interval.months === 0) {
    return epochMs + interval.ms;
  }
  const local = new Date(epochMs + zoneOffsetMs(timeZone, epochMs));
  const day = local.getUTCDate();
  local.setUTCDate(1);
  local.setUTCMonth(local.getUTCMonth() + interval.months);
  const last = new Date(Date.UTC(local.getUTCFullYear(), local.getUTCMonth() + 1, 0)).getUTCDate();
  local.setUTCDate(Math.min(day, last));
  return localToEpochMs(timeZone, local.getTime()) + interval.ms;
}

/** The beginning of the stretch of time that a moment is in, by the local clock. Weeks begin on Mondays. */
export function truncateTime(epochMs: number, interval: Interval, timeZone: string): number {
  const localMs = epochMs + zoneOffsetMs(timeZone, epochMs);
  const local = new Date(localMs);
  if (interval.months > 0) {
    const months = local.getUTCFullYear() * 12 + local.getUTCMonth();
    const first = Math.floor(months / interval.months) * interval.months;
    return localToEpochMs(timeZone, Date.UTC(Math.floor(first / 12), first % 12, 1));
  }
  const shift = interval.ms % (7 * DAY_MS) === 0 ? MONDAY_MS : 0;
  return localToEpochMs(
    timeZone,
    Math.floor((localMs + shift) / interval.ms) * interval.ms - shift,
  );
}

type Part = (local: Date, localMs: number) => number;

const startOfYear = (local: Date) => Date.UTC(local.getUTCFullYear(), 0, 1);
const dayOfYear: Part = (local, localMs) => Math.floor((localMs - startOfYear(local)) / DAY_MS) + 1;
const minuteOfDay: Part = (local) => local.getUTCHours() * 60 + local.getUTCMinutes();

/** Parts of dates by the names that functions have for them. */
const PARTS: Readonly<Record<string, Part>> = {
  year: (local) => local.getUTCFullYear(),
  quarter: (local) => Math.floor(local.getUTCMonth() / 3) + 1,
  month: (local) => local.getUTCMonth() + 1,
  week: (local) => weekDateOf(local).week,
  iso_week_of_year: (local) => weekDateOf(local).week,
  day: (local) => local.getUTCDate(),
  day_of_month: (local) => local.getUTCDate(),
  /** Monday is the first day. */
  iso_day_of_week: (local) => local.getUTCDay() || 7,
  /** Sunday is the first day. */
  day_of_week: (local) => local.getUTCDay() + 1,
  day_of_year: dayOfYear,
  hour: (local) => local.getUTCHours(),
  hour_of_day: (local) => local.getUTCHours(),
  minute: (local) => local.getUTCMinutes(),
  minute_of_hour: (local) => local.getUTCMinutes(),
  minute_of_day: minuteOfDay,
  second: (local) => local.getUTCSeconds(),
  second_of_minute: (local) => local.getUTCSeconds(),
  second_of_day: (local, localMs) => minuteOfDay(local, localMs) * 60 + local.getUTCSeconds(),
  millisecond: (local) => local.getUTCMilliseconds(),
};

/** A part of a date by the local clock; undefined for a name that no part has. */
export function datePart(name: string, epochMs: number, timeZone: string): number | undefined {
  const localMs = epochMs + zoneOffsetMs(timeZone, epochMs);
  return PARTS[name]?.(new Date(localMs), localMs);
}
