import { errors } from '@longshore/common/errors';
import { fixedOffsetMs, localToEpochMs, zoneOffsetMs } from '@longshore/common/time-zone';
import { int, type Sql, sql, string } from '../../sql/sql.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const UNIT_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: DAY_MS,
};

type CalendarUnit = 'minute' | 'hour' | 'day' | 'week' | 'month' | 'quarter' | 'year';

const CALENDAR_UNITS: Readonly<Record<string, CalendarUnit>> = {
  '1m': 'minute',
  minute: 'minute',
  '1h': 'hour',
  hour: 'hour',
  '1d': 'day',
  day: 'day',
  '1w': 'week',
  week: 'week',
  '1M': 'month',
  month: 'month',
  '1q': 'quarter',
  quarter: 'quarter',
  '1y': 'year',
  year: 'year',
};

/** The length of a bucket. */
export type Interval =
  | { readonly kind: 'fixed'; readonly ms: number }
  | { readonly kind: 'calendar'; readonly unit: CalendarUnit };

/** `90s`, `12h`: a number and a unit whose length never changes. */
export function parseFixedInterval(text: string): Interval {
  const match = /^(\d+)(ms|s|m|h|d)$/.exec(text);
  const ms = Number(match?.[1]) * (UNIT_MS[match?.[2] ?? ''] ?? 0);
  if (match === null || !(ms > 0) || !Number.isSafeInteger(ms)) {
    throw errors.illegalArgument(
      `failed to parse setting [date_histogram.fixedInterval] with value [${text}] as a time value: unit is missing or unrecognized, or the value is not positive`,
    );
  }
  return { kind: 'fixed', ms };
}

/** `1d`, `month`: one unit of the calendar. */
export function parseCalendarInterval(text: string): Interval {
  const unit = CALENDAR_UNITS[text];
  if (unit === undefined) {
    throw errors.illegalArgument(
      `The supplied interval [${text}] could not be parsed as a calendar interval.`,
    );
  }
  return { kind: 'calendar', unit };
}

/** `+6h`, `-1d`, or milliseconds. */
export function parseOffset(text: string | undefined): number {
  if (text === undefined) {
    return 0;
  }
  const match = /^([+-]?)(\d+)(ms|s|m|h|d)?$/.exec(text);
  if (match === null) {
    throw errors.illegalArgument(`failed to parse [offset] with value [${text}] as a time value`);
  }
  const [, sign, digits, unit = 'ms'] = match;
  return Number(digits) * (UNIT_MS[unit] ?? 1) * (sign === '-' ? -1 : 1);
}

/** Where buckets of time begin: by the local clock of a zone, moved by an offset. */
export interface Rounding {
  readonly interval: Interval;
  readonly timeZone: string;
  readonly offsetMs: number;
}

/**
 * The beginning of the bucket that a time (Int64, epoch ms) falls in, as Int64. What is rounded is what the local
 * clock shows; the way back to UTC takes the zone's offset at the beginning, which a change of clocks within the
 * bucket makes another than that of the time itself.
 */
export function roundSql({ interval, timeZone, offsetMs }: Rounding, time: Sql): Sql {
  const shifted = offsetMs === 0 ? time : sql`(${time} - ${int(offsetMs)})`;
  const fixed = fixedOffsetMs(timeZone);
  const back = (key: Sql) => (offsetMs === 0 ? key : sql`(${key} + ${int(offsetMs)})`);
  if (fixed !== undefined) {
    const local = fixed === 0 ? shifted : sql`(${shifted} + ${int(fixed)})`;
    const rounded = roundLocalSql(interval, local);
    return back(fixed === 0 ? rounded : sql`(${rounded} - ${int(fixed)})`);
  }
  const offsetAt = (ms: Sql) =>
    sql`(toInt64(timeZoneOffset(toTimeZone(fromUnixTimestamp64Milli(${ms}, 'UTC'), ${string(timeZone)}))) * 1000)`;
  const offset = offsetAt(shifted);
  const rounded = roundLocalSql(interval, sql`(${shifted} + ${offset})`);
  return back(sql`(${rounded} - ${offsetAt(sql`(${rounded} - ${offset})`)})`);
}

