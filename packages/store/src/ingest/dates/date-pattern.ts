import { errors } from '@longshore/common/errors';
import { formatOffset, zoneOffsetMs } from '@longshore/common/time-zone';
import { userRegexp } from '../user-regexp.ts';
import { type DateNames, dateNames, monthOf } from './date-names.ts';
import type { DateParts, Moment } from './date-parts.ts';

/** A pattern of letters as `java.time` has it: reads texts and writes them. */
export interface DatePattern {
  parse(text: string): DateParts | undefined;
  format(moment: Moment, zone: string): string;
}

interface Token {
  readonly kind: 'letter' | 'literal' | 'open' | 'close';
  readonly text: string;
}

const PATTERN_CHARS_MAX = 200;
const CACHED_MAX = 1_000;

const cache = new Map<string, DatePattern>();

/** Compiles `yyyy-MM-dd'T'HH:mm[:ss]`; throws for letters that nobody knows. */
export function datePattern(pattern: string, locale: string): DatePattern {
  const key = `${locale} ${pattern}`;
  const known = cache.get(key);
  if (known) {
    return known;
  }
  const compiled = compile(pattern, dateNames(locale));
  if (cache.size >= CACHED_MAX) {
    cache.clear();
  }
  cache.set(key, compiled);
  return compiled;
}

function compile(pattern: string, names: DateNames): DatePattern {
  if (pattern.length > PATTERN_CHARS_MAX) {
    throw errors.illegalArgument(`a date pattern may have ${PATTERN_CHARS_MAX} characters`);
  }
  const tokens = tokensOf(pattern.replace(/^8/, ''));
  const letters = tokens.filter(({ kind }) => kind === 'letter');
  if (letters.length === 0) {
    throw errors.illegalArgument(`Invalid format: [${pattern}]: no pattern letters`);
  }
  // Letters of one or two digits in a row can be read in many ways: linear time keeps that harmless.
  const source = tokens.map((token) => sourceOf(token, pattern)).join('');
  const expression = userRegexp(`(?i)^${source}$`);
  return {
    parse: (text) => {
      const match = expression.exec(text);
      return match ? partsOf(letters, match.slice(1), names) : undefined;
    },
    format: (moment, zone) => formatTokens(tokens, moment, { zone, names }),
  };
}

function tokensOf(pattern: string): readonly Token[] {
  const parts = pattern.matchAll(/'((?:[^']|'')*)'|([A-Za-z])\2*|[[\]]|[^A-Za-z'[\]]+/g);
  return [...parts].map(([text, quoted, letter]) => {
    if (quoted !== undefined) {
      return { kind: 'literal', text: quoted === '' ? "'" : quoted.replaceAll("''", "'") };
    }
    if (letter !== undefined) {
      return { kind: 'letter', text };
    }
    if (text === '[' || text === ']') {
      return { kind: text === '[' ? 'open' : 'close', text };
    }
    return { kind: 'literal', text };
  });
}

const OFFSET = 'Z|UTC|GMT|[+-]\\d{1,2}(?::?\\d{2}){0,2}';
const WORD = '[^\\s\\d,;:/]+';

/** What runs of a letter match, by its count. */
const LETTERS: Readonly<Record<string, (count: number) => string>> = {
  D: (n) => digits(n, 3),
  E: () => WORD,
  H: (n) => digits(n, 2),
  K: (n) => digits(n, 2),
  L: (n) => (n >= 3 ? WORD : digits(n, 2)),
  M: (n) => (n >= 3 ? WORD : digits(n, 2)),
  S: (n) => `\\d{${Math.min(n, 9)}}`,
  V: () => '[A-Za-z0-9_+/-]+',
  X: () => OFFSET,
  Z: () => OFFSET,
  a: () => '[ap]\\.?m\\.?',
  c: () => WORD,
  d: (n) => digits(n, 2),
  e: (n) => (n >= 3 ? WORD : '\\d'),
  h: (n) => digits(n, 2),
  k: (n) => digits(n, 2),
  m: (n) => digits(n, 2),
  n: () => '\\d{1,9}',
  s: (n) => digits(n, 2),
  u: years,
  x: () => OFFSET,
  y: years,
  z: () => `${OFFSET}|[A-Za-z_/]+`,
};

function digits(count: number, most: number): string {
  return count === 1 ? `\\d{1,${most}}` : `\\d{${count}}`;
}

function years(count: number): string {
  return count === 2 ? '\\d{2}' : count === 4 ? '\\d{4}' : '-?\\d{1,9}';
}

function sourceOf({ kind, text }: Token, pattern: string): string {
  switch (kind) {
    case 'open':
      return '(?:';
    case 'close':
      return ')?';
    case 'literal':
      return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
    default: {
      const source = LETTERS[text.charAt(0)];
      if (!source) {
        throw errors.illegalArgument(
          `Invalid format: [${pattern}]: Unknown pattern letter: ${text.charAt(0)}`,
        );
      }
      return `(${source(text.length)})`;
    }
  }
}

