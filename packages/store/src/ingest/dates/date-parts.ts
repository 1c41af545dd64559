import { weekDateMs } from '@longshore/common/iso-week';
import { localToEpochMs, parseOffsetMs } from '@longshore/common/time-zone';

/** A moment: epoch milliseconds, and the nanoseconds within that millisecond. */
export interface Moment {
  readonly epochMs: number;
  readonly nanos: number;
}

/** What a text said of a date. */
export interface DateParts {
  year?: number;
  month?: number;
  day?: number;
  dayOfYear?: number;
  /** Of ISO weeks. */
  weekyear?: number;
  week?: number;
  weekday?: number;
  hour?: number;
  /** Of a clock with twelve hours. */
  hour12?: number;
  isAfternoon?: boolean;
  minute?: number;
  second?: number;
  nanos?: number;
  zone?: string;
}

const NANOS_PER_MS = 1_000_000;
const DAY_MS = 86_400_000;

/** Abbreviations that syslog and friends write. */
const ZONES: Readonly<Record<string, string>> = {
  CDT: '-05:00',
  CEST: '+02:00',
  CET: '+01:00',
  CST: '-06:00',
  EDT: '-04:00',
  EST: '-05:00',
  GMT: 'UTC',
  JST: '+09:00',
  KST: '+09:00',
  MDT: '-06:00',
  MST: '-07:00',
  PDT: '-07:00',
  PST: '-08:00',
  UT: 'UTC',
};

/** The moment that parts mean; what is missing is the first of its kind, the year that of now. */
export function toMoment(parts: DateParts, zone: string, nowYear: number): Moment | undefined {
  const date = dayOf(parts, nowYear);
  const time = timeOf(parts);
  if (date === undefined || time === undefined) {
    return undefined;
  }
  const nanos = parts.nanos ?? 0;
  const localMs = date + time + Math.floor(nanos / NANOS_PER_MS);
  const name = parts.zone === undefined ? zone : (ZONES[parts.zone.toUpperCase()] ?? parts.zone);
  const offset = parseOffsetMs(name);
  const epochMs = offset === undefined ? localToEpochMs(name, localMs) : localMs - offset;
  return { epochMs, nanos: nanos % NANOS_PER_MS };
}

function dayOf(parts: DateParts, nowYear: number): number | undefined {
  const { weekyear, week = 1, weekday = 1, month = 1, day = 1, dayOfYear } = parts;
  if (weekyear !== undefined && parts.month === undefined) {
    return weekDateMs({ weekyear, week, weekday });
  }
  const { year = weekyear } = parts;
  const date = new Date(0);
  if (dayOfYear !== undefined) {
    date.setUTCFullYear(year ?? nowYear, 0, 1);
    return date.getTime() + (dayOfYear - 1) * DAY_MS;
  }
  date.setUTCFullYear(year ?? nowYear, month - 1, day);
  const isReal = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isReal ? date.getTime() : undefined;
}

function timeOf(parts: DateParts): number | undefined {
  const { minute = 0, second = 0 } = parts;
  const hour = hourOf(parts);
  if (hour > 24 || minute > 59 || second > 59) {
    return undefined;
  }
  return ((hour * 60 + minute) * 60 + second) * 1000;
}

function hourOf({ hour, hour12, isAfternoon }: DateParts): number {
  if (hour12 === undefined) {
    return hour ?? 0;
  }
  return (hour12 % 12) + (isAfternoon === true ? 12 : 0);
}
