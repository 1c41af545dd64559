import { weekDateMs } from './iso-week.ts';
import { localToEpochMs } from './time-zone.ts';

/** What a text said: fields that it did not name are undefined. */
export interface Parts {
  year?: number;
  month?: number;
  day?: number;
  hour?: number;
  minute?: number;
  second?: number;
  ms?: number;
  dayOfYear?: number;
  weekyear?: number;
  week?: number;
  weekday?: number;
  offsetMs?: number;
}

export interface ParseDateOptions {
  /** `||` between alternatives. */
  readonly format?: string;
  /** For texts without an offset of their own. */
  readonly timeZone?: string;
  /** Fills a missing time of day to its last millisecond instead of its first. */
  readonly roundUp?: boolean;
}

/** The moment that is meant; undefined for a day or a time that there is not. */
export function toEpochMs(parts: Parts, options: ParseDateOptions): number | undefined {
  const up = options.roundUp === true;
  const {
    hour = up ? 23 : 0,
    minute = up ? 59 : 0,
    second = up ? 59 : 0,
    ms = up ? 999 : 0,
  } = parts;
  const dayMs = dayMsOf(parts);
  if (dayMs === undefined || hour > 24 || minute > 59 || second > 59) {
    return undefined;
  }
  const localMs = new Date(dayMs).setUTCHours(hour, minute, second, ms);
  return parts.offsetMs === undefined
    ? localToEpochMs(options.timeZone ?? 'UTC', localMs)
    : localMs - parts.offsetMs;
}

/** What is missing of a day is the first of its kind. A year of weeks beside a month is taken as the year meant. */
function dayMsOf(parts: Parts): number | undefined {
  const { weekyear, week = 1, weekday = 1, month = 1, dayOfYear } = parts;
  if (weekyear !== undefined && parts.month === undefined) {
    return weekDateMs({ weekyear, week, weekday });
  }
  const { year = weekyear ?? 1970 } = parts;
  const day = dayOfYear ?? parts.day ?? 1;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const isReal =
    dayOfYear === undefined
      ? date.getUTCMonth() === month - 1 && date.getUTCDate() === day
      : date.getUTCFullYear() === year && dayOfYear > 0;
  return isReal ? date.getTime() : undefined;
}