/** What a letter says, from what it matched. */
const READ: Readonly<Record<string, (parts: DateParts, text: string, names: DateNames) => void>> = {
  D: (parts, text) => {
    parts.dayOfYear = Number(text);
  },
  H: (parts, text) => {
    parts.hour = Number(text);
  },
  K: (parts, text) => {
    parts.hour12 = Number(text);
  },
  L: readMonth,
  M: readMonth,
  S: (parts, text) => {
    parts.nanos = Number(text.padEnd(9, '0'));
  },
  V: readZone,
  X: readZone,
  Z: readZone,
  a: (parts, text) => {
    parts.isAfternoon = /^p/i.test(text);
  },
  d: (parts, text) => {
    parts.day = Number(text);
  },
  h: (parts, text) => {
    parts.hour12 = Number(text);
  },
  k: (parts, text) => {
    parts.hour = Number(text) % 24;
  },
  m: (parts, text) => {
    parts.minute = Number(text);
  },
  n: (parts, text) => {
    parts.nanos = Number(text);
  },
  s: (parts, text) => {
    parts.second = Number(text);
  },
  u: readYear,
  x: readZone,
  y: readYear,
  z: readZone,
};

function readMonth(parts: DateParts, text: string, names: DateNames): void {
  parts.month = /^\d+$/.test(text) ? Number(text) : (monthOf(text, names) ?? Number.NaN);
}

function readYear(parts: DateParts, text: string): void {
  parts.year = text.length === 2 ? 2000 + Number(text) : Number(text);
}

function readZone(parts: DateParts, text: string): void {
  parts.zone = /^(?:z|utc|gmt)$/i.test(text) ? 'UTC' : text;
}

function partsOf(
  letters: readonly Token[],
  found: readonly (string | undefined)[],
  names: DateNames,
): DateParts {
  const parts: DateParts = {};
  for (const [i, { text }] of letters.entries()) {
    const value = found[i];
    if (value !== undefined) {
      READ[text.charAt(0)]?.(parts, value, names);
    }
  }
  return parts;
}

interface Writing {
  readonly zone: string;
  readonly names: DateNames;
}

function formatTokens(tokens: readonly Token[], moment: Moment, { zone, names }: Writing): string {
  const offsetMs = zoneOffsetMs(zone, moment.epochMs);
  const shown = { local: new Date(moment.epochMs + offsetMs), offsetMs, moment, zone, names };
  return tokens
    .map(({ kind, text }) => {
      if (kind === 'literal') {
        return text;
      }
      return kind === 'letter' ? formatLetter(text, shown) : '';
    })
    .join('');
}

interface Shown extends Writing {
  /** The local clock, as if it were UTC. */
  readonly local: Date;
  readonly offsetMs: number;
  readonly moment: Moment;
}

function formatLetter(text: string, shown: Shown): string {
  const { local } = shown;
  const pad = (value: number) => String(value).padStart(text.length, '0');
  switch (text.charAt(0)) {
    case 'y':
    case 'u':
      return text.length === 2
        ? String(local.getUTCFullYear() % 100).padStart(2, '0')
        : pad(local.getUTCFullYear());
    case 'M':
    case 'L':
      return formatMonth(text, local, shown.names) ?? pad(local.getUTCMonth() + 1);
    case 'd':
      return pad(local.getUTCDate());
    case 'H':
      return pad(local.getUTCHours());
    case 'h':
      return pad(local.getUTCHours() % 12 || 12);
    case 'm':
      return pad(local.getUTCMinutes());
    case 's':
      return pad(local.getUTCSeconds());
    default:
      return formatRare(text, shown);
  }
}

function formatMonth(text: string, local: Date, names: DateNames): string | undefined {
  if (text.length < 3) {
    return undefined;
  }
  const list = text.length === 3 ? names.shortMonths : names.longMonths;
  return list[local.getUTCMonth()];
}

function formatRare(text: string, { local, offsetMs, moment, zone, names }: Shown): string {
  switch (text.charAt(0)) {
    case 'S': {
      const nanos = local.getUTCMilliseconds() * 1_000_000 + moment.nanos;
      return String(nanos).padStart(9, '0').slice(0, text.length);
    }
    case 'a':
      return local.getUTCHours() < 12 ? 'AM' : 'PM';
    case 'E':
    case 'e':
    case 'c': {
      const weekday = text.length === 4 ? 'long' : 'short';
      return new Intl.DateTimeFormat(names.locale, { weekday, timeZone: 'UTC' }).format(local);
    }
    case 'D':
      return String(dayOfYear(local)).padStart(text.length, '0');
    case 'V':
      return zone;
    case 'z':
      return formatOffset(offsetMs);
    case 'X':
      return offsetMs === 0 ? 'Z' : spell(formatOffset(offsetMs), text.length);
    case 'x':
    case 'Z':
      return spell(formatOffset(offsetMs).replace('Z', '+00:00'), text.length);
    default:
      throw errors.illegalArgument(`the pattern letter [${text.charAt(0)}] cannot be written`);
  }
}

/** `XXX` has a colon, `XX` and `Z` have none. */
const spell = (offset: string, count: number) => (count >= 3 ? offset : offset.replace(':', ''));

const dayOfYear = (local: Date) =>
  Math.floor((local.getTime() - Date.UTC(local.getUTCFullYear(), 0, 1)) / 86_400_000) + 1;
