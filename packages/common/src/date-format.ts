import { NAMED_PATTERNS, readingPattern, tooManyParts } from './date-format-names.ts';
import { type ParseDateOptions, type Parts, toEpochMs } from './date-parts.ts';
import { errors } from './errors.ts';
import { weekDateOf } from './iso-week.ts';
import { formatOffset, parseOffsetMs, spellOffset, zoneOffsetMs } from './time-zone.ts';

/** The format of a date field that names none. */
export const DEFAULT_DATE_FORMAT = 'strict_date_optional_time||epoch_millis';

const SHOWN_CHARS_MAX = 100;
const DAY_MS = 86_400_000;

const ISO_NAMES = new Set(['date_optional_time', 'date_optional_time_nanos', 'iso8601']);
const ISO =
  /^([+-]?\d{4,9})(?:-(\d{1,2})(?:-(\d{1,2})(?:T(?:(\d{1,2})(?::(\d{1,2})(?::(\d{1,2})(?:[.,](\d{1,9}))?)?)?)?(Z|[+-]\d{2}(?::?\d{2}){0,2})?)?)?)?$/;
const STRICT_ISO =
  /^(\d{4}|[+-]\d{4,9})(?:-(\d{2})(?:-(\d{2})(?:T(?:(\d{2})(?::(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?)?(Z|[+-]\d{2}(?::?\d{2}){0,2})?)?)?)?$/;

/** A date text by its format to epoch ms; undefined if it does not fit. Unknown formats throw. */
export function parseDate(text: string, options: ParseDateOptions = {}): number | undefined {
  for (const format of (options.format ?? DEFAULT_DATE_FORMAT).split('||')) {
    const found = parseOne(text, format, options);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

/** True if the first of the formats is one that says all of a moment, as `2026-11-25T10:00:00.123Z`. */
export function isIsoFormat(format: string): boolean {
  return ISO_NAMES.has((format.split('||', 1)[0] ?? '').replace(/^strict_/, ''));
}

/** A moment as a text in the first of the formats. ISO texts carry milliseconds and the offset of the zone. */
export function formatDate(
  epochMs: number,
  format = DEFAULT_DATE_FORMAT,
  timeZone = 'UTC',
): string {
  const first = format.split('||', 1)[0] ?? '';
  if (first === 'epoch_millis') {
    return String(epochMs);
  }
  if (first === 'epoch_second') {
    return String(Math.floor(epochMs / 1_000));
  }
  const offsetMs = zoneOffsetMs(timeZone, epochMs);
  const local = new Date(epochMs + offsetMs);
  const name = first.replace(/^strict_/, '');
  if (ISO_NAMES.has(name)) {
    return local.toISOString().replace('Z', formatOffset(offsetMs));
  }
  return tokens(NAMED_PATTERNS.get(name) ?? first)
    .map(({ letter, text }) => (letter ? formatLetter(text, local, offsetMs) : text))
    .join('');
}

function parseOne(text: string, format: string, options: ParseDateOptions): number | undefined {
  if (format === 'epoch_millis') {
    return /^-?\d{1,16}(?:\.\d+)?$/.test(text) ? Math.floor(Number(text)) : undefined;
  }
  if (format === 'epoch_second') {
    return /^-?\d{1,13}(?:\.\d+)?$/.test(text) ? Math.floor(Number(text) * 1_000) : undefined;
  }
  const name = format.replace(/^strict_/, '');
  const parts = ISO_NAMES.has(name)
    ? parseIso(text, name === format ? ISO : STRICT_ISO)
    : parsePattern(text, readingPattern(format));
  return parts === undefined ? undefined : toEpochMs(parts, options);
}

function parseIso(text: string, pattern: RegExp): Parts | undefined {
  const match = pattern.exec(text);
  if (match === null) {
    return undefined;
  }
  const [, year, month, day, hour, minute, second, fraction, offset] = match;
  const parts: Parts = { year: Number(year) };
  const set = (name: keyof Parts, value: string | undefined) => {
    if (value !== undefined) {
      parts[name] = Number(value);
    }
  };
  set('month', month);
  set('day', day);
  set('hour', hour);
  set('minute', minute);
  set('second', second);
  set('ms', fraction?.slice(0, 3).padEnd(3, '0'));
  const offsetMs = offset === undefined ? undefined : parseOffsetMs(offset);
  return offsetMs === undefined ? parts : { ...parts, offsetMs };
}

interface Token {
  /** True for a run of one pattern letter, false for literal text. */
  readonly letter: boolean;
  readonly text: string;
}

function tokens(pattern: string): readonly Token[] {
  return [...pattern.matchAll(/([A-Za-z])\1*|'((?:[^']|'')*)'|[^A-Za-z']/g)].map(
    ([text, letter, quoted]) =>
      letter !== undefined
        ? { letter: true, text }
        : {
            letter: false,
            text: quoted === undefined ? text : quoted.replaceAll("''", "'") || "'",
          },
  );
}

