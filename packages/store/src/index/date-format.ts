import { checkDatePattern } from '@longshore/common/date-format';
import { readingPattern } from '@longshore/common/date-format-names';
import { errors } from '@longshore/common/errors';
import { weekDateMs } from '@longshore/common/iso-week';

/** A moment: epoch milliseconds, and the nanoseconds within that millisecond. */
interface Moment {
  readonly epochMs: number;
  readonly nanos: number;
}

/** Reads a value of a date field; `undefined` when it does not fit the format. */
export type DateParser = (value: string | number) => Moment | undefined;

const NANOS_PER_MS = 1_000_000;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const ZONE = 'Z|[+-]\\d{2}(?::?\\d{2})?';

const cache = new Map<string, DateParser>();

/** A parser for formats joined by `||`; a number is read as epoch milliseconds. Throws for unknown formats. */
export function dateParser(format: string): DateParser {
  const known = cache.get(format);
  if (known) {
    return known;
  }
  const parsers = format.split('||').map(oneFormat);
  const parser: DateParser = (value) => {
    if (typeof value === 'number' && !format.includes('epoch_')) {
      return epoch(String(value), 1);
    }
    const text = String(value);
    for (const parse of parsers) {
      const moment = parse(text);
      if (moment) {
        return moment;
      }
    }
    return undefined;
  };
  cache.set(format, parser);
  return parser;
}

type TextParser = (text: string) => Moment | undefined;

const ISO = new RegExp(
  `^(\\d{4})(?:-(\\d{2})(?:-(\\d{2}))?)?(?:T(?:(\\d{2})(?::(\\d{2})(?::(\\d{2})(?:[.,](\\d{1,9}))?)?)?)?(${ZONE})?)?$`,
);
const LENIENT_ISO = new RegExp(
  `^(\\d{1,4})(?:-(\\d{1,2})(?:-(\\d{1,2}))?)?(?:T(?:(\\d{1,2})(?::(\\d{1,2})(?::(\\d{1,2})(?:[.,](\\d{1,9}))?)?)?)?(${ZONE})?)?$`,
);

/** What nearly every client sends: `2026-11-25T10:00:00.123Z`. The last days of a month are looked at more closely. */
const USUAL_ISO = /^\d{4}-[01]\d-(?:[01]\d|2[0-8])T[0-2]\d:[0-5]\d:[0-5]\d\.\d{3}Z$/;

const iso: TextParser = (text) => {
  if (USUAL_ISO.test(text)) {
    const epochMs = Date.parse(text);
    if (!Number.isNaN(epochMs)) {
      return { epochMs, nanos: 0 };
    }
  }
  const match = ISO.exec(text);
  return match ? moment(match.slice(1)) : undefined;
};

const lenientIso: TextParser = (text) => {
  const match = LENIENT_ISO.exec(text);
  return match ? moment(match.slice(1)) : undefined;
};

/** The named formats of Elasticsearch that have a parser of their own; the others are patterns. */
const NAMED: Readonly<Record<string, TextParser>> = {
  strict_date_optional_time: iso,
  strict_date_optional_time_nanos: iso,
  date_optional_time: lenientIso,
  rfc3339_lenient: lenientIso,
  iso8601: iso,
  epoch_millis: (text) => epoch(text, 1),
  epoch_second: (text) => epoch(text, 1000),
};

const oneFormat = (format: string): TextParser =>
  NAMED[format] ?? pattern(format, readingPattern(format));

function epoch(text: string, factor: number): Moment | undefined {
  if (!/^-?\d{1,18}(?:\.\d+)?$/.test(text)) {
    return undefined;
  }
  const [whole = '', fraction = ''] = text.split('.');
  // Nanoseconds of today are beyond 2^53: the fraction is read by itself.
  const unitNanos = factor * NANOS_PER_MS;
  const fractionNanos = Math.floor(Number(`0.${fraction || 0}`) * unitNanos + 1e-6);
  const nanos = text.startsWith('-') ? -fractionNanos : fractionNanos;
  const ms = Math.floor(nanos / NANOS_PER_MS);
  return { epochMs: Number(whole) * factor + ms, nanos: nanos - ms * NANOS_PER_MS };
}

/** Parts in the order year, month, day, hour, minute, second, fraction, zone, day of the year, year of weeks, week, day of the week. */
function moment(given: readonly (string | undefined)[]): Moment | undefined {
  const parts = withDayOfMonth(given);
  if (parts === undefined) {
    return undefined;
  }
  const [year, month = '1', day = '1', hour = '0', minute = '0', second = '0', fraction, zone] =
    parts;
  const numbers = [month, day, hour, minute, second].map(Number);
  const [M = 1, d = 1, h = 0, m = 0, s = 0] = numbers;
  if (M < 1 || M > 12 || d < 1 || d > 31 || h > 24 || m > 59 || s > 60) {
    return undefined;
  }
  const date = new Date(0);
  date.setUTCFullYear(Number(year ?? 1970), M - 1, d);
  if (date.getUTCMonth() !== M - 1) {
    return undefined;
  }
  const nanos = fraction === undefined ? 0 : Number(fraction.padEnd(9, '0'));
  const time = ((h * 60 + m) * 60 + s) * 1000 + Math.floor(nanos / 1e6);
  return { epochMs: date.getTime() + time - zoneMs(zone), nanos: nanos % 1e6 };
}