function roundLocalSql(interval: Interval, local: Sql): Sql {
  const modulo = moduloOf(interval);
  if (modulo !== undefined) {
    const { ms, shiftMs } = modulo;
    const shifted = shiftMs === 0 ? local : sql`${local} + ${int(shiftMs)}`;
    return sql`(${local} - positiveModulo(${shifted}, ${int(ms)}))`;
  }
  const date = sql`fromUnixTimestamp64Milli(${local}, 'UTC')`;
  const month = {
    month: sql`toMonth(${date})`,
    quarter: sql`(toQuarter(${date}) * 3 - 2)`,
    year: sql`1`,
  }[calendarOf(interval)];
  return sql`(toInt64(toInt32(makeDate32(toYear(${date}), ${month}, 1))) * ${int(DAY_MS)})`;
}

/** Units that are always as long on the local clock. The first Monday was three days before the epoch. */
function moduloOf(interval: Interval): { ms: number; shiftMs: number } | undefined {
  if (interval.kind === 'fixed') {
    return { ms: interval.ms, shiftMs: 0 };
  }
  const units: Partial<Record<CalendarUnit, { ms: number; shiftMs: number }>> = {
    minute: { ms: 60_000, shiftMs: 0 },
    hour: { ms: 3_600_000, shiftMs: 0 },
    day: { ms: DAY_MS, shiftMs: 0 },
    week: { ms: 7 * DAY_MS, shiftMs: 3 * DAY_MS },
  };
  return units[interval.unit];
}

function calendarOf(interval: Interval): 'month' | 'quarter' | 'year' {
  const unit = interval.kind === 'calendar' ? interval.unit : 'month';
  return unit === 'quarter' || unit === 'year' ? unit : 'month';
}

/** The length that no bucket of an interval is shorter than, on days when clocks change either. */
export function shortestMs(interval: Interval): number {
  const months = { month: 28, quarter: 90, year: 365 }[calendarOf(interval)];
  const modulo = moduloOf(interval);
  if (interval.kind === 'fixed' || modulo === undefined) {
    return modulo?.ms ?? months * DAY_MS - HOUR_MS;
  }
  return modulo.ms > HOUR_MS ? modulo.ms - HOUR_MS : modulo.ms;
}

/** The same as `roundSql`, here. */
export function roundMs(rounding: Rounding, epochMs: number): number {
  const { interval, timeZone, offsetMs } = rounding;
  const shifted = epochMs - offsetMs;
  const offset = zoneOffsetMs(timeZone, shifted);
  const rounded = roundLocalMs(interval, shifted + offset);
  return rounded - zoneOffsetMs(timeZone, rounded - offset) + offsetMs;
}

function roundLocalMs(interval: Interval, local: number): number {
  const modulo = moduloOf(interval);
  if (modulo !== undefined) {
    const rest = (local + modulo.shiftMs) % modulo.ms;
    return local - (rest < 0 ? rest + modulo.ms : rest);
  }
  const date = new Date(local);
  const month = date.getUTCMonth();
  const unit = calendarOf(interval);
  const first = { month, quarter: month - (month % 3), year: 0 }[unit];
  return Date.UTC(date.getUTCFullYear(), first);
}

/** The bucket after the one that begins at `key`. */
export function nextKey(rounding: Rounding, key: number): number {
  const { interval, timeZone, offsetMs } = rounding;
  const lengthMs = moduloOf(interval)?.ms;
  if (lengthMs !== undefined) {
    // In an hour that comes twice the next bucket is one length away, else it is by the local clock.
    const near = roundMs(rounding, key + lengthMs);
    if (near > key) {
      return near;
    }
  }
  const plain = key - offsetMs;
  const local = plain + zoneOffsetMs(timeZone, plain);
  return localToEpochMs(timeZone, nextLocal(interval, local)) + offsetMs;
}

function nextLocal(interval: Interval, local: number): number {
  const lengthMs = moduloOf(interval)?.ms;
  if (lengthMs !== undefined) {
    return local + lengthMs;
  }
  const date = new Date(local);
  const months = { month: 1, quarter: 3, year: 12 }[calendarOf(interval)];
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months);
}