const LETTERS: Readonly<Record<string, keyof Parts>> = {
  y: 'year',
  u: 'year',
  Y: 'weekyear',
  w: 'week',
  e: 'weekday',
  M: 'month',
  d: 'day',
  D: 'dayOfYear',
  H: 'hour',
  m: 'minute',
  s: 'second',
  S: 'ms',
  X: 'offsetMs',
  x: 'offsetMs',
  Z: 'offsetMs',
};
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function partOf(run: string): keyof Parts {
  const part = LETTERS[run[0] ?? ''];
  if (part === undefined) {
    throw errors.illegalArgument(
      `Invalid format: [${run}]: Unknown pattern letter: ${run[0]}; known are ${Object.keys(LETTERS).join(' ')}`,
    );
  }
  return part;
}

function letterPattern(run: string): string {
  const part = partOf(run);
  if (part === 'offsetMs') {
    return '(Z|[+-]\\d{2}(?::?\\d{2})?)';
  }
  if (part === 'year' || part === 'weekyear') {
    return run.length === 2 ? '(\\d{2})' : '(\\d{4})';
  }
  if (part === 'month' && run.length === 3) {
    return `(${MONTHS.join('|')})`;
  }
  if (part === 'ms' || part === 'dayOfYear') {
    return part === 'ms' ? `(\\d{1,${run.length}})` : '(\\d{1,3})';
  }
  return run.length === 1 ? '(\\d{1,2})' : '(\\d{2})';
}

/** Throws for a pattern with more parts than can be read in a short time. */
export function checkDatePattern(pattern: string): void {
  const reason = tooManyParts(pattern);
  if (reason !== undefined) {
    throw errors.illegalArgument(
      `Invalid format: [${pattern.slice(0, SHOWN_CHARS_MAX)}]: ${reason}`,
    );
  }
}

function parsePattern(text: string, pattern: string): Parts | undefined {
  const found = tokens(pattern);
  checkDatePattern(pattern);
  const source = found.map((token) =>
    token.letter ? letterPattern(token.text) : token.text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'),
  );
  const match = new RegExp(`^${source.join('')}$`).exec(text);
  if (match === null) {
    return undefined;
  }
  const parts: Parts = {};
  for (const [i, { text: run }] of found.filter(({ letter }) => letter).entries()) {
    parts[partOf(run)] = letterValue(run, match[i + 1] ?? '');
  }
  return parts;
}

function letterValue(run: string, text: string): number {
  const part = partOf(run);
  if (part === 'offsetMs') {
    return parseOffsetMs(text) ?? 0;
  }
  if (part === 'month' && run.length === 3) {
    return MONTHS.indexOf(text) + 1;
  }
  if (part === 'ms') {
    return Number(text.slice(0, 3).padEnd(3, '0'));
  }
  return (part === 'year' || part === 'weekyear') && run.length === 2
    ? 2000 + Number(text)
    : Number(text);
}

function formatLetter(run: string, local: Date, offsetMs: number): string {
  const part = partOf(run);
  if (part === 'offsetMs') {
    return spellOffset(offsetMs, run);
  }
  if (part === 'ms') {
    return String(local.getUTCMilliseconds())
      .padStart(3, '0')
      .padEnd(run.length, '0')
      .slice(0, run.length);
  }
  if (part === 'month' && run.length === 3) {
    return MONTHS[local.getUTCMonth()] ?? '';
  }
  const value = SHOWN[part](local);
  if (part === 'year' || part === 'weekyear') {
    return run.length === 2 ? String(value % 100).padStart(2, '0') : String(value).padStart(4, '0');
  }
  return String(value).padStart(run.length, '0');
}

/** Parts that are written as they are, of a local clock as if it were UTC. */
const SHOWN: Readonly<Record<Exclude<keyof Parts, 'offsetMs' | 'ms'>, (local: Date) => number>> = {
  year: (local) => local.getUTCFullYear(),
  month: (local) => local.getUTCMonth() + 1,
  day: (local) => local.getUTCDate(),
  dayOfYear,
  weekyear: (local) => weekDateOf(local).weekyear,
  week: (local) => weekDateOf(local).week,
  weekday: (local) => weekDateOf(local).weekday,
  hour: (local) => local.getUTCHours(),
  minute: (local) => local.getUTCMinutes(),
  second: (local) => local.getUTCSeconds(),
};

function dayOfYear(local: Date): number {
  const firstMs = Date.UTC(local.getUTCFullYear(), 0, 1);
  return 1 + Math.floor((local.getTime() - firstMs) / DAY_MS);
}