/** Year, month and day in place of other ways to name a day. A year of weeks beside a month is taken as the year meant. */
function withDayOfMonth(
  given: readonly (string | undefined)[],
): readonly (string | undefined)[] | undefined {
  const [year, month] = given;
  const [dayOfYear, weekyear, week = '1', weekday = '1'] = given.slice(8);
  if (dayOfYear !== undefined) {
    return withDay(given, Number(dayOfYear));
  }
  if (weekyear === undefined) {
    return given;
  }
  if (month !== undefined) {
    return [year ?? weekyear, ...given.slice(1)];
  }
  const ms = weekDateMs({
    weekyear: Number(weekyear),
    week: Number(week),
    weekday: Number(weekday),
  });
  const day = ms === undefined ? undefined : new Date(ms);
  return (
    day && [
      ...[day.getUTCFullYear(), day.getUTCMonth() + 1, day.getUTCDate()].map(String),
      ...given.slice(3),
    ]
  );
}

/** Month and day in place of the day of the year. */
function withDay(
  [year = '1970', , , ...rest]: readonly (string | undefined)[],
  dayOfYear: number,
): readonly (string | undefined)[] | undefined {
  const date = new Date(0);
  date.setUTCFullYear(Number(year), 0, dayOfYear);
  return date.getUTCFullYear() === Number(year)
    ? [year, String(date.getUTCMonth() + 1), String(date.getUTCDate()), ...rest]
    : undefined;
}

function zoneMs(zone: string | undefined): number {
  if (zone === undefined || zone === 'Z') {
    return 0;
  }
  const sign = zone.startsWith('-') ? -1 : 1;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3).replace(':', '') || 0);
  return sign * minutes * 60_000;
}

/** What each pattern letter matches, and which part of a moment it is. */
const LETTERS: Readonly<Record<string, { part: number; text: (count: number) => string }>> = {
  y: { part: 0, text: () => '\\d{4}' },
  u: { part: 0, text: () => '\\d{4}' },
  M: { part: 1, text: (n) => (n >= 3 ? '[A-Za-z]{3,9}' : digits(n)) },
  d: { part: 2, text: digits },
  D: { part: 8, text: () => '\\d{1,3}' },
  H: { part: 3, text: digits },
  m: { part: 4, text: digits },
  s: { part: 5, text: digits },
  S: { part: 6, text: (n) => `\\d{1,${Math.max(n, 1)}}` },
  X: { part: 7, text: () => ZONE },
  x: { part: 7, text: () => ZONE },
  Z: { part: 7, text: () => ZONE },
  z: { part: 7, text: () => ZONE },
  Y: { part: 9, text: () => '\\d{4}' },
  w: { part: 10, text: digits },
  e: { part: 11, text: digits },
  E: { part: -1, text: () => '[A-Za-z]{3,9}' },
};

function digits(count: number): string {
  return count >= 2 ? `\\d{${count}}` : '\\d{1,2}';
}

/** A java.time pattern such as `yyyy/MM/dd HH:mm:ss`; `format` is what the mapping has for it. */
function pattern(format: string, letters: string): TextParser {
  let source = '';
  const order: number[] = [];
  for (const [token] of letters.matchAll(/'[^']*'|([A-Za-z])\1*|[^A-Za-z']+/g)) {
    const letter = LETTERS[token[0] ?? ''];
    if (letter) {
      source += `(${letter.text(token.length)})`;
      order.push(letter.part);
    } else if (/^[A-Za-z]/.test(token)) {
      throw errors.illegalArgument(
        `Invalid format: [${format}]: Unknown pattern letter: ${token[0]}`,
      );
    } else {
      source += token.replaceAll("'", '').replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
    }
  }
  if (order.length === 0) {
    throw errors.illegalArgument(`Invalid format: [${format}]`);
  }
  checkDatePattern(letters);
  const expression = new RegExp(`^${source}$`);
  return (text) => {
    const match = expression.exec(text);
    if (!match) {
      return undefined;
    }
    const parts: (string | undefined)[] = new Array(12).fill(undefined);
    for (const [i, part] of order.entries()) {
      parts[part] = part === 1 ? monthNumber(match[i + 1] ?? '') : match[i + 1];
    }
    return moment(parts);
  };
}

function monthNumber(text: string): string {
  const named = MONTHS.indexOf(text.slice(0, 3).toLowerCase());
  return named < 0 ? text : String(named + 1);
}
