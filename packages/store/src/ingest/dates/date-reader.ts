import { parseDate } from '@longshore/common/date-format';
import { NAMED_PATTERNS } from '@longshore/common/date-format-names';
import { errors } from '@longshore/common/errors';
import { type DateParts, type Moment, toMoment } from './date-parts.ts';
import { datePattern } from './date-pattern.ts';

/** Reads a text by one format; `undefined` if it does not fit. */
export type DateReader = (text: string, reading: Reading) => Moment | undefined;

/** What the text does not say itself. */
export interface Reading {
  /** For texts without an offset. */
  readonly zone: string;
  readonly locale: string;
  readonly nowYear: number;
}

const ISO =
  /^(\d{4})-(\d{2})(?:-(\d{2}))?(?:[T ](\d{2})(?::?(\d{2})(?::?(\d{2})(?:[.,](\d{1,9}))?)?)?)?\s?(Z|[+-]\d{2}(?::?\d{2})?)?$/;

const readIso: DateReader = (text, { zone, nowYear }) => {
  const match = ISO.exec(text);
  if (!match) {
    return undefined;
  }
  const [, year, month, day = '1', hour = '0', minute = '0', second = '0', fraction, offset] =
    match;
  const parts: DateParts = {
    year: Number(year),
    month: Number(month),
    day: Number(day),
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second),
    nanos: Number((fraction ?? '').padEnd(9, '0')),
    ...(offset === undefined ? {} : { zone: offset }),
  };
  return toMoment(parts, zone, nowYear);
};

const NUMBER = /^-?\d{1,15}(?:\.\d{1,12})?$/;

function readUnix(factorMs: number): DateReader {
  return (text) => {
    if (!NUMBER.test(text)) {
      return undefined;
    }
    const epochMs = Math.floor(Number(text) * factorMs);
    return { epochMs, nanos: 0 };
  };
}

/** Seconds of atomic time since 1970 in base 16, with an offset of 2^62, and nanoseconds; ten seconds ahead of UTC. */
const readTai64n: DateReader = (text) => {
  const match = /^@?([0-9a-fA-F]{16})([0-9a-fA-F]{8})$/.exec(text);
  if (!match) {
    return undefined;
  }
  const seconds = Number(BigInt(`0x${match[1]}`) - 2n ** 62n) - 10;
  const nanos = Number.parseInt(match[2] ?? '0', 16);
  return { epochMs: seconds * 1000 + Math.floor(nanos / 1e6), nanos: nanos % 1e6 };
};

const NAMED: Readonly<Record<string, DateReader>> = {
  ISO8601: readIso,
  TAI64N: readTai64n,
  UNIX: readUnix(1000),
  UNIX_MS: readUnix(1),
};

/** A reader for `ISO8601`, `UNIX`, `UNIX_MS`, `TAI64N`, a format that mappings name, or a pattern. */
export function dateReader(format: string): DateReader {
  const named = NAMED[format];
  if (named) {
    return named;
  }
  if (NAMED_PATTERNS.has(format) || /^[a-z]+(?:_[a-z0-9]+)+$/.test(format)) {
    return (text, { zone }) => {
      const epochMs = parseDate(text, { format, timeZone: zone });
      return epochMs === undefined ? undefined : { epochMs, nanos: 0 };
    };
  }
  datePattern(format, 'en');
  return (text, { zone, locale, nowYear }) => {
    const parts = datePattern(format, locale).parse(text);
    return parts && toMoment(parts, zone, nowYear);
  };
}

/** The first of several formats that fits; throws in Elasticsearch's words when none does. */
export function readDate(text: string, readers: readonly DateReader[], reading: Reading): Moment {
  for (const reader of readers) {
    const moment = reader(text, reading);
    if (moment !== undefined && !Number.isNaN(moment.epochMs)) {
      return checkRange(moment, text);
    }
  }
  throw errors.illegalArgument(`unable to parse date [${text}]`);
}

const EPOCH_MS_MAX = 8.64e15 - 86_400_000;

function checkRange(moment: Moment, text: string): Moment {
  if (Math.abs(moment.epochMs) > EPOCH_MS_MAX) {
    throw errors.illegalArgument(`the date [${text}] is out of range`);
  }
  return moment;
}
