import { NoRule } from './json.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;
const UNITS_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: MINUTE_MS,
  h: HOUR_MS,
  d: DAY_MS,
};

const formatters = new Map<string, Intl.DateTimeFormat>();

/** How far the clocks of a zone are ahead of UTC. */
function offsetAt(ms: number, zone: string): number {
  const fixed = /^([+-])(\d\d):(\d\d)$/.exec(zone);
  if (fixed !== null) {
    const size = Number(fixed[2]) * HOUR_MS + Number(fixed[3]) * MINUTE_MS;
    return fixed[1] === '-' ? -size : size;
  }
  if (zone === 'UTC') {
    return 0;
  }
  const formatter =
    formatters.get(zone) ??
    new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
  formatters.set(zone, formatter);
  const local = Date.parse(`${formatter.format(ms).replace(' ', 'T')}Z`);
  return local - Math.floor(ms / 1000) * 1000;
}

/** The moment at which the clocks of a zone show this; of two, the first. */
function fromLocal(local: number, zone: string): number {
  const before = offsetAt(local - DAY_MS, zone);
  const after = offsetAt(local + DAY_MS, zone);
  const found = [before, after].find((offset) => offsetAt(local - offset, zone) === offset);
  return local - (found ?? before);
}

/** `2026-03-28T01:00:00.000+01:00`. */
export function formatDate(ms: number, zone = 'UTC'): string {
  const offset = offsetAt(ms, zone);
  const text = new Date(ms + offset).toISOString();
  if (offset === 0 && zone === 'UTC') {
    return text;
  }
  const size = new Date(Math.abs(offset)).toISOString().slice(11, 16);
  return text.replace('Z', offset === 0 ? 'Z' : `${offset < 0 ? '-' : '+'}${size}`);
}

/** `6h` in milliseconds. */
export function durationMs(text: string): number {
  const [, sign, count, unit = ''] = /^([+-]?)(\d+)(ms|s|m|h|d)$/.exec(text) ?? [];
  const size = UNITS_MS[unit];
  if (size === undefined) {
    throw new NoRule(`no duration: ${text}`);
  }
  return (sign === '-' ? -1 : 1) * Number(count) * size;
}

/** Back to the beginning of the unit that a moment is in, by the clocks of a zone. */
function floorTo(ms: number, unit: string, zone: string): number {
  const offset = offsetAt(ms, zone);
  const local = new Date(ms + offset);
  switch (unit) {
    case 'minute':
      return Math.floor((ms + offset) / MINUTE_MS) * MINUTE_MS - offset;
    case 'hour':
      return Math.floor((ms + offset) / HOUR_MS) * HOUR_MS - offset;
    case 'day':
      return fromLocal(local.setUTCHours(0, 0, 0, 0), zone);
    case 'week': {
      const day = local.setUTCHours(0, 0, 0, 0);
      const sinceMonday = (new Date(day).getUTCDay() + 6) % 7;
      return fromLocal(day - sinceMonday * DAY_MS, zone);
    }
    case 'month':
      return fromLocal(Date.UTC(local.getUTCFullYear(), local.getUTCMonth(), 1), zone);
    default:
      throw new NoRule(`no unit: ${unit}`);
  }
}

/** Long enough to be in the next unit, and too short to be in the one after it. */
const STEPS_MS: Readonly<Record<string, number>> = {
  minute: 1.5 * MINUTE_MS,
  hour: 1.5 * HOUR_MS,
  day: 1.5 * DAY_MS,
  week: 10 * DAY_MS,
  month: 45 * DAY_MS,
};

/** The buckets of a `date_histogram`. */
export interface Rounding {
  round(ms: number): number;
  next(key: number): number;
}

/** By the calendar of a zone, or by a fixed length counted from its first midnight. */
export function openRounding(
  interval: { readonly calendar?: string; readonly fixed?: string },
  zone: string,
  offsetMs: number,
): Rounding {
  const { calendar, fixed } = interval;
  if (calendar !== undefined) {
    const round = (ms: number) => floorTo(ms - offsetMs, calendar, zone) + offsetMs;
    return { round, next: (key) => round(key + (STEPS_MS[calendar] ?? Number.NaN)) };
  }
  const size = durationMs(fixed ?? '');
  // Only of zones whose clocks never change, so that there is one rule.
  const round = (ms: number) => {
    const ahead = offsetAt(ms, zone);
    return Math.floor((ms - offsetMs + ahead) / size) * size - ahead + offsetMs;
  };
  return { round, next: (key) => key + size };
}

const DATE =
  /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,3}))?)?)?(Z|[+-]\d\d:\d\d)?$/;
const MATH_UNITS: Readonly<Record<string, string>> = {
  m: 'minute',
  h: 'hour',
  d: 'day',
  w: 'week',
  M: 'month',
};

/** A date as queries and documents write it. What is not said is the least, or the greatest when rounding up. */
export function readDate(
  given: string | number,
  { zone = 'UTC', roundUp = false }: { readonly zone?: string; readonly roundUp?: boolean } = {},
): number {
  const [anchor = '', math] = String(given).split('||');
  if (/^-?(?:\d{1,3}|\d{5,})$/.test(anchor)) {
    return Number(anchor);
  }
  const start = readAnchor(anchor, zone, roundUp && math === undefined);
  const steps = (math ?? '').match(/[+-]\d+[a-z]|\/[a-zA-Z]/g) ?? [];
  return steps.reduce((ms, step) => {
    if (!step.startsWith('/')) {
      const local = ms + offsetAt(ms, zone);
      return /d$/.test(step) ? fromLocal(local + durationMs(step), zone) : ms + durationMs(step);
    }
    const unit = MATH_UNITS[step.slice(1)] ?? step;
    const floor = floorTo(ms, unit, zone);
    return roundUp ? floorTo(floor + (STEPS_MS[unit] ?? Number.NaN), unit, zone) - 1 : floor;
  }, start);
}

function readAnchor(text: string, zone: string, roundUp: boolean): number {
  const match = DATE.exec(text);
  if (match === null) {
    throw new NoRule(`no date: ${text}`);
  }
  const [, year, month, day, hour, minute, second, fraction, own] = match;
  const rest = roundUp ? ['23', '59', '59', '999'] : ['0', '0', '0', '0'];
  const [h = rest[0], m = rest[1], s = rest[2]] = [hour, minute, second];
  const local = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(h),
    Number(m),
    Number(s),
    Number(fraction?.padEnd(3, '0') ?? rest[3]),
  );
  return fromLocal(local, own === 'Z' ? 'UTC' : (own ?? zone));
}
