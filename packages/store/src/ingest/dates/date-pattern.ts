import { errors } from '@longshore/common/errors';
import { userRegexp } from '../user-regexp.ts';
import { type DateNames, dateNames, monthOf } from './date-names.ts';
import type { DateParts, Moment } from './date-parts.ts';
import { formatTokens, type Token } from './format-tokens.ts';

/** A pattern of letters as `java.time` has it: reads texts and writes them. */
export interface DatePattern {
  parse(text: string): DateParts | undefined;
  format(moment: Moment, zone: string): string;
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
  Y: years,
  Z: () => OFFSET,
  a: () => '[ap]\\.?m\\.?',
  c: () => WORD,
  d: (n) => digits(n, 2),
  e: (n) => (n >= 3 ? WORD : '\\d{1,2}'),
  h: (n) => digits(n, 2),
  k: (n) => digits(n, 2),
  m: (n) => digits(n, 2),
  n: () => '\\d{1,9}',
  s: (n) => digits(n, 2),
  u: years,
  w: (n) => digits(n, 2),
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
  Y: (parts, text) => {
    parts.weekyear = yearOf(text);
  },
  Z: readZone,
  a: (parts, text) => {
    parts.isAfternoon = /^p/i.test(text);
  },
  d: (parts, text) => {
    parts.day = Number(text);
  },
  e: (parts, text) => {
    if (/^\d/.test(text)) {
      parts.weekday = Number(text);
    }
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
  w: (parts, text) => {
    parts.week = Number(text);
  },
  x: readZone,
  y: readYear,
  z: readZone,
};

function readMonth(parts: DateParts, text: string, names: DateNames): void {
  parts.month = /^\d+$/.test(text) ? Number(text) : (monthOf(text, names) ?? Number.NaN);
}

function readYear(parts: DateParts, text: string): void {
  parts.year = yearOf(text);
}

const yearOf = (text: string) => (text.length === 2 ? 2000 + Number(text) : Number(text));

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
